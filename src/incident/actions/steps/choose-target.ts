import { KIND_WORDS, readTargets, servicesIn } from '../../investigation/select-probes';
import { matchServices } from '../../investigation/services/match-services';
import { scopeOf } from '../../investigation/services/scope';
import { fits, readTarget, subjectOf } from '../../investigation/target';
import type { ActionDefinition } from '../../model/actions/action';
import type { Incident } from '../../model/incident';
import type { Service } from '../../model/investigation/service';
import { shown } from '../../text/read-fields';
import { invalid, type Refusal } from '../../text/refusal';
import type { ActionSurroundings } from './surroundings';

const MAX_NAMED = 10;

/** What an action is about: at most one of the two. */
export interface ActionSubject {
  readonly target: string | null;
  readonly service: Service | null;
}

/**
 * What the action is about: one of the targets of the incident and of its services that probes may reach, or one of these
 * services. It need not be named if there is only one.
 */
export function chooseTarget(
  asked: string | undefined,
  { targets: kind }: Pick<ActionDefinition, 'targets'>,
  incident: Incident,
  { services: catalog, reach }: ActionSurroundings,
): ActionSubject | Refusal {
  if (kind === 'none') return asked === undefined ? NOTHING : invalid('target', 'the action takes none');
  const services = servicesIn(scopeOf(matchServices(incident, catalog.services), catalog.services), catalog);
  if (kind === 'service' || kind === 'services') {
    const name = chooseOne(
      asked,
      services.map((service) => service.name),
      kind,
    );
    if (typeof name !== 'string') return name;
    return { target: null, service: services.find((service) => service.name === name) ?? null };
  }
  const leftOut: string[] = [];
  const known = readTargets(incident, services, reach, leftOut).filter((target) => fits(target, kind));
  const subjects = [...new Set(known.map((target) => subjectOf(target, kind)))].filter((subject) => subject !== null);
  const read = asked === undefined ? null : readTarget(asked);
  const target = chooseOne(read === null ? asked : (subjectOf(read, kind) ?? asked), subjects, kind);
  return typeof target === 'string' ? { target, service: null } : withReasons(target, leftOut);
}

const NOTHING: ActionSubject = { target: null, service: null };

function chooseOne(asked: string | undefined, known: readonly string[], kind: ActionDefinition['targets']): string | Refusal {
  const named = known.slice(0, MAX_NAMED).join(', ');
  const what = KIND_WORDS[kind];
  if (known.length === 0) return invalid('target', `the incident has nothing that is ${what}, which the action needs`);
  if (asked !== undefined)
    return known.includes(asked) ? asked : invalid('target', `${shown(asked)} is none that the incident is about`, named);
  const [only, ...others] = known;
  return only !== undefined && others.length === 0 ? only : invalid('target', `is missing: the action needs ${what}`, named);
}

/** What is out of reach was left out before. */
function withReasons(refusal: Refusal, reasons: readonly string[]): Refusal {
  const outside = reasons.filter((reason) => reason.startsWith('target '));
  return outside.length === 0 ? refusal : { ...refusal, hint: `Left out: ${outside.join('; ')}` };
}
