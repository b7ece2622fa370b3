import { compile, JSONPathError, JSONPathQuery } from 'json-p3';
import { SourceError } from '../source-error';
import { bearerOrBasic, createSourceClient, type Secret } from '../source-http';
import { firstLine, millisecondsOf } from './fields';
import type { ListDeployments } from './list-deployments';

export interface JsonDeploymentsSettings {
  readonly name: string;
  readonly url: string;
  readonly secret: Secret | null;
  /** Where the deployments are in the answer, as JSONPath. */
  readonly items: string;
  /** Where each of them says what it is. Only those of the project count if it says which it belongs to. */
  readonly map: {
    readonly at: string;
    readonly text: string;
    readonly by?: string | undefined;
    readonly link?: string | undefined;
    readonly project?: string | undefined;
  };
}

type Json = Parameters<ReturnType<typeof compile>['query']>[0];

/** Whether the items' list is there, and has none. */
function isEmptyListAt(content: unknown, items: string): boolean {
  const { environment, segments } = compile(items);
  const list = new JSONPathQuery(environment, segments.slice(0, -1)).match(content as Json)?.value;
  return Array.isArray(list) && list.length === 0;
}

/** Any JSON that lists deployments. */
export function listJson({ name, url, secret, items, map }: JsonDeploymentsSettings): ListDeployments {
  const { origin, pathname, search } = new URL(url);
  const client = createSourceClient({ name: `Deployments ${name}`, url: origin, secret, authorize: bearerOrBasic });
  const valuesAt = (content: unknown, path: string): readonly unknown[] => {
    try {
      // One by one: all at once, a long list has more items than a call has room for.
      return Array.from(compile(path).lazyQuery(content as Json), ({ value }) => value);
    } catch (error) {
      if (!(error instanceof JSONPathError || error instanceof RangeError)) throw error;
      throw new SourceError('source_query_rejected', `${client.label}: ${path} cannot be read in its answer`, 'Correct the JSONPath.');
    }
  };
  const textIn = (item: unknown, path: string | undefined): string => {
    const [value] = path === undefined ? [] : valuesAt(item, path);
    return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
  };
  return async (project, _span, signal) => {
    const content = await client.ask({ path: `${pathname}${search}` }, signal);
    const listed = valuesAt(content, items);
    if (listed.length === 0 && isEmptyListAt(content, items)) return [];
    const timed = listed.flatMap((item) => {
      const atMs = millisecondsOf(textIn(item, map.at));
      return atMs === null ? [] : [{ item, atMs }];
    });
    const own = timed.filter(({ item }) => map.project === undefined || textIn(item, map.project) === project);
    // What cannot be read is no sign that nothing was deployed.
    if (own.length === 0) throw nothingRead(client.label, { listed: listed.length, timed: timed.length, project, items, map });
    return own.map(({ item, atMs }) => {
      const [text, by, link] = [map.text, map.by, map.link].map((path) => textIn(item, path));
      return { atMs, text: firstLine(text ?? '') || 'a deployment', by: by ?? '', link: link ?? '', succeeded: true };
    });
  };
}

interface Read extends Pick<JsonDeploymentsSettings, 'items' | 'map'> {
  readonly listed: number;
  readonly timed: number;
  readonly project: string;
}

function nothingRead(label: string, { listed, timed, project, items, map }: Read): SourceError {
  const [what, hint] =
    listed === 0
      ? [`its answer has nothing at ${items}`, 'Correct items of the data source.']
      : timed === 0
        ? [`none of its ${listed} items has a time at ${map.at}`, 'Correct map.at of the data source.']
        : [
            `none of its ${timed} items is of the project ${project}`,
            'Correct map.project of the data source, or the project of the service.',
          ];
  return new SourceError('source_query_rejected', `${label}: ${what}`, hint);
}
