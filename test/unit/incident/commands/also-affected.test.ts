import { applyCommand } from '../../../../src/incident/commands/apply-command';
import type { ReadAlertUpdate } from '../../../../src/incident/model/commands';
import { firingAlerts, NONE_FIRING } from '../../../../src/incident/model/firing-alerts';
import type { Incident } from '../../../../src/incident/model/incident';
import type { IncidentState } from '../../../../src/incident/model/state';
import { buildReport } from '../../../../src/incident/report/build-report';
import { renderReportMarkdown } from '../../../../src/incident/report/report-markdown';
import { isRefusal } from '../../../../src/incident/text/refusal';
import { headlineOf } from '../../../../src/incident/war-room/headline';
import { renderHeadline } from '../../../../src/slack/block-kit/headline';
import { RESPONSE_PLAN } from '../../../../src/workflows/response/plan';
import { wordsOf } from '../../../support/entry-words';
import { sampleEvent } from '../../../support/sample-incident';
import { after, completeState } from '../../../support/sample-state';

const SHOP = { name: 'shop', title: 'Shop <1>' };
const OWN = { name: 'db', title: 'Orders database' };
const opened = (incident: Partial<Incident> = {}) =>
  completeState(
    { status: 'acknowledged' },
    { services: ['db'], firing: firingAlerts([{ fingerprint: 'db', startedAt: null }]), ...incident },
  );

let second = 600;
function told(state: IncidentState, group: string, more: Partial<ReadAlertUpdate> = {}, status: 'firing' | 'resolved' = 'firing') {
  second += 1;
  const firing = status === 'firing' ? firingAlerts([{ fingerprint: group, startedAt: null }]) : NONE_FIRING;
  const event = sampleEvent({ source: 'alertmanager', title: `${group} fails`, fingerprint: `alertmanager:${group}`, status, firing });
  const update: ReadAlertUpdate = {
    name: 'alertUpdated',
    actor: 'alert:am',
    event,
    isPrivate: false,
    services: [SHOP],
    countsAlerts: true,
    ...more,
  };
  const outcome = applyCommand(state, update, after(second));
  if (isRefusal(outcome)) throw new Error(outcome.message);
  const { effects } = outcome;
  return { state: outcome.state, words: wordsOf(outcome.state.timeline.at(-1)), isNews: effects.some(({ kind }) => kind === 'postNews') };
}
const affectedIn = (state: IncidentState) => headlineOf(state).alsoAffected;
const reportOf = (state: IncidentState) => renderReportMarkdown(buildReport(state, RESPONSE_PLAN), '');

it('says once that another service is affected, and strikes it off when its last alert recovers', () => {
  const first = told(opened(), 'shop-1');
  expect(first).toMatchObject({ isNews: true, words: expect.stringContaining('shop-1 fails; also affected: Shop <1>') });
  expect(affectedIn(first.state)).toEqual(['Shop <1>']);
  expect(JSON.stringify(renderHeadline(headlineOf(first.state)))).toContain('*Also affected:* Shop &lt;1&gt;');
  expect(reportOf(first.state)).toMatch(/Also affected \| Shop .{1,6}1.{1,6} \|/);

  const further = told(first.state, 'shop-2');
  expect(further.words).not.toContain('affected');
  const one = told(further.state, 'shop-1', {}, 'resolved');
  expect([one.words?.includes('affected'), affectedIn(one.state)]).toEqual([false, ['Shop <1>']]);
  const both = told(one.state, 'shop-2', {}, 'resolved');
  expect(both.words).toContain('shop-2 fails; no longer affected: Shop <1>; another is still firing');
  expect(both.state.status).toBe('acknowledged');
  expect(affectedIn(both.state)).toBeUndefined();
  expect(reportOf(both.state)).toContain('(recovered)');
  const again = told(both.state, 'shop-2');
  expect(affectedIn(again.state)).toEqual(['Shop <1>']);
});

it('resolves with the recovery of the other service if it is the last', () => {
  const joined = told(opened(), 'shop-1').state;
  const { fingerprint } = joined.incident as Incident;
  const db = told(joined, 'x', { services: [OWN], event: { ...sampleEvent({ status: 'resolved', firing: NONE_FIRING }), fingerprint } });
  expect(db.state.status).toBe('acknowledged');
  const last = told(db.state, 'shop-1', {}, 'resolved').state;
  expect([last.status, affectedIn(last)]).toEqual(['resolved', undefined]);
});

it('never resolves what a person declared for the recovery of another service alone', () => {
  const declared = opened({ source: 'manual' });
  const recovered = told(told(declared, 'shop-1').state, 'shop-1', {}, 'resolved');
  expect(recovered).toMatchObject({ isNews: true, words: expect.stringContaining('stays open until someone resolves it') });
  expect(recovered.state.status).toBe('acknowledged');
  expect(told(told(declared, 'db', { services: [OWN] }).state, 'db', { services: [OWN] }, 'resolved').state.status).toBe('resolved');
});

it('names no other service if its own is not known, if the alert is about its own, or if the alert asks for privacy', () => {
  const { services: _, ...unknown } = opened().incident as Incident;
  expect(told({ ...opened(), incident: unknown }, 'shop-1').state).not.toHaveProperty('alsoAffected');
  expect(told(opened(), 'db-2', { services: [OWN] }).state).not.toHaveProperty('alsoAffected');
  const hidden = told(opened({ privacy: 'public' }), 'shop-1', { isPrivate: true });
  expect(hidden.state).not.toHaveProperty('alsoAffected');
  expect(JSON.stringify(hidden.state.timeline)).not.toContain('Shop');
});

it('keeps a bounded number of them', () => {
  const services = Array.from({ length: 600 }, (__, index) => ({ name: `s${index}`, title: `S${index}` }));
  let state = opened();
  for (let group = 0; group < 30; group += 1) state = told(state, `group-${group}`, { services }).state;
  expect(state.alsoAffected).toHaveLength(500);
  expect(state.alsoAffected?.[0]?.groups).toHaveLength(20);
});

it('says how many are left out where they do not all fit, and is told of each once', () => {
  let state = opened();
  const affected = Array.from({ length: 150 }, (_, index) => ({ name: `caller-${index}`, title: `Caller of the database ${index}` }));
  for (const service of affected) {
    const one = told(state, service.name, { services: [service] });
    expect(one.words).toContain(`also affected: ${service.title}`);
    state = one.state;
  }
  const headline = headlineOf(state);
  expect([headline.alsoAffected?.length, headline.furtherAffected]).toEqual([20, 130]);
  expect(JSON.stringify(headline).length).toBeLessThan(5_000);
  const shown = /\*Also affected:\* ([^\\]*) and (\d+) more/.exec(JSON.stringify(renderHeadline(headline)));
  expect((shown?.[1]?.split(', ').length ?? 0) + Number(shown?.[2])).toBe(150);
  const reported = /Also affected \| (.*) and (\d+) more \|/.exec(reportOf(state));
  expect((reported?.[1]?.split(', ').length ?? 0) + Number(reported?.[2])).toBe(150);
  expect(told(state, 'caller-149-again', { services: affected.slice(149) }).words).not.toContain('also affected');
});
