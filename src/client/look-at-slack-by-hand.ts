import type { WarRoomChat } from '../chat/port';
import type { Config } from '../config';
import type { SlackByHand } from '../config/gateway-settings';
import { ageOf } from '../incident/text/durations';
import { MANIFEST_SCOPES } from '../slack/scopes';
import { askGateway, gatewayUrl } from './gateway/ask-gateway';
import { ServiceUnreachableError } from './temporal/errors';

/** What the gateway says about Slack; null if none answers. */
interface AtGateway {
  readonly mode: 'http' | 'socket' | 'off';
  /** RFC 3339; null if none came since it was started. */
  readonly lastRequestAt: string | null;
}

export interface Means {
  /** Null if Slack is switched off. */
  readonly chat: WarRoomChat | null;
  /** The name of the slash command. */
  readonly command: string;
  /** Asks Slack whether it accepts an app-level token. @throws Error */
  readonly checkAppToken: (appToken: string) => Promise<void>;
  readonly now?: () => number;
}

/**
 * Whether people can act from Slack: the app's further scopes, the secret, and when Slack's requests last reached the gateway.
 * No API says whether interactivity is switched on and where its requests go, so the last request is the only proof.
 * @throws Error with all that is missing.
 */
export async function lookAtSlackByHand({ gateway }: Config, { chat, command, checkAppToken, now = Date.now }: Means): Promise<string> {
  if (chat === null) return 'Slack is switched off';
  const { scopes } = await chat.identify();
  const found = [
    lookAtScopes(scopes),
    lookAtCommand(command),
    await lookAtSecret(gateway?.slack ?? null, checkAppToken),
    lookAtRequests(await askAboutSlack(), { here: gateway?.slack ?? null, command, nowMs: now() }),
  ];
  const text = found.map(({ line }) => line).join('\n');
  const remedies = [...new Set(found.flatMap(({ remedy }) => remedy ?? []))];
  if (remedies.length > 0) throw Object.assign(new Error(text), { hint: remedies.join(' ') });
  return text;
}

interface Found {
  readonly line: string;
  /** What to do; absent if nothing is wrong. */
  readonly remedy?: string;
}

function lookAtScopes(granted: readonly string[] | null): Found {
  if (granted === null) return { line: 'Slack did not say which scopes are granted' };
  const missing = MANIFEST_SCOPES.filter((scope) => !granted.includes(scope));
  const further = granted.filter((scope) => !MANIFEST_SCOPES.includes(scope));
  const note = further.length === 0 ? '' : `; granted, but not needed: ${further.join(', ')}`;
  if (missing.length === 0) return { line: `all ${MANIFEST_SCOPES.length} scopes of the manifest granted${note}` };
  return {
    line: `missing ${missing.length === 1 ? 'scope' : 'scopes'}: ${missing.join(', ')}${note}`,
    remedy: 'Paste slack-app-manifest.yaml on the App Manifest page of the app, save it, and reinstall the app on its Install App page.',
  };
}

const lookAtCommand = (command: string): Found => ({
  line: `slash command ${command}: Slack does not say which app answers to it. If it is another one, choose another name: slack.command in the configuration, and the same in the manifest`,
});

async function lookAtSecret(slack: SlackByHand | null, checkAppToken: Means['checkAppToken']): Promise<Found> {
  if (slack === null) return { line: 'neither SLACK_SIGNING_SECRET nor SLACK_APP_TOKEN is set here' };
  if (slack.mode === 'http') return { line: 'SLACK_SIGNING_SECRET is set here' };
  try {
    await checkAppToken(slack.appToken.value());
    return { line: 'SLACK_APP_TOKEN is set here, and Slack accepts it for Socket Mode' };
  } catch (error) {
    return { line: `SLACK_APP_TOKEN is set here: ${(error as Error).message}`, remedy: APP_TOKEN_REMEDY };
  }
}

const APP_TOKEN_REMEDY =
  'Create an app-level token with connections:write on the Basic Information page of the app, and switch Socket Mode on.';

async function askAboutSlack(): Promise<AtGateway | null> {
  try {
    const { fields } = await askGateway('/healthz');
    const { mode, lastRequestAt } = fields.slack as AtGateway;
    return { mode, lastRequestAt };
  } catch (error) {
    if (error instanceof ServiceUnreachableError) return null;
    throw error;
  }
}

const OFF_REMEDY = 'Set SLACK_SIGNING_SECRET or SLACK_APP_TOKEN where the gateway runs, and restart it: docs/slack.md says how.';
const WAYS = {
  http: { words: 'over HTTP', check: "the three addresses in the app's manifest, and the signing secret" },
  socket: { words: 'by Socket Mode', check: "that Socket Mode is on in the app's manifest" },
};

function lookAtRequests(
  at: AtGateway | null,
  { here, command, nowMs }: { readonly here: SlackByHand | null; readonly command: string; readonly nowMs: number },
): Found {
  if (at === null) return { line: `no gateway answers at ${gatewayUrl()}, so it is not known whether Slack reaches it` };
  const { mode, lastRequestAt } = at;
  if (mode === 'off')
    return { line: 'the gateway takes in nothing from Slack: buttons, forms and commands do nothing', remedy: OFF_REMEDY };
  const { words, check } = WAYS[mode];
  const differs = here !== null && here.mode !== mode ? ', unlike what is set here' : '';
  const hears = `the gateway hears from Slack ${words}${differs}`;
  if (lastRequestAt !== null)
    return { line: `${hears}; the last verified request came ${ageOf(Math.max(0, nowMs - Date.parse(lastRequestAt)))} ago` };
  return {
    line: `${hears}; no verified request has come since it was started`,
    remedy: `Type ${command} help in Slack. If it fails, check ${check}.`,
  };
}
