import { createHash } from 'node:crypto';
import { html, type Markup } from '../../../incident/report/html/html';
import { renderRoomMessage } from '../../../slack/block-kit/render';
import { drawMessage } from '../draw/message';
import { MESSAGE_STYLE } from '../draw/message-style';
import { drawModal } from '../draw/modal';
import type { Reader } from '../draw/reader';
import { type Message, slackTs } from '../slack-json';
import type { Sample } from './sample';
import { ANSWERS } from './sample-answers';
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
/** A new kind of message does not compile until it has a heading here. */
const HEADINGS: Readonly<Record<keyof typeof SAMPLES, string>> = {
  headline: 'The pinned headline',
  callForPeople: 'Pages in the room',
  directCall: 'Direct messages to those who are paged',
  progress: 'Progress of the investigation, in the thread',
  finding: 'Findings, in the thread',
  verdict: 'The result of the investigation, in the thread',
  summary: 'How the response went, in the thread',
  blocked: 'A blocked step',
  proposal: 'What someone must approve, and what became of it',
  news: 'What happens, in the thread',
  reminder: 'Reminders',
  recovered: 'All alerts have recovered',
  outcome: 'How the incident went, in the thread',
  card: 'The card in the broadcast channel',
};

const SETTING = { channel: 'C1', isEphemeral: false, isPinned: false, namesAuthor: true, showsThread: true, shortcuts: [] };

const STYLE = `${MESSAGE_STYLE}
body{padding:0 0 60px}main{max-width:860px;margin:0 auto}h1{padding:20px 20px 0}h2{margin:36px 20px 4px;border-bottom:1px solid var(--line)}
figure{margin:14px 0}figcaption{color:var(--soft);font-size:13px;margin:0 20px}
.veil{position:static;background:var(--quiet);padding:20px;margin:8px 20px;display:grid;place-items:center}
nav{padding:8px 20px;display:flex;flex-wrap:wrap;gap:4px 14px}`;

/** One page that holds everything and loads nothing. */
export function drawPreview(): string {
  const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;
  const messages = (Object.keys(HEADINGS) as (keyof typeof SAMPLES)[]).map((kind) => {
    const samples: readonly Sample[] = SAMPLES[kind];
    return { title: HEADINGS[kind], shown: samples.map(({ name, message }) => figure(name, drawSample(message))) };
  });
  const answers = Object.entries(ANSWERS).map(([name, answer]) => figure(name, drawSent(answer, true)));
  const forms = Object.entries(MODALS).map(([name, view]) => figure(name, drawModal(view, READER)));
  const parts = [...messages, { title: 'Answers that only one person sees', shown: answers }, { title: 'Forms', shown: forms }];
  const page = html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}"><title>Every message in Slack</title><style>§</style></head>
<body><main><h1>Every message in Slack</h1><nav>${parts.map(({ title }) => html`<a href="#${anchorOf(title)}">${title}</a>`)}</nav>${parts.map(section)}</main></body></html>`;
  return `<!doctype html>\n${page.text.replace('§', () => STYLE)}`;
}

function section({ title, shown }: { readonly title: string; readonly shown: readonly Markup[] }): Markup {
  return html`<section><h2 id="${anchorOf(title)}">${title}</h2>${shown}</section>`;
}

const anchorOf = (title: string): string => title.toLowerCase().replace(/[^a-z]+/g, '-');

const figure = (name: string, shown: Markup): Markup => html`<figure><figcaption>${name}</figcaption>${shown}</figure>`;

const drawSample = (sample: Sample['message']): Markup => drawSent(renderRoomMessage(sample, 'PROD-20260305-001'), false);

function drawSent(rendered: object, isEphemeral: boolean): Markup {
  const sent = { type: 'message', user: 'UBOT', bot_id: 'B1', ts: slackTs(Date.parse(SAMPLE_TIME)), ...rendered };
  return drawMessage(sent as unknown as Message, READER, { ...SETTING, isEphemeral });
}
