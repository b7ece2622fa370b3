import { createSourceClient, type Secret } from '../source-http';
import { firstLine, listIn, millisecondsOf, shortRevision, textAt } from './fields';
import type { ListDeployments } from './list-deployments';

/** States in which nothing was changed. */
const NOTHING_DONE = new Set(['created', 'blocked', 'canceled', 'skipped']);

/** GitLab's deployments, newest first: https://docs.gitlab.com/api/deployments/ */
export function listGitlab({
  name,
  url,
  secret,
}: {
  readonly name: string;
  readonly url: string;
  readonly secret: Secret | null;
}): ListDeployments {
  const client = createSourceClient({ name: `GitLab ${name}`, url, secret, authorize: (token) => ({ 'private-token': token }) });
  return async (project, { fromMs, toMs }, signal) => {
    const query = {
      updated_after: new Date(fromMs).toISOString(),
      updated_before: new Date(toMs).toISOString(),
      order_by: 'updated_at',
      sort: 'desc',
      per_page: 50,
    };
    const answer = await client.ask({ path: `/api/v4/projects/${encodeURIComponent(project)}/deployments`, query }, signal);
    return listIn(answer, client.label).flatMap((one) => {
      const status = textAt(one, 'status');
      const atMs = millisecondsOf(textAt(one, 'deployable', 'finished_at') || textAt(one, 'updated_at') || textAt(one, 'created_at'));
      if (atMs === null || NOTHING_DONE.has(status)) return [];
      const title = firstLine(textAt(one, 'deployable', 'commit', 'title'));
      const revision = textAt(one, 'ref') || shortRevision(textAt(one, 'sha'));
      const text = `deployed ${project} ${revision} to ${textAt(one, 'environment', 'name')}${title === '' ? '' : `: ${title}`}`;
      const link = textAt(one, 'deployable', 'web_url') || textAt(one, 'deployable', 'pipeline', 'web_url');
      return [{ atMs, text, by: textAt(one, 'user', 'username'), link, succeeded: status !== 'failed' }];
    });
  };
}
