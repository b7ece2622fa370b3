import type { FindingStatus, Investigation } from '../../src/incident/model/finding';
import type { Hypothesis } from '../../src/incident/model/investigation/hypothesis';
import type { Expected, ServiceCase, StateCase } from './read-cases';

/** What one state was taken for. */
export interface Outcome {
  readonly service: string;
  readonly state: string;
  readonly isBroken: boolean;
  readonly expected: string;
  readonly found: string;
  readonly confidence: number | null;
  readonly isRight: boolean;
  /** How many probes see something odd that is not the cause, and how many of those are taken for it all the same. */
  readonly redHerrings: number;
  readonly misleading: number;
  /** Whatever is not as the case says, the first hypothesis included. */
  readonly problems: readonly string[];
  /** Probe → its worst status. */
  readonly statuses: Readonly<Record<string, FindingStatus>>;
}

/** From this confidence on, people act. */
export const LIKELY = 70;

const BADNESS: Readonly<Record<FindingStatus, number>> = { ok: 0, unknown: 1, warn: 2, fail: 3 };

export function judge(service: ServiceCase, state: StateCase, investigation: Investigation): Outcome {
  const { expect: wanted } = state;
  const first = investigation.hypotheses?.[0] ?? null;
  const conclusion = investigation.conclusion ?? 'unknown';
  const named = conclusion === 'cause_named' && first !== null;
  const place = first === null ? '' : wanted.service === undefined ? first.component : `${first.service}, ${first.component}`;
  const found = named ? `${place}: ${first.cause}` : conclusion;
  const expected = tellExpected(wanted);
  const isRight = wanted.cause === undefined ? wanted.conclusion.includes(conclusion) : named && isMeant(wanted, first);
  const statuses = worstStatuses(investigation);
  const at = `${service.name}/${state.name}`;
  const odd = judgeHerrings(wanted.redHerrings, investigation);
  const problems = [
    ...(isRight ? [] : [`${at}: taken for ${found}, not ${expected}${first === null ? '' : ` (${first.statement})`}`]),
    ...[...differences(wanted, investigation, statuses), ...odd.unseen, ...odd.misleading].map((problem) => `${at}: ${problem}`),
  ];
  return {
    service: service.name,
    state: state.name,
    isBroken: wanted.cause !== undefined,
    expected,
    found,
    confidence: named ? first.confidence : null,
    isRight,
    redHerrings: wanted.redHerrings.length,
    misleading: odd.misleading.length,
    problems,
    statuses,
  };
}

/** A case whose stage could not be made; it counts as wrong. */
export function notRun(service: ServiceCase, state: StateCase, error: Error): Outcome {
  return {
    service: service.name,
    state: state.name,
    isBroken: state.expect.cause !== undefined,
    expected: tellExpected(state.expect),
    found: 'not run',
    confidence: null,
    isRight: false,
    redHerrings: 0,
    misleading: 0,
    problems: [`${service.name}/${state.name}: ${error.message}`],
    statuses: {},
  };
}

const isMeant = ({ cause = [], component, service }: Expected, found: Hypothesis): boolean =>
  (cause as readonly string[]).includes(found.cause) &&
  (component === undefined || component.includes(found.component)) &&
  (service === undefined || service === found.service);

function tellExpected({ conclusion, cause, component, service }: Expected): string {
  if (cause === undefined) return conclusion.join(' or ');
  const place = [service, component?.join(' or ')].filter((one) => one !== undefined).join(', ');
  return `${place === '' ? 'anything' : place}: ${cause.join(' or ')}`;
}

function worstStatuses({ findings }: Investigation): Readonly<Record<string, FindingStatus>> {
  const statuses: Record<string, FindingStatus> = {};
  for (const { probe, status } of findings) {
    const known = statuses[probe];
    if (known === undefined || BADNESS[status] > BADNESS[known]) statuses[probe] = status;
  }
  return statuses;
}

/** True if one of these findings is the first hypothesis, or another that is said to be likely. */
function isNamed(keys: readonly string[], hypotheses: readonly Hypothesis[]): boolean {
  return hypotheses.some(({ for: reasons, confidence }, index) => {
    const [reason] = reasons;
    return reason !== undefined && keys.includes(reason.finding) && (index === 0 || confidence >= LIKELY);
  });
}

function judgeHerrings(probes: readonly string[], { findings, hypotheses = [] }: Investigation) {
  const herrings = probes.map((probe) => {
    const keys = findings.filter((finding) => finding.probe === probe && ['warn', 'fail'].includes(finding.status)).map(({ key }) => key);
    return { probe, isSeen: keys.length > 0, isNamed: isNamed(keys, hypotheses) };
  });
  return {
    unseen: herrings.filter(({ isSeen }) => !isSeen).map(({ probe }) => `${probe} sees nothing odd`),
    misleading: herrings.filter((one) => one.isNamed).map(({ probe }) => `${probe}, which sees something else, is taken for the cause`),
  };
}

function differences(wanted: Expected, { findings }: Investigation, statuses: Outcome['statuses']): readonly string[] {
  return Object.entries(wanted.probes).flatMap(([probe, allowed]) => {
    const status = statuses[probe];
    if (status !== undefined && [allowed].flat().includes(status)) return [];
    const said = findings.find((finding) => finding.probe === probe);
    return [
      `${probe} is ${status ?? 'not run'}, not ${[allowed].flat().join(' or ')} (${[said?.summary, ...(said?.evidence ?? [])].join(' / ')})`,
    ];
  });
}
