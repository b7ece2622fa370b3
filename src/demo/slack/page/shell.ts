import { html } from '../../../incident/report/html/html';
import type { Manifest } from '../clicks/manifest';

/** The page without its contents, which the script fetches. */
export function drawShell({ commands, globalShortcuts }: Manifest): string {
  const shortcuts = globalShortcuts.map(
    ({ name, callbackId }) => html`<button type="button" role="menuitem" data-act="shortcut" value="${callbackId}">⚡ ${name}</button>`,
  );
  const [command] = commands;
  const hint = command === undefined ? 'Message' : `Message, or ${command.command} ${command.hint}`;
  const composer = (name: string): ReturnType<typeof html> => html`<form class="composer" data-composer="${name}">
<details class="plus"><summary aria-label="Shortcuts">+</summary><div class="menu" role="menu">${shortcuts}</div></details>
<textarea rows="1" name="text" placeholder="${name === 'thread' ? 'Reply…' : hint}" aria-label="${name === 'thread' ? 'Reply' : 'Message'}"></textarea>
<button type="submit" class="button primary" aria-label="Send">➤</button></form>`;
  return `<!doctype html>\n${
    html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>War rooms</title><link rel="stylesheet" href="/style.css"><link rel="icon" href="/icon.svg"><script src="/client.js" type="module"></script></head>
<body><div class="app">
<nav><div class="workspace"><b>Example</b><button type="button" data-act="theme" aria-label="Switch between dark and light">◐</button></div>
<div id="sidebar"></div>
<label class="you">You are <select id="people" aria-label="You are"></select></label></nav>
<main><div id="header"></div><div id="messages" class="messages" aria-live="polite"></div>${composer('room')}</main>
<aside><div class="title"><h2>Thread</h2><button type="button" class="close" data-act="closeThread" aria-label="Close thread">✕</button></div>
<div id="thread" class="messages"></div>${composer('thread')}</aside>
</div><div id="modal"></div><div id="toast" role="status"></div><noscript>This page needs its script.</noscript></body></html>`.text
  }`;
}

/** The page's icon. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36"><rect width="36" height="36" rx="8" fill="#7b1e1e"/><text x="18" y="26" font-size="20" text-anchor="middle">🚨</text></svg>`;
