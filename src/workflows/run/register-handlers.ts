import { condition, defineQuery, defineSignal, defineUpdate, setDefaultSignalHandler, setHandler } from '@temporalio/workflow';
import { readCommand, readCommandBase } from '../../incident/commands/read-command';
import { isRecoveryAction } from '../../incident/model/alert-outcome';
import {
  type AlertUpdate,
  COMMAND_NAMES,
  COMMANDS,
  type CommandBase,
  type CommandName,
  isCommandName,
} from '../../incident/model/commands';
import { cleanLine } from '../../incident/text/clean-text';
import { isFields } from '../../incident/text/read-fields';
import { invalid, isRefusal, type Refusal } from '../../incident/text/refusal';
import { wordedState, wordedTimeline } from '../../incident/timeline-words/worded-state';
import { ALERT_UPDATED, type CommandAnswer, QUERIES } from '../contract/messages';
import { refusedWith } from '../contract/refused-with';
import type { Receipt } from '../inbox/inbox';
import type { CommandHandler } from './command-handler';

const NO_EVENT = invalid('event', 'is missing', 'the alert as it was received');

/** Answers queries, and takes commands as signals and as updates of the same names. Called before the first await. */
export function registerHandlers(incident: CommandHandler): void {
  setHandler(defineQuery(QUERIES.state), () => wordedState(incident.state()), { description: 'The whole state of the incident' });
  setHandler(defineQuery(QUERIES.timeline), () => wordedTimeline(incident.state().timeline), {
    description: 'The timeline of the incident',
  });
  // Signals that arrived before this run started are delivered when their handler is set. Separate handlers would change
  // their order, so this one comes first and takes all of them.
  setDefaultSignalHandler((name, payload) => takeSignal(incident, name, payload));
  for (const name of COMMAND_NAMES) listenFor(incident, name);
  listenForAlerts(incident);
}

/** A signal has no reply: unreadable input goes on the timeline and never fails the workflow. */
function takeSignal(incident: CommandHandler, name: string, payload: unknown): void {
  if (name === ALERT_UPDATED) {
    const update = readAlert(payload);
    if (isRefusal(update)) incident.refuse({ name, ...senderOf(payload) }, update);
    else incident.takeAlert(update);
  } else if (isCommandName(name)) {
    const command = readCommand(name, payload);
    if (isRefusal(command)) incident.refuse({ name, ...senderOf(payload) }, command);
    else incident.take(command);
  } else {
    const allowed = [...COMMAND_NAMES, ALERT_UPDATED].join(', ');
    incident.refuse(
      { name: cleanLine(name, 60), ...senderOf(payload) },
      { code: 'invalid', message: `"${cleanLine(name, 60)}" is not a command (allowed: ${allowed})` },
    );
  }
}

function listenForAlerts(incident: CommandHandler): void {
  const description = 'Another alert for this incident. {actor, event, source?, title?, onRecovery?: resolve | ask | note, group?}';
  setHandler(defineSignal<[unknown]>(ALERT_UPDATED), (payload) => takeSignal(incident, ALERT_UPDATED, payload), { description });
  setHandler(
    defineUpdate<CommandAnswer, [unknown]>(ALERT_UPDATED),
    async (payload) => {
      const update = readAlert(payload);
      if (isRefusal(update)) throw refusedWith(update);
      await afterWhatCameWithIt();
      return answerTo(incident, incident.takeAlert(update));
    },
    {
      description,
      validator: (payload) => {
        const update = readAlert(payload);
        if (isRefusal(update)) throw refusedWith(update);
        // A missing event is rejected only here: a run that accepted such an update before this check existed has already
        // read it, and its replay must do the same.
        if (update.event === undefined || update.event === null) throw refusedWith(NO_EVENT);
      },
    },
  );
}

function listenFor(incident: CommandHandler, name: CommandName): void {
  const description = COMMANDS[name].description;
  setHandler(defineSignal<[unknown]>(name), (payload) => takeSignal(incident, name, payload), { description });
  setHandler(
    defineUpdate<CommandAnswer, [unknown]>(name),
    async (payload) => {
      const command = readCommand(name, payload);
      if (isRefusal(command)) throw refusedWith(command);
      await afterWhatCameWithIt();
      return answerTo(incident, incident.take(command));
    },
    {
      description,
      validator: (payload) => {
        const command = readCommand(name, payload);
        if (isRefusal(command)) throw refusedWith(command);
      },
    },
  );
}

/** The outcome once it is known, or an answer without one if the run ends first. */
async function answerTo(incident: CommandHandler, receipt: Receipt): Promise<CommandAnswer> {
  if (receipt.outcome === undefined) await condition(() => receipt.outcome !== undefined || incident.hasStopped);
  const { outcome } = receipt;
  const { status } = incident.state();
  if (outcome === undefined) return { applied: false, repeated: false, status };
  if (isRefusal(outcome)) throw refusedWith(outcome);
  const { repeated, alert, notFound, unchecked } = outcome;
  return {
    applied: true,
    repeated,
    status,
    ...(alert === undefined ? {} : { outcome: alert }),
    ...(notFound === undefined ? {} : { notFound }),
    ...(unchecked === undefined ? {} : { unchecked }),
  };
}

/**
 * When a worker reads an incident back, the SDK may deliver an update together with what the previous task produced (the end
 * of an activity), with the update first. Every later replay delivers them in their true order. An update that acted at once
 * would then schedule different work from the history. So it acts after everything that came with it: conditions are only
 * checked once the rest of an activation is done.
 */
async function afterWhatCameWithIt(): Promise<void> {
  let isRest = false;
  void Promise.resolve().then(() => {
    isRest = true;
  });
  await condition(() => isRest);
}

function readAlert(payload: unknown): AlertUpdate | Refusal {
  const base = readCommandBase(payload);
  if (isRefusal(base)) return base;
  const { event, onRecovery, ...texts } = payload as Readonly<Record<string, unknown>>;
  const given = ['source', 'title', 'group'].filter((name) => typeof texts[name] === 'string').map((name) => [name, texts[name]]);
  return { ...base, event, ...Object.fromEntries(given), ...(isRecoveryAction(onRecovery) ? { onRecovery } : {}) };
}

/** The sender of an unreadable command, as far as it is known. */
function senderOf(payload: unknown): Pick<CommandBase, 'actor' | 'actorName'> {
  const base = readCommandBase({ ...(isFields(payload) ? payload : {}), requestId: undefined, via: undefined, at: undefined });
  if (!isRefusal(base)) return base;
  const { actor } = isFields(payload) ? payload : {};
  return { actor: typeof actor === 'string' && actor.trim() !== '' ? actor.slice(0, 200) : 'unknown' };
}
