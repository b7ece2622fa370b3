import { compile, JSONPathError } from 'json-p3';
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
    const answer = await client.ask({ path: `${pathname}${search}` }, signal);
    return valuesAt(answer, items).flatMap((item) => {
      const atMs = millisecondsOf(textIn(item, map.at));
      if (atMs === null || (map.project !== undefined && textIn(item, map.project) !== project)) return [];
      const [text, by, link] = [map.text, map.by, map.link].map((path) => textIn(item, path));
      return [{ atMs, text: firstLine(text ?? '') || 'a deployment', by: by ?? '', link: link ?? '', succeeded: true }];
    });
  };
}
