import { createHash } from 'node:crypto';
import { html, type Markup } from '../../../incident/report/html/html';
import { renderRoomMessage } from '../../../slack/block-kit/render';
import { drawMessage } from '../draw/message';
import { MESSAGE_STYLE } from '../draw/message-style';
import { drawModal } from '../draw/modal';
import type { Reader } from '../draw/reader';
import { type Message, slackTs } from '../slack-json';
import type { Sample } from './sample';
import { SAMPLE_TIME } from './sample-incident';
import { SAMPLES } from './sample-messages';
import { MODALS } from './sample-modals';

const person = (id: string, realName: string, isBot = false) => [id, { id, realName, isBot }] as const;
const READER: Reader = {
  userId: 'UDANA',
  people: new Map([
    person('UDANA', 'Dana Brandt'),
    person('UOMAR', 'Omar Castillo'),
    person('USANA', 'Sana Rehman'),
    person('UBOT', 'Incident', true),
  ]),
  channels: new Map(),
  groups: new Map(),
  timeZone: 'UTC',
  now: new Date(SAMPLE_TIME),
};
const SETTING = { channel: 'C1', isEphemeral: false, isPinned: false, namesAuthor: true, showsThread: true, shortcuts: [] };

const STYLE = `${MESSAGE_STYLE}
body{padding:0 0 60px}main{max-width:860px;margin:0 auto}h1{padding:20px 20px 0}h2{margin:36px 20px 4px;border-bottom:1px solid var(--line)}
figure{margin:14px 0}figcaption{color:var(--soft);font-size:13px;margin:0 20px}
.veil{position:static;background:var(--quiet);padding:20px;margin:8px 20px;display:grid;place-items:center}
nav{padding:8px 20px;display:flex;flex-wrap:wrap;gap:4px 14px}`;

/** One page that holds everything and loads nothing. */
export function drawPreview(): string {
  const kinds = Object.entries(SAMPLES) as unknown as readonly (readonly [string, readonly Sample[]])[];
  const modals = Object.entries(MODALS);
  const titles = [...kinds.map(([kind]) => kind), ...(modals.length === 0 ? [] : ['modals'])];
  const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;
  const sections = kinds.map(([kind, samples]) =>
    section(
      kind,
      samples.map(({ name, message }) => figure(name, drawSample(message))),
    ),
  );
  const shown = modals.map(([name, view]) => figure(name, drawModal(view, READER)));
  const page = html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}"><title>Every message in Slack</title><style>§</style></head>
<body><main><h1>Every message in Slack</h1><nav>${titles.map((title) => html`<a href="#${title}">${title}</a>`)}</nav>${sections}${
    modals.length === 0 ? null : section('modals', shown)
  }</main></body></html>`;
  return `<!doctype html>\n${page.text.replace('§', () => STYLE)}`;
}

function section(title: string, figures: readonly Markup[]): Markup {
  return html`<section><h2 id="${title}">${title}</h2>${figures}</section>`;
}

const figure = (name: string, shown: Markup): Markup => html`<figure><figcaption>${name}</figcaption>${shown}</figure>`;

function drawSample(sample: Sample['message']): Markup {
  const rendered = renderRoomMessage(sample, 'PROD-20260305-001');
  const sent = { type: 'message', user: 'UBOT', bot_id: 'B1', ts: slackTs(Date.parse(SAMPLE_TIME)), ...rendered };
  return drawMessage(sent as unknown as Message, READER, SETTING);
}
