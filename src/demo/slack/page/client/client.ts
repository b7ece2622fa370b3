/** The page's script: fetches what is drawn, sends what is clicked. All HTML comes from the page's own server. */

import { enteredIn, fill, nameChosen, valueIn } from './form.js';

interface Regions {
  readonly people: string;
  readonly sidebar: string;
  readonly header: string;
  readonly messages: string;
  readonly thread: string;
  readonly modal: string;
  readonly room: string;
}

const REGIONS = ['people', 'sidebar', 'header', 'messages', 'thread', 'modal'] as const;
const NEAR_BOTTOM = 80;
const TOAST_MS = 6_000;

const drawn = new Map<string, string>();
let shownAt: { readonly messages: string; readonly thread: string | null } = { messages: '', thread: null };
const byId = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;
const query = (): URLSearchParams => new URLSearchParams(location.search);

/** Where the page is stands in its address, so that it can be passed on and gone back from. */
function go(changes: Readonly<Record<string, string | null>>): void {
  const next = query();
  for (const [name, value] of Object.entries(changes)) value === null ? next.delete(name) : next.set(name, value);
  history.pushState(null, '', `?${next}`);
  void draw();
}

let drawing = false;
let isStale = false;

/** One at a time; what changes meanwhile is drawn afterwards. */
async function draw(): Promise<void> {
  if (drawing) {
    isStale = true;
    return;
  }
  drawing = true;
  try {
    do {
      isStale = false;
      const asked = query();
      asked.set('tz', Intl.DateTimeFormat().resolvedOptions().timeZone);
      const answer = await fetch(`/draw?${asked}`);
      if (answer.ok) show((await answer.json()) as Regions);
    } while (isStale);
  } finally {
    drawing = false;
  }
}

function show(regions: Regions): void {
  const asked = query();
  if (regions.room === '' && !asked.has('room')) openNewest(regions.sidebar);
  document.body.dataset.room = regions.room;
  document.body.dataset.thread = asked.get('thread') ?? '';
  const at = { messages: regions.room, thread: asked.get('thread') };
  for (const name of REGIONS) {
    const isElsewhere = (name === 'messages' || name === 'thread') && shownAt[name] !== at[name];
    if (drawn.get(name) === regions[name]) continue;
    drawn.set(name, regions[name]);
    replace(name, regions[name], isElsewhere);
  }
  shownAt = at;
  document.title = document.querySelector('h1')?.textContent ?? 'War rooms';
}

function replace(name: string, markup: string, isElsewhere: boolean): void {
  const region = byId(name);
  const kept = region.querySelector<HTMLFormElement>('form[data-view]');
  const view = kept?.dataset.view;
  const entered = kept === null ? {} : enteredIn(kept);
  const isAtEnd = region.scrollHeight - region.scrollTop - region.clientHeight < NEAR_BOTTOM;
  const top = region.scrollTop;
  const open = new Set([...region.querySelectorAll('details[open]')].map(menuKey));
  region.innerHTML = markup;
  // A menu that someone has just opened does not close because a message came.
  for (const menu of region.querySelectorAll('details')) menu.open = open.has(menuKey(menu));
  const form = region.querySelector<HTMLFormElement>('form[data-view]');
  if (form !== null && form.dataset.view === view) fill(form, entered);
  else form?.querySelector<HTMLElement>('input, textarea, select')?.focus();
  // Someone who reads at the end stays there; someone who scrolled back is left alone.
  if (region.classList.contains('messages')) region.scrollTop = isElsewhere ? 0 : isAtEnd ? region.scrollHeight : top;
}

/** The same for the same menu of the same message, however often it is drawn. */
function menuKey(menu: Element): string {
  const { ts = '' } = menu.closest<HTMLElement>('.message')?.dataset ?? {};
  return [ts, menu.className, menu.querySelector<HTMLElement>('[data-action]')?.dataset.action].join(' ');
}

/** The first war room is opened by itself, on screens that show the list beside it. */
function openNewest(sidebar: string): void {
  if (matchMedia('(max-width: 700px)').matches && drawn.size > 0) return;
  const list = document.createElement('div');
  list.innerHTML = sidebar;
  const first = list.querySelector<HTMLButtonElement>('button[data-act="room"]');
  if (first !== null && list.querySelector('h2')?.textContent === 'War rooms') queueMicrotask(() => go({ room: first.value }));
}

async function act(body: object): Promise<void> {
  const as = (byId('people') as HTMLSelectElement).value;
  const answer = await fetch('/do', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ as, ...body }),
  });
  const failure = answer.ok ? ((await answer.json()) as { failure: string | null }).failure : await answer.text();
  if (failure !== null) toast(failure);
  await draw();
}

let toastEnds = 0;
function toast(text: string): void {
  byId('toast').textContent = text;
  clearTimeout(toastEnds);
  toastEnds = window.setTimeout(() => byId('toast').replaceChildren(), TOAST_MS);
}

/** A button, an entry of a menu, or a choice: in a modal or in a message. */
async function press(element: HTMLElement, value?: string | string[]): Promise<void> {
  const { block: blockId = '', action: actionId = '' } = element.dataset;
  const form = element.closest<HTMLFormElement>('form[data-view]');
  const message = element.closest<HTMLElement>('.message');
  const chosen = value === undefined || value === '' ? {} : { value };
  element.classList.add('busy');
  if (form !== null) await act({ act: 'pressInView', blockId, actionId, ...chosen, entered: enteredIn(form) });
  else if (message !== null) await act({ act: 'press', ...whereOf(message), blockId, actionId, ...chosen, entered: enteredIn(message) });
  element.classList.remove('busy');
}

function whereOf(message: HTMLElement): object {
  const { channel: room = '', ts = '', thread } = message.dataset;
  return { room, ts, ...(thread === undefined ? {} : { threadTs: thread }) };
}

function isConfirmed({ dataset }: HTMLElement): boolean {
  if (dataset.confirm === undefined) return true;
  const [title = '', text = ''] = JSON.parse(dataset.confirm) as string[];
  return confirm(`${title}\n\n${text}`);
}

const CLICKS: Readonly<Record<string, (element: HTMLButtonElement) => unknown>> = {
  press: (element) => isConfirmed(element) && press(element, element.value),
  room: ({ value }) => go({ room: value, thread: null }),
  thread: ({ value }) => go({ thread: value }),
  reply: (element) => {
    const { ts = '', thread } = element.closest<HTMLElement>('.message')?.dataset ?? {};
    go({ thread: thread ?? ts });
  },
  closeThread: () => go({ thread: null }),
  back: () => go({ room: '', thread: null }),
  close: () => act({ act: 'close' }),
  join: () => act({ act: 'join', room: query().get('room') }),
  shortcut: ({ value }) => act({ act: 'shortcut', callbackId: value }),
  messageShortcut: (element) => {
    const message = element.closest<HTMLElement>('.message');
    return message !== null && act({ act: 'messageShortcut', ...whereOf(message), callbackId: element.value });
  },
  dismiss: (element) => {
    const message = element.closest<HTMLElement>('.message');
    return message !== null && act({ act: 'dismiss', ...whereOf(message) });
  },
  theme: () => setTheme(currentTheme() === 'dark' ? 'light' : 'dark'),
};

const currentTheme = (): string =>
  document.documentElement.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');

function setTheme(theme: string): void {
  document.documentElement.dataset.theme = theme;
  localStorage.setItem('theme', theme);
}

addEventListener('click', ({ target }) => {
  const element = (target as Element).closest<HTMLButtonElement>('button[data-act], a[data-act]');
  for (const menu of document.querySelectorAll('details[open]')) {
    if (element?.closest('details') === menu || !menu.contains(target as Node)) menu.removeAttribute('open');
  }
  if (element !== null) void CLICKS[element.dataset.act ?? '']?.(element);
});

addEventListener('change', ({ target }) => {
  if ((target as Element).id === 'people') return go({ as: (target as HTMLSelectElement).value });
  const element = (target as Element).closest<HTMLElement>('[data-act="choose"]');
  if (element !== null) nameChosen(element);
  // In a modal's input block, a choice is only sent with the form.
  if (element !== null && element.closest('.field') === null) void press(element, valueIn(element));
});

addEventListener('submit', (event) => {
  event.preventDefault();
  const form = event.target as HTMLFormElement;
  if (form.dataset.view !== undefined) return void act({ act: 'submit', entered: enteredIn(form) });
  const input = form.elements.namedItem('text') as HTMLTextAreaElement;
  const text = input.value.trim();
  const thread = query().get('thread');
  input.value = '';
  if (text === '') return;
  void act({
    act: 'type',
    room: query().get('room'),
    text,
    ...(form.dataset.composer === 'thread' && thread !== null ? { threadTs: thread } : {}),
  });
});

addEventListener('keydown', (event) => {
  const { target, key } = event;
  if (key === 'Escape' && document.querySelector('form[data-view]') !== null) void act({ act: 'close' });
  if (key !== 'Enter' || event.shiftKey || event.isComposing || !(target instanceof HTMLTextAreaElement) || target.name !== 'text') return;
  event.preventDefault();
  target.form?.requestSubmit();
});

addEventListener('popstate', () => void draw());
const theme = localStorage.getItem('theme');
if (theme !== null) setTheme(theme);
// After a lost connection, the browser connects again by itself; what was missed is fetched then.
const changes = new EventSource('/changes');
changes.onopen = () => void draw();
changes.onmessage = () => void draw();
