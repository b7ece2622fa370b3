import { elementsIn } from '../draw/drawn-blocks';
import type { Recorder } from '../recorder/recorder';
import type { Person, Room, WorkspaceReader } from '../recorder/workspace';
import { blocksOf, identified, type Message, slackTs } from '../slack-json';
import { actionOf } from './action';
import type { GatewayDoor, Reply } from './gateway-door';
import type { Manifest } from './manifest';
import { answerCommand, tell } from './outcome';
import { globalShortcut, messageActions, messageShortcut, type Place, slashCommand, viewActions, type Workspace } from './payloads';
import { type Entered, stateOf } from './state';

export interface ClickParts {
  readonly recorder: Recorder;
  readonly reader: WorkspaceReader;
  readonly door: GatewayDoor;
  readonly workspace: Workspace;
  readonly manifest: Manifest;
  /** Where response URLs are served; without a path. */
  readonly slackUrl: string;
}
/** A person in a room. */
export interface Clicker {
  readonly person: Person;
  readonly room: Room;
}
export interface Pressed {
  readonly ts: string;
  readonly threadTs?: string | undefined;
  readonly blockId: string;
  readonly actionId: string;
  /** What was chosen; absent for a button. */
  readonly value?: string | readonly string[] | undefined;
  readonly entered: Entered;
}

/** Slack's names of rooms in payloads. */
export const placeOf = ({ id, name, kind }: Room): Place => ({
  id,
  name: kind === 'direct' ? 'directmessage' : kind === 'private' ? 'privategroup' : name,
});

/** A click on an element of a message. */
export async function pressInMessage(parts: ClickParts, { person, room }: Clicker, pressed: Pressed): Promise<string | null> {
  const { recorder, reader, workspace, door } = parts;
  const ephemeral = recorder.ephemerals.find(person.id, room.id, pressed.ts);
  const message = ephemeral ?? (await reader.message(room.id, pressed.ts, pressed.threadTs));
  if (message === undefined) return 'This message is gone.';
  const shown = identified<Message>(message);
  const placed = elementsIn(blocksOf(shown)).find(
    ({ blockId, element }) => blockId === pressed.blockId && 'action_id' in element && element.action_id === pressed.actionId,
  );
  if (placed === undefined) return 'This button is gone.';
  const attachment = (shown.attachments ?? []).findIndex((one) => one.blocks?.some(({ block_id }) => block_id === pressed.blockId));
  const isEphemeral = ephemeral !== undefined;
  const original = { ts: message.ts, isEphemeral };
  const reply = await door.interaction(
    messageActions(workspace, person, {
      channel: placeOf(room),
      message: { ...shown, team: workspace.id, app_id: workspace.appId },
      isEphemeral,
      attachmentId: attachment < 0 ? null : attachment + 1,
      actions: [actionOf(placed, pressed.value, slackTs(Date.now()))],
      values: stateOf(blocksOf(shown), pressed.entered),
      triggerId: recorder.triggers.mint({ userId: person.id }),
      responseUrl: responseUrl(parts, 'actions', { userId: person.id, channel: room.id, original }),
    }),
  );
  return failureOf(reply);
}

/** A click on an element of the person's open modal. */
export async function pressInView(
  { recorder, workspace, door }: ClickParts,
  person: Person,
  { blockId, actionId, value, entered }: Pick<Pressed, 'blockId' | 'actionId' | 'value' | 'entered'>,
): Promise<string | null> {
  const view = recorder.views.top(person.id);
  const placed = elementsIn(view?.blocks ?? []).find(
    (one) => one.blockId === blockId && 'action_id' in one.element && one.element.action_id === actionId,
  );
  if (view === null || placed === undefined) return 'This is gone.';
  const triggerId = recorder.triggers.mint({ userId: person.id, viewId: view.id });
  const actions = [actionOf(placed, value, slackTs(Date.now()))];
  return failureOf(
    await door.interaction(viewActions(workspace, person, { view, values: stateOf(view.blocks, entered), actions, triggerId })),
  );
}

/** `/incident …`, typed into the room. */
export async function runCommand(parts: ClickParts, { person, room }: Clicker, typed: string): Promise<void> {
  const { recorder, reader, workspace, door, manifest } = parts;
  const [command = ''] = typed.trim().split(/\s+/);
  const toSay = { recorder, reader: person.id, channel: room.id };
  if (!manifest.commands.some((known) => known.command === command)) {
    return tell(
      toSay,
      `\`${command}\` is not a valid command. In Slack, all slash commands start with the “/” character and contain no spaces.`,
    );
  }
  const reply = await door.command(
    slashCommand(workspace, person, {
      command,
      text: asCommandText(typed.trim().slice(command.length).trimStart(), await reader.people()),
      channel: placeOf(room),
      triggerId: recorder.triggers.mint({ userId: person.id }),
      responseUrl: responseUrl(parts, 'commands', { userId: person.id, channel: room.id }),
    }),
  );
  return answerCommand(toSay, command, reply);
}

export async function useGlobalShortcut({ recorder, workspace, door }: ClickParts, person: Person, callbackId: string) {
  const triggerId = recorder.triggers.mint({ userId: person.id });
  return failureOf(await door.interaction(globalShortcut(workspace, person, { callbackId, triggerId, actionTs: slackTs(Date.now()) })));
}

export async function useMessageShortcut(
  parts: ClickParts,
  { person, room }: Clicker,
  { callbackId, ts, threadTs }: { readonly callbackId: string; readonly ts: string; readonly threadTs?: string | undefined },
): Promise<string | null> {
  const { recorder, reader, workspace, door } = parts;
  const message = await reader.message(room.id, ts, threadTs);
  if (message === undefined) return 'This message is gone.';
  const original = { ts, isEphemeral: false };
  return failureOf(
    await door.interaction(
      messageShortcut(workspace, person, {
        callbackId,
        triggerId: recorder.triggers.mint({ userId: person.id }),
        actionTs: slackTs(Date.now()),
        channel: placeOf(room),
        message: { ...identified(message), team: workspace.id },
        responseUrl: responseUrl(parts, 'actions', { userId: person.id, channel: room.id, original }),
      }),
    ),
  );
}

function responseUrl(
  { recorder, workspace, slackUrl }: ClickParts,
  kind: 'actions' | 'commands',
  target: Parameters<Recorder['responseUrls']['issue']>[2],
) {
  return slackUrl + recorder.responseUrls.issue(kind, workspace.id, target);
}

/** As the manifest's `should_escape` says: special characters escaped, and people as mentions. */
export function asCommandText(typed: string, people: readonly Person[]): string {
  const escaped = typed.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  const named = people.flatMap(({ id, name, realName }) => [realName, name].map((word) => ({ word, mention: `<@${id}|${name}>` })));
  // The longest first: one name may begin with another.
  const longest = named.toSorted((one, other) => other.word.length - one.word.length);
  return longest.reduce(
    (text, { word, mention }) =>
      text.split(new RegExp(`@${word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'iu')).join(mention),
    escaped,
  );
}

/** What Slack shows beside the element if the app has not answered as it must. */
function failureOf({ status, body }: Reply): string | null {
  if (status === 200) return null;
  return status === null ? `The app did not answer (${body}).` : `The app answered with status ${status}.`;
}
