import { parse } from 'yaml';

/** What the app has registered: Slack offers nothing else, and delivers no other events. */
export interface Manifest {
  readonly commands: readonly { readonly command: string; readonly description: string; readonly hint: string }[];
  readonly globalShortcuts: readonly Shortcut[];
  readonly messageShortcuts: readonly Shortcut[];
  readonly events: readonly string[];
}
export interface Shortcut {
  readonly name: string;
  readonly callbackId: string;
}

interface RawManifest {
  readonly features?: {
    readonly slash_commands?: readonly { readonly command: string; readonly description?: string; readonly usage_hint?: string }[];
    readonly shortcuts?: readonly { readonly name: string; readonly type: string; readonly callback_id: string }[];
  };
  readonly settings?: { readonly event_subscriptions?: { readonly bot_events?: readonly string[] } };
}

export function readManifest(yaml: string): Manifest {
  const { features = {}, settings = {} } = parse(yaml) as RawManifest;
  const shortcuts = (wanted: string): readonly Shortcut[] =>
    (features.shortcuts ?? []).flatMap(({ name, type, callback_id }) => (type === wanted ? [{ name, callbackId: callback_id }] : []));
  return {
    commands: (features.slash_commands ?? []).map(({ command, description = '', usage_hint = '' }) => ({
      command,
      description,
      hint: usage_hint,
    })),
    globalShortcuts: shortcuts('global'),
    messageShortcuts: shortcuts('message'),
    events: settings.event_subscriptions?.bot_events ?? [],
  };
}
