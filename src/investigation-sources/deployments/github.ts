import type { Deployment } from '../../incident/investigation/sources/read-deployments';
import { bearer, createSourceClient, type Secret, type SourceClient } from '../source-http';
import { firstLine, listIn, millisecondsOf, shortRevision, textAt } from './fields';
import type { ListDeployments } from './list-deployments';

const PAGE_SIZE = 50;
/** The state of a deployment takes a call of its own. */
const MAX_STATES = 5;
const FAILED = new Set(['failure', 'error']);

/**
 * GitHub's deployments: https://docs.github.com/en/rest/deployments/deployments
 *
 * A repository without any is read by what was merged to its default branch.
 */
export function listGithub({
  name,
  url,
  secret,
}: {
  readonly name: string;
  readonly url: string;
  readonly secret: Secret | null;
}): ListDeployments {
  const client = createSourceClient({
    name: `GitHub ${name}`,
    url,
    secret,
    authorize: bearer,
    headers: { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28', 'user-agent': 'temporal-incident-response' },
  });
  return async (project, { fromMs, toMs }, signal) => {
    const repository = `/repos/${project.split('/').map(encodeURIComponent).join('/')}`;
    const all = listIn(await client.ask({ path: `${repository}/deployments`, query: { per_page: PAGE_SIZE } }, signal), client.label);
    if (all.length === 0) return commits(client, repository, { fromMs, toMs }, signal);
    const within = all.filter((one) => {
      const atMs = millisecondsOf(textAt(one, 'created_at'));
      return atMs !== null && atMs >= fromMs && atMs <= toMs;
    });
    return Promise.all(
      within.map(async (one, index): Promise<Deployment> => {
        const state = index < MAX_STATES ? await latestState(client, repository, textAt(one, 'id'), signal) : null;
        const environment = textAt(one, 'environment');
        const description = firstLine(textAt(one, 'description'));
        const what = `${project} ${shortRevision(textAt(one, 'ref'))}${environment === '' ? '' : ` to ${environment}`}`;
        return {
          atMs: millisecondsOf(textAt(one, 'created_at')) ?? 0,
          text: `deployed ${what}${description === '' ? '' : `: ${description}`}`,
          by: textAt(one, 'creator', 'login'),
          link: textAt(state, 'log_url') || textAt(state, 'target_url'),
          succeeded: !FAILED.has(textAt(state, 'state')),
        };
      }),
    );
  };
}

async function latestState(client: SourceClient, repository: string, id: string, signal: AbortSignal): Promise<unknown> {
  const path = `${repository}/deployments/${encodeURIComponent(id)}/statuses`;
  return listIn(await client.ask({ path, query: { per_page: 1 } }, signal), client.label)[0];
}

async function commits(
  client: SourceClient,
  repository: string,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  signal: AbortSignal,
): Promise<readonly Deployment[]> {
  const query = { since: new Date(fromMs).toISOString(), until: new Date(toMs).toISOString(), per_page: PAGE_SIZE };
  const answer = await client.ask({ path: `${repository}/commits`, query }, signal);
  return listIn(answer, client.label).flatMap((one) => {
    const atMs = millisecondsOf(textAt(one, 'commit', 'committer', 'date'));
    const text = `merged ${shortRevision(textAt(one, 'sha'))}: ${firstLine(textAt(one, 'commit', 'message'))}`;
    const by = textAt(one, 'author', 'login') || textAt(one, 'commit', 'author', 'name');
    return atMs === null ? [] : [{ atMs, text, by, link: textAt(one, 'html_url'), succeeded: true }];
  });
}
