import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findBrowser } from './components';
import { exitCodeOf, printError } from './demo-error';
import { LOCAL, ROOT } from './stack';

const FOLDER = join(ROOT, 'docs', 'images');
const DESKTOP = { width: 1_280, height: 980 };
const PHONE = { width: 390, height: 844 };
/** A page looks finished a moment after its last change. */
const SETTLED_MS = 400;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/**
 * Takes the pictures of the documentation: runs the demo, takes its incident from the page to the alert to its end by what
 * people click in the war room alone, and photographs the page on the way.
 */
async function main(): Promise<void> {
  const executablePath = await findBrowser({ env: process.env, localDir: LOCAL, announce: (line) => say(`· ${line}`) });
  mkdirSync(FOLDER, { recursive: true });
  const demo = await startDemo();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    await photograph(browser, demo.roomUrl);
  } finally {
    await browser.close();
    await demo.stop();
  }
}

async function photograph(browser: Browser, roomUrl: string): Promise<void> {
  const dark = await open(browser, roomUrl, 'dark');
  await dark.click('.replies');
  await dark.waitForSelector('#thread .message');
  await save(dark, 'war-room-dark');
  await dark.close();

  const page = await open(browser, roomUrl, 'light');
  await save(page, 'war-room');
  await phone(browser, roomUrl);

  await page.click('.message.pinned button:has-text("Acknowledge")');
  await page.waitForSelector('.ephemeral');
  await page.click('.message.pinned .overflow summary');
  await page.click('.message.pinned .overflow >> text=Take command');
  await page.waitForSelector('.message.pinned:has-text("Commander")');
  await type(page, 'Restarted the connection pool; the errors are going down.');
  const said = page.locator('article', { hasText: 'Restarted the connection pool' }).last();
  await said.hover();
  await said.locator('.tools summary').click();
  await said.locator('text=Add to timeline').click();
  await page.waitForSelector('.ephemeral:has-text("note")');
  await type(page, '/incident status');
  await page.waitForSelector('.ephemeral:has-text("In command")');
  await page.evaluate("document.querySelector('#messages').scrollTop = 1e6");
  await save(page, 'war-room-acknowledged');

  await page.click('.message.pinned button:has-text("Resolve")');
  await page.fill('.modal textarea', 'The pool was too small for the new release: raised it.');
  await save(page, 'resolve-form');
  await page.click('.modal button[type=submit]');
  await page.waitForSelector('.message.pinned:has-text("RESOLVED")');
  await page.evaluate("document.querySelector('#messages').scrollTop = 0");
  await save(page, 'war-room-resolved');
}

async function phone(browser: Browser, roomUrl: string): Promise<void> {
  const page = await browser.newPage({ viewport: PHONE, deviceScaleFactor: 2 });
  await page.goto(roomUrl);
  await page.waitForSelector('.message.pinned');
  await save(page, 'war-room-phone');
  await page.close();
}

async function open(browser: Browser, roomUrl: string, colorScheme: 'dark' | 'light'): Promise<Page> {
  const page = await browser.newPage({ viewport: DESKTOP, deviceScaleFactor: 1.5, colorScheme });
  await page.goto(roomUrl);
  await page.waitForSelector('.message.pinned');
  return page;
}

async function type(page: Page, text: string): Promise<void> {
  await page.fill('main .composer textarea', text);
  await page.keyboard.press('Enter');
}

async function save(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.waitForTimeout(SETTLED_MS);
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
  say(`docs/images/${name}.png`);
}

/** The demo, once its response is complete. */
async function startDemo(): Promise<{ readonly roomUrl: string; stop(): Promise<void> }> {
  const demo = spawn(process.execPath, [join(__dirname, 'demo.js'), '--keep'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(demo, 'exit');
  const stop = async (): Promise<void> => {
    demo.kill('SIGINT');
    await ended;
  };
  let roomUrl: string | undefined;
  for await (const line of createInterface({ input: demo.stdout })) {
    roomUrl ??= /^War room +(\S+\?room=\S+)/.exec(line)?.[1];
    if (line.startsWith('Ctrl-C') && roomUrl !== undefined) {
      demo.stdout.resume();
      return { roomUrl, stop };
    }
  }
  await stop();
  throw new Error('the demo ended before its war room was open; run npm run demo to see why');
}

main().catch((error: unknown) => {
  printError(error);
  process.exitCode = exitCodeOf(error);
});
