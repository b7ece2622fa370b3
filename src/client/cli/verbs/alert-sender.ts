import type { Config } from '../../../config';
import { AUTO } from '../../../config/sources-schema';
import { KNOWN_SOURCES } from '../../../incident/alerts/vendors';
import { HEARTBEAT_SOURCE } from '../../../incident/model/incident';
import { InvalidInputError } from '../../../incident/text/errors';
import { didYouMean } from '../../../incident/text/nearest-word';
import { shown } from '../../../incident/text/read-fields';

const FLAG = '--instance';

/** Who sends an alert to the gateway, and how the gateway reads it. */
export interface Sender {
  readonly name: string;
  /** Undefined: recognised by its shape. */
  readonly source: string | undefined;
  readonly map: Readonly<Record<string, string>> | undefined;
}

/** The sender of this name. `source`: as `--source` has it. @throws InvalidInputError */
export function senderNamed(config: Config, name: string, source: string | undefined): Sender {
  const senders = sendersOf(config);
  const found = senders.find((sender) => sender.name === name);
  if (found === undefined) {
    const names = senders.map((sender) => sender.name);
    throw new InvalidInputError(FLAG, `${shown(name)} is not a source${didYouMean(name, names)}`, names.join(', '));
  }
  if (found.source !== undefined && source !== undefined && source !== found.source)
    throw new InvalidInputError('--source', `${shown(source)} is not the type of ${name}`, `${found.source}, or leave it out`);
  return found;
}

/** The only sender from which an alert of this type can come. @throws InvalidInputError if none or several can send it. */
export function senderOf(config: Config, kind: string): Sender {
  const senders = sendersOf(config);
  const able = senders.filter(({ source }) => source === kind);
  const fitting = able.length > 0 ? able : senders.filter(({ source }) => source === undefined && Object.keys(config.sources).length > 0);
  const [only, ...others] = fitting;
  if (only !== undefined && others.length === 0) return only;
  const problem =
    only === undefined ? `no source takes alerts of the type ${kind}` : `several sources take alerts of the type ${kind}; name one`;
  const names = (only === undefined ? senders : fitting).map(({ name }) => name);
  throw new InvalidInputError(FLAG, problem, names.join(', '));
}

/** Without configured sources, the gateway has one for each format. */
function sendersOf({ sources, heartbeats }: Config): readonly Sender[] {
  const configured = Object.entries(sources).map(([name, { type, map }]) => ({ name, source: type === AUTO ? undefined : type, map }));
  const formats = KNOWN_SOURCES.map((name) => ({ name, source: name, map: undefined }));
  const ofHeartbeats = Object.keys(heartbeats).length === 0 ? [] : [{ name: HEARTBEAT_SOURCE, source: HEARTBEAT_SOURCE, map: undefined }];
  const senders = configured.length > 0 ? configured : [...formats, { name: AUTO, source: undefined, map: undefined }];
  return [...senders, ...ofHeartbeats];
}
