import { assessFindings } from '../../../../src/incident/investigation/assess-findings';
import type { Finding } from '../../../../src/incident/model/finding';
import {
  confidenceLabel,
  describeConfidence,
  describeProbes,
  describeSureness,
  describeUnknown,
} from '../../../../src/incident/war-room/finding-words';
import { groupUnknown, verdictOf } from '../../../../src/incident/war-room/verdict';
import { sampleFinding, sampleProbe } from '../../../support/sample-incident';

const finding = (key: string, changes: Partial<Finding> = {}): Finding => ({
  ...sampleFinding(sampleProbe({ key, title: key })),
  ...changes,
});
const host = (changes: Partial<Finding>) =>
  finding('host', { target: null, network: false, aspect: 'capacity', kind: 'correlation', ...changes });
const clue = finding('clue', {
  target: null,
  network: false,
  aspect: 'evidence',
  kind: 'correlation',
  status: 'warn',
  recommendations: ['Free the pool.'],
});
const http = finding('http', {
  aspect: 'availability',
  weight: 5,
  status: 'fail',
  summary: 'HTTP 503',
  reproduced: true,
  recommendations: ['Read the log.'],
});
const tcp = finding('tcp', { status: 'fail', summary: 'refused', recommendations: ['Check the firewall.'] });
const unknown = (key: string, summary: string) => finding(key, { status: 'unknown', summary, recommendations: ['Start an engine.'] });
const verdict = (...findings: Finding[]) => verdictOf(assessFindings(findings, []));
const keys = (findings: readonly Finding[]) => findings.map(({ key }) => key);

it('puts first what to do about the cause, and leaves out what only the prober or an unknown asks for', () => {
  const found = verdict(host({ status: 'warn', recommendations: ['Mistrust timings.'] }), unknown('dns', 'no engine'), clue, http, tcp);
  expect(found.actions).toEqual([
    { text: 'Check the firewall.', finding: 'tcp' },
    { text: 'Read the log.', finding: 'http' },
    { text: 'Free the pool.', finding: 'clue' },
  ]);
  expect(keys(found.prober)).toEqual(['host']);
});

it('says nothing twice', () => {
  const slow = finding('slow', { status: 'warn', aspect: 'performance' });
  expect(keys(verdict(http, tcp, clue, slow, host({ status: 'warn' })).besides)).toEqual(['slow']);
  expect(keys(verdict(clue, slow, host({ status: 'warn' })).besides)).toEqual(['clue']);
  expect(verdict(host({ status: 'fail' }))).toMatchObject({ hypothesis: null, besides: [], prober: [{ key: 'host' }] });
});

it('counts as fine only what was seen of the system', () => {
  const control = finding('control', { control: true, target: null });
  expect(keys(verdict(finding('dns'), control, host({ status: 'ok' }), http).fine)).toEqual(['dns']);
});

it('groups what is unknown for the same reason, with what to do about it', () => {
  const groups = groupUnknown([unknown('a', 'timed out'), unknown('b', 'unknown: no engine'), http, unknown('c', 'no engine')]);
  expect(groups.map(({ reason, remedy, findings }) => [reason, remedy, keys(findings)])).toEqual([
    ['no engine', 'Start an engine.', ['b', 'c']],
    ['timed out', 'Start an engine.', ['a']],
  ]);
  expect(groups.map((group) => describeUnknown(group, 4))).toEqual(['2 probes (b, c): no engine', 'a: timed out']);
  expect(groups.map((group) => describeUnknown(group, 2))[0]).toBe('all 2 probes: no engine');
});

it('names probes with their targets only where titles repeat, and five at most', () => {
  expect(describeProbes([http, tcp])).toBe('http, tcp');
  expect(describeProbes([http, { ...http, target: 'other:1' }])).toBe(`http (${http.target}), http (other:1)`);
  // One works, and another of the same name does not: which is which must be seen.
  expect(describeProbes([tcp], [tcp, http, { ...tcp, target: 'other:1' }])).toBe(`tcp (${tcp.target})`);
  expect(describeProbes(Array.from({ length: 7 }, (_, index) => finding(`p${index}`)))).toBe('p0, p1, p2, p3, p4 and 2 more');
});

it.each<[readonly Finding[], number, string]>([
  [[http, unknown('a', 'x')], 70, '70%: 1 of 2 probes could tell (availability); the failure was seen twice'],
  [[tcp], 80, '80%: 1 of 1 probe could tell (network); the failure was seen only once'],
  [[tcp, http], 50, '50%: 2 of 2 probes could tell (availability, network); 1 of 2 failures was seen twice'],
  [[tcp, { ...tcp, key: 'x' }], 49, '49%: 2 of 2 probes could tell (network); none of the 2 failures was seen twice'],
  [[clue], 0, '0%: 1 of 1 probe could tell (evidence), but none checked the system itself'],
  [[unknown('a', 'x')], 0, '0%: 0 of 1 probe could tell'],
])('says how much was observed if there is no cause', (findings, observed, words) => {
  expect(describeSureness(verdict(...findings), observed)).toBe(words);
  expect(confidenceLabel(verdict(...findings).gist)).toBe('Observed');
});

it.each([
  [80, 'high'],
  [79, 'fair'],
  [50, 'fair'],
  [49, 'low'],
])('says how sure a cause is: %s%%', (confidence, word) => {
  const gist = { ...verdict(tcp).gist, cause: { statement: 'x', confidence } };
  expect(describeConfidence(gist, 10)).toBe(`${word} (confidence ${confidence}%): 1 of 1 probe could tell`);
  expect(confidenceLabel(gist)).toBe('How sure');
});
