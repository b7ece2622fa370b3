import type { Config } from '../config';
import { channelNameOf } from '../incident/declaration/channel-name';
import { cleanLine } from '../incident/text/clean-text';
import { WORKFLOW_TYPE } from '../workflows/contract/messages';
import type { IncidentClient } from './temporal/incident-client';

const MAX_SHOWN = 5;
const REMEDY = 'Choose another idPrefix in the configuration, or rename them.';

/** Channels whose names begin so, and that are not ours. `isWhole`: no channel was left out. */
export type FindRooms = (prefix: string) => Promise<{ readonly names: readonly string[]; readonly isWhole: boolean }>;

/**
 * Whether something else uses the names of this installation: workflows of another type under its ids, and channels in Slack
 * that another app or a person made. Private channels without our bot cannot be seen.
 * `findRooms`: null if Slack is switched off.
 * @throws Error that names them.
 */
export async function lookAtNames(
  { rules: { idPrefix } }: Config,
  incidents: IncidentClient,
  findRooms: FindRooms | null,
): Promise<string> {
  const ids = await foreignIds(incidents, `${idPrefix}-`);
  const prefix = channelNameOf(`${idPrefix}-`);
  const rooms = (await findRooms?.(prefix)) ?? { names: [], isWhole: true };
  const lines = [
    ...(ids.length === 0 ? [] : [`ids in Temporal of something else: ${shown(ids)}`]),
    ...(rooms.names.length === 0 ? [] : [`channels in Slack of someone else: ${shown(rooms.names.map((name) => `#${name}`))}`]),
  ];
  if (lines.length > 0) throw Object.assign(new Error(lines.join('\n')), { hint: REMEDY });
  const limits = rooms.isWhole ? '' : ' among the first 10,000 channels';
  return `${idPrefix}-…${findRooms === null ? ' is' : ` and #${prefix}… are`} used by nothing else${limits}`;
}

async function foreignIds({ options: { client } }: IncidentClient, prefix: string): Promise<readonly string[]> {
  const ids = new Set<string>();
  const query = `WorkflowId STARTS_WITH '${prefix}' AND WorkflowType != '${WORKFLOW_TYPE}'`;
  for await (const { workflowId } of client.workflow.list({ query, pageSize: MAX_SHOWN + 1 })) {
    ids.add(workflowId);
    if (ids.size > MAX_SHOWN) break;
  }
  return [...ids];
}

function shown(names: readonly string[]): string {
  const first = names.slice(0, MAX_SHOWN).map((name) => cleanLine(name, 80));
  return `${first.join(', ')}${names.length > MAX_SHOWN ? ' and more' : ''}`;
}
