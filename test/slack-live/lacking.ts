import { loadConfig } from '../../src/config';
import { MANIFEST_SCOPES } from '../../src/slack/scopes';
import { createWebApiChat } from '../../src/slack/web-api-chat';

/** What is missing for all tests, and what for those that need a person. Empty if nothing is. */
export interface Lacking {
  readonly all: readonly string[];
  readonly people: readonly string[];
}

const VARIABLE = 'SLACK_LIVE_LACKING';

/** Runs before the tests: finds out what they can do here, and says what is missing. */
export default async function findLacking(): Promise<void> {
  const lacking: Lacking = { all: await lackingForAll(), people: peopleOf(process.env).length > 0 ? [] : [NO_PEOPLE] };
  process.env[VARIABLE] = JSON.stringify(lacking);
  for (const line of lacking.all) process.stdout.write(`cannot run: ${line}\n`);
  for (const line of lacking.all.length === 0 ? lacking.people : []) process.stdout.write(`runs in part: ${line}\n`);
}

const NO_PEOPLE = 'SLACK_LIVE_USERS is not set: it lists people by whom invitations, ephemeral and direct messages are tested';

async function lackingForAll(): Promise<readonly string[]> {
  const { SLACK_BOT_TOKEN, SLACK_BOT_TOKEN_FILE, INCIDENT_SLACK } = process.env;
  if (INCIDENT_SLACK === 'off') return ['INCIDENT_SLACK is off'];
  if (!SLACK_BOT_TOKEN && !SLACK_BOT_TOKEN_FILE)
    return ['SLACK_BOT_TOKEN is not set: the bot token (xoxb-…) of an app made from slack-app-manifest.yaml'];
  try {
    const { scopes } = await createWebApiChat(loadConfig({ purpose: 'worker' }).slack).identify();
    const missing = MANIFEST_SCOPES.filter((scope) => scopes !== null && !scopes.includes(scope));
    return missing.map((scope) => `scope ${scope} is missing: add it to the app as in slack-app-manifest.yaml, and reinstall the app`);
  } catch (error) {
    return [(error as Error).message];
  }
}

/** As `findLacking` found it. */
export function whatIsLacking(): Lacking {
  return JSON.parse(process.env[VARIABLE] ?? '{"all":[],"people":[]}');
}

export function peopleOf(env: NodeJS.ProcessEnv): readonly string[] {
  return (env.SLACK_LIVE_USERS ?? '').split(',').filter((user) => user !== '');
}
