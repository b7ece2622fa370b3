import type { Finding } from '../../incident/model/finding';
import { shownLine } from '../../incident/timeline-words/shown-line';
import type { WordedState } from '../../incident/timeline-words/worded-state';
import { outsideText, present } from '../text/fence';

const MOST_ENTRIES = 60;
const MOST_LABELS = 30;
const LINE = 300;

/** What an incident holds from outside, most important first, one value a line. */
export function incidentValues(state: WordedState): readonly object[] {
  return [aboutOf(state), ...stuckValues(state), ...investigationValues(state), ...proposalValues(state), ...timelineValues(state)];
}

function aboutOf(state: WordedState): object {
  const { incident, request, people, warRoom, roles, assigned } = state;
  const holders = Object.fromEntries(Object.entries(roles).flatMap(([role, person]) => (person === null ? [] : [[role, person.name]])));
  return {
    incident: present({
      title: incident?.title ?? request.title,
      description: outsideText(incident?.description ?? request.description ?? '', 1_000),
      source: incident?.source,
      labels: Object.fromEntries(Object.entries(incident?.labels ?? {}).slice(0, MOST_LABELS)),
      targets: incident?.targets.slice(0, 10),
      links: incident?.links.slice(0, 5),
      channel: warRoom?.name,
      declaredBy: incident?.declaredBy,
      acknowledgedBy: state.acknowledgedBy,
      resolvedBy: state.resolvedBy,
      roles: holders,
      assigned: assigned.map(({ name }) => name),
      people: people?.resolved.map(({ name, reference }) => (name === reference ? name : `${name} (${reference})`)),
      notFound: people?.unresolved.map(({ reference, reason }) => `${reference}: ${reason}`),
    }),
  };
}

function stuckValues({ steps }: WordedState): readonly object[] {
  return steps.flatMap(({ name, status, problem, note }) =>
    status === 'blocked' || status === 'failed' ? [{ step: name, status, problem: problem?.message ?? note, mend: problem?.mend }] : [],
  );
}

/** Possible causes, then what each probe that is not ok says, then what to do. */
export function investigationValues({ investigation, findings }: WordedState): readonly object[] {
  const known = investigation?.findings ?? findings;
  const titles = new Map(known.map(({ key, title }) => [key, title]));
  const supports = (all: readonly { finding: string; text: string }[]) =>
    all.map(({ finding, text }) => `${text} (${titles.get(finding) ?? finding})`);
  const causes = (investigation?.hypotheses ?? []).map((one) => ({
    hypothesis: present({
      statement: one.statement,
      confidence: one.confidence,
      basis: one.basis,
      for: supports(one.for),
      against: supports(one.against),
      confirm: one.confirm,
      firstAction: one.firstAction,
    }),
  }));
  const order = ['fail', 'warn', 'unknown', 'ok'];
  const sorted = [...known].sort((one, other) => order.indexOf(one.status) - order.indexOf(other.status));
  const advice = (investigation?.recommendations ?? []).map(({ text }) => ({ recommendation: text }));
  return [...causes, ...sorted.map(findingValue), ...advice];
}

function findingValue({ status, title, target, service, summary, evidence, link }: Finding): object {
  const isTold = status === 'fail' || status === 'warn';
  const shown = { status, probe: title, target: target ?? service, summary };
  return { finding: present(isTold ? { ...shown, evidence: evidence.map((line) => outsideText(line, LINE)), link } : shown) };
}

function proposalValues({ proposals = [] }: WordedState): readonly object[] {
  return proposals.slice(-5).map(({ id, what, status, by, reason, rejection, run, rollback }) => ({
    proposal: present({
      id,
      status,
      asks: what.kind === 'action' ? `${what.action.runbook}/${what.action.name}` : what.command.name,
      target: what.kind === 'action' ? what.action.target : null,
      by: by.actor,
      reason,
      rejection,
      outcome: run?.problem?.message ?? run?.kind,
      output: run === undefined ? null : outsideText(run.output, LINE),
      rollback: rollback?.problem?.message ?? rollback?.kind,
    }),
  }));
}

/** The newest entries first, since they are what a reader lacks. */
function timelineValues({ timeline }: WordedState): readonly object[] {
  return timeline
    .slice(-MOST_ENTRIES)
    .reverse()
    .map((entry) => ({ at: entry.at.slice(0, 19), by: entry.actor, did: outsideText(shownLine(entry), LINE * 2) }));
}
