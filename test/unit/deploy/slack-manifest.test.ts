import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { MANIFEST_SCOPES } from '../../../src/slack/scopes';

const text = readFileSync(join(__dirname, '..', '..', '..', 'slack-app-manifest.yaml'), 'utf8');
/** What the head of the file says to do for Socket Mode. */
const socketMode = text
  .split('\n')
  .filter((line) => !/^\s+(request_)?url: /.test(line))
  .join('\n')
  .replace('socket_mode_enabled: false', 'socket_mode_enabled: true');

const words = (max: number) => z.string().min(1).max(max);
const address = z.url({ protocol: /^https$/ }).refine((url) => url.endsWith('/slack/events'), 'not the route of the gateway');
/** The keys that we use, and their limits, from Slack's reference for manifests. */
const manifest = (url: z.ZodType) =>
  z.strictObject({
    _metadata: z.strictObject({ major_version: z.literal(1) }),
    display_information: z.strictObject({
      name: words(35),
      description: words(140),
      background_color: z.string().regex(/^#[0-9a-f]{6}$/),
    }),
    features: z.strictObject({
      app_home: z.strictObject({
        home_tab_enabled: z.boolean(),
        messages_tab_enabled: z.boolean(),
        messages_tab_read_only_enabled: z.boolean(),
      }),
      bot_user: z.strictObject({ display_name: z.string().regex(/^[a-z0-9._-]{1,80}$/), always_online: z.boolean() }),
      shortcuts: z
        .array(z.strictObject({ name: words(24), type: z.enum(['message', 'global']), callback_id: words(255), description: words(150) }))
        .max(10),
      slash_commands: z
        .array(
          z.strictObject({
            command: z.string().regex(/^\/[a-z0-9_-]{1,31}$/),
            url,
            description: words(2_000),
            usage_hint: words(1_000),
            should_escape: z.boolean(),
          }),
        )
        .max(50),
    }),
    oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(z.string()).max(255) }) }),
    settings: z.strictObject({
      event_subscriptions: z.strictObject({ request_url: url, bot_events: z.array(z.string()).max(100) }),
      interactivity: z.strictObject({ is_enabled: z.boolean(), request_url: url }),
      org_deploy_enabled: z.boolean(),
      socket_mode_enabled: z.boolean(),
      token_rotation_enabled: z.boolean(),
    }),
  });

it('has keys and lengths that Slack accepts, and addresses of the gateway', () => {
  expect(manifest(address).safeParse(parse(text)).error?.issues ?? []).toEqual([]);
});

it('has no address in the form for Socket Mode', () => {
  const parsed = manifest(z.never().optional()).safeParse(parse(socketMode));
  expect(parsed.error?.issues ?? []).toEqual([]);
  expect(parsed.data?.settings.socket_mode_enabled).toBe(true);
});

it('asks for exactly the scopes that worker and gateway need', () => {
  expect([...parse(text).oauth_config.scopes.bot].sort()).toEqual([...MANIFEST_SCOPES].sort());
});

it('has everything that Slack by hand needs', () => {
  const { features, settings } = parse(text);
  // Otherwise mentions arrive as names, which may be ambiguous.
  expect(features.slash_commands).toMatchObject([{ command: '/incident', should_escape: true }]);
  expect(features.shortcuts.map(({ callback_id, type }: Record<string, string>) => [callback_id, type])).toEqual([
    ['incident.addToTimeline', 'message'],
    ['incident.declare', 'global'],
  ]);
  // Otherwise Slack refuses direct messages.
  expect(features.app_home.messages_tab_enabled).toBe(true);
  expect(settings.interactivity.is_enabled).toBe(true);
  expect(settings.event_subscriptions.bot_events).toEqual(['member_joined_channel']);
});
