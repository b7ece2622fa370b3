import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { WebClient } from '@slack/web-api';
import { elementsIn } from '../../src/demo/slack/draw/drawn-blocks';
import { blocksOf, identified, type Message } from '../../src/demo/slack/slack-json';
import type { Stack } from './stack';
import { readUntil, waitUntil } from './wait-until';
import { unusedPort } from './worker-process';

const GATEWAY = join(__dirname, '..', '..', 'dist', 'gateway.js');

/** Somebody who acts in the rooms of an emulated Slack. */
export interface Actor {
  readonly userId: string;
  /** Presses the button with this action id in the room's newest message that has it. */
  press(channel: string, actionId: string): Promise<void>;
  type(channel: string, text: string): Promise<void>;
  /** Enters this into the form that opens, and sends it. */
  submit(entered: Readonly<Record<string, string>>): Promise<void>;
  /** What only this person sees in a room. */
  told(channel: string): Promise<string>;
}

/** The gateway of the stack, to which the emulated Slack sends what people do. */
export async function openGateway(stack: Stack, env: NodeJS.ProcessEnv = {}): Promise<{ stop(): Promise<void> }> {
  const listen = `127.0.0.1:${await unusedPort()}`;
  const gateway = spawn(process.execPath, [GATEWAY, '--listen', listen], {
    cwd: stack.folder,
    env: { ...stack.env, SLACK_SIGNING_SECRET: stack.slack.signingSecret ?? '', ...env },
    stdio: 'ignore',
  });
  const isReady = () =>
    fetch(`http://${listen}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await waitUntil(isReady, { what: 'the gateway to be ready' });
  stack.slack.reachGateway(`http://${listen}`);
  return {
    async stop() {
      const ended = once(gateway, 'exit');
      gateway.kill();
      await ended;
    },
  };
}

export async function actAs(stack: Stack, email: string): Promise<Actor> {
  const { pageUrl } = stack.slack;
  const client = new WebClient(stack.slack.token, { slackApiUrl: stack.slack.apiUrl ?? '', retryConfig: { retries: 0 } });
  const userId = (await client.users.lookupByEmail({ email })).user?.id ?? '';
  const act = async (what: object): Promise<void> => {
    const answer = await fetch(`${pageUrl}/do`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: pageUrl ?? '' },
      body: JSON.stringify({ as: userId, ...what }),
    });
    const { failure } = (await answer.json()) as { failure: string | null };
    if (failure !== null) throw new Error(failure);
  };
  const draw = async (channel: string): Promise<{ readonly messages: string; readonly modal: string }> =>
    (await fetch(`${pageUrl}/draw?as=${userId}&room=${channel}`)).json() as never;
  return {
    userId,
    async press(channel, actionId) {
      const found = await readUntil(
        async () => findElement((await client.conversations.history({ channel })).messages ?? [], actionId),
        (element) => element !== null,
        { what: `a message with ${actionId}` },
      );
      await act({ act: 'press', room: channel, actionId, ...found });
    },
    type: (channel, text) => act({ act: 'type', room: channel, text }),
    async submit(entered) {
      await waitUntil(async () => (await draw('')).modal !== '', { what: 'a form to open' });
      await act({ act: 'submit', entered: Object.fromEntries(Object.entries(entered).map(([name, value]) => [name, { value }])) });
    },
    async told(channel) {
      const [, ...ephemerals] = (await draw(channel)).messages.split('Only visible to you');
      return ephemerals.join('\n').replace(/<[^>]*>/g, ' ');
    },
  };
}

interface Found {
  readonly ts: string;
  readonly blockId: string;
}

function findElement(messages: readonly object[], actionId: string): Found | null {
  for (const message of (messages as readonly Message[]).map((one) => identified(one))) {
    const found = elementsIn(blocksOf(message)).find(({ element }) => 'action_id' in element && element.action_id === actionId);
    if (found !== undefined) return { ts: message.ts, blockId: found.blockId };
  }
  return null;
}
