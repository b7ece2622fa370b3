import { assessFindings } from '../../../../src/incident/investigation/assess-findings';
import { compareRounds, standingFindings } from '../../../../src/incident/investigation/compare-rounds';
import type { Finding, FindingStatus } from '../../../../src/incident/model/finding';
import type { CauseKind } from '../../../../src/incident/model/investigation/cause-kind';
import { sampleFinding, sampleProbe } from '../../../support/sample-incident';
import { completeState } from '../../../support/sample-state';

const round = (statuses: Readonly<Record<string, FindingStatus>>) =>
  assessFindings(
    Object.entries(statuses).map(([key, status]) =>
      sampleFinding(sampleProbe({ key, title: key }), { status, summary: `${key} is ${status}` }),
    ),
    [],
  );

it('has nothing to compare in the first round', () => {
  expect(compareRounds(null, round({ http: 'fail' }))).toEqual({});
});

it('tells which probes say something else now, gravest first, and not which were looked at only once', () => {
  const before = round({ http: 'fail', dns: 'ok', tls: 'warn', gone: 'fail' });
  const { changes, ...others } = compareRounds(before, round({ http: 'ok', dns: 'fail', tls: 'warn', new: 'fail' }));
  expect(changes?.map(({ finding, before: was, now, summary }) => [finding, was, now, summary])).toEqual([
    ['dns', 'ok', 'fail', 'dns is fail'],
    ['http', 'fail', 'ok', 'http is ok'],
  ]);
  expect(others).toEqual({});
  expect(compareRounds(before, round({ http: 'fail' }))).toEqual({ changes: [] });
});

describe('a probe that still fails', () => {
  const says = (summary: string, status: FindingStatus = 'fail') =>
    assessFindings([sampleFinding(sampleProbe({ key: 'http', title: 'HTTP' }), { status, summary })], []);
  const changes = (before: string, now: string, status?: FindingStatus) =>
    compareRounds(says(before, status), says(now, status)).changes?.map(({ said, summary }) => [said, summary]);

  it.each([
    ['too many clients already', 'no answer within 4 s'],
    ['HTTP 503 in 10 ms', 'HTTP 404 in 10 ms'],
    ['exit code 1', 'exit code 137'],
    ['db-1 refuses connections', 'cache refuses connections'],
  ])('is told if it says something else: %s, then %s', (before, now) => {
    expect(changes(before, now)).toEqual([[before, now]]);
    expect(changes(before, now, 'warn')).toEqual([[before, now]]);
    expect(changes(before, now, 'ok')).toEqual([]);
    expect(changes(before, now, 'unknown')).toEqual([]);
  });

  it.each([
    ['HTTP 503 in 10 ms', 'HTTP 503 in 1.2 s'],
    ['no answer within 900 ms', 'no answer within 4 seconds'],
    ['98.2% of 20 GiB used', '99% of 20 GiB used'],
    ['1 request late since 10:12:30', '25 requests late since 10:15:01'],
    ['pod api-7d9f8b6c5 is not ready', 'pod api-5c6b8f9d7 is not ready'],
  ])('is not told for other figures: %s, then %s', (before, now) => {
    expect(changes(before, now)).toEqual([]);
  });

  it('comes after one whose status has changed, and before what is less grave', () => {
    const among = (statuses: readonly (readonly [string, FindingStatus, string])[]) =>
      assessFindings(
        statuses.map(([key, status, summary]) => sampleFinding(sampleProbe({ key }), { status, summary })),
        [],
      );
    const before = among([
      ['a', 'fail', 'x'],
      ['b', 'ok', 'x'],
      ['c', 'fail', 'x'],
    ]);
    const now = among([
      ['a', 'fail', 'y'],
      ['b', 'fail', 'y'],
      ['c', 'warn', 'y'],
    ]);
    expect(compareRounds(before, now).changes?.map(({ finding }) => finding)).toEqual(['b', 'a', 'c']);
  });
});

describe('a look that is limited to some runbooks', () => {
  const probe = (runbook: string, key: string, name = key) => sampleProbe({ key, runbook, probe: name });
  const [web, tls, db] = [probe('web', 'http'), probe('web', 'tls:old', 'tls'), probe('db', 'greeting')];
  const investigation = assessFindings(
    [web, tls, db].map((one) => sampleFinding(one, { status: 'fail' })),
    [],
  );
  const after = (asked: readonly string[], named: readonly string[] = []) => {
    const { request, incident } = completeState();
    if (incident === null) throw new Error('the sample is parsed');
    const state = { request: { ...request, runbooks: named }, incident: { ...incident, runbooks: asked }, investigation };
    return standingFindings(state, [web, probe('web', 'tls:new', 'tls')]).map(({ key }) => key);
  };

  it('keeps what the other probes found, and not what a probe found at an earlier target', () => {
    expect(after(['web'])).toEqual(['greeting']);
    expect(after(['web'], ['web', 'db'])).toEqual(['greeting']);
  });

  it('is none if it is as wide as the first look', () => {
    expect(after([])).toEqual([]);
    expect(after(['db', 'web'], ['web', 'db'])).toEqual([]);
  });

  it('counts what stands as it was, whatever the network of the prober is by now', () => {
    const standing = [sampleFinding(db, { status: 'fail', startedAt: '2026-01-01T10:00:00.000Z' })];
    const offline = sampleFinding(sampleProbe({ key: 'control', control: true }), { status: 'fail' });
    const online = { ...offline, status: 'ok' as const };
    const statuses = (now: readonly Finding[], then: readonly Finding[]) =>
      assessFindings(now, [], undefined, then).findings.map(({ status }) => status);
    const http = sampleFinding({ ...web, network: true }, { status: 'fail' });
    expect(statuses([offline, http], standing)).toEqual(['fail', 'unknown', 'fail']);
    expect(statuses([online, http], [...standing, { ...offline, key: 'then' }])).toEqual(['ok', 'fail', 'fail', 'fail']);
    const assessed = assessFindings([http], [], undefined, standing);
    expect(assessed.standing).toEqual(['greeting']);
    expect(assessed.counts.fail).toBe(2);
    expect(compareRounds(investigation, assessed)).toEqual({ changes: [] });
    expect(compareRounds(assessFindings(standing, []), assessed)).toEqual({});
  });
});

describe('a service', () => {
  const at = (probe: string, target: string, status: FindingStatus = 'ok', service = 'shop'): Finding =>
    sampleFinding(sampleProbe({ key: `${probe}:${target}`, probe, title: probe, target, service }), {
      status,
      summary: `${probe} ${status}`,
    });
  const compare = (before: readonly Finding[], now: readonly Finding[]) =>
    compareRounds(assessFindings(before, []), assessFindings(now, []));

  it('that is at another address is said to be there, and its probes are compared', () => {
    const before = [at('http', 'http://10.0.0.1:80/health', 'fail'), at('tcp', '10.0.0.1:80'), at('tcp', '10.0.0.9:5432', 'ok', 'db')];
    const now = [at('tcp', '10.0.0.2:80'), at('http', 'http://10.0.0.2:80/health'), at('tcp', '10.0.0.9:5432', 'ok', 'db')];
    const { changes, addressChanges } = compare(before, now);
    expect(addressChanges).toEqual([{ service: 'shop', before: 'http://10.0.0.1:80/health', now: 'http://10.0.0.2:80/health' }]);
    expect(changes).toMatchObject([{ title: 'http', target: 'http://10.0.0.2:80/health', before: 'fail', now: 'ok' }]);
  });

  it('is not said to be as before if no probe looked at it in both rounds', () => {
    expect(compare([at('http', 'http://a/')], [])).toEqual({});
    expect(compare([], [at('http', 'http://a/')])).toEqual({});
    expect(compare([at('http', 'http://a/')], [at('tcp', 'a:80')])).toEqual({});
  });

  it('has not moved if it was looked at by other probes, or got one more address', () => {
    expect(compare([at('http', 'http://a/'), at('dns', 'a')], [at('tcp', 'a:80'), at('dns', 'a')])).toEqual({ changes: [] });
    expect(compare([at('tcp', 'a:80')], [at('tcp', 'a:80'), at('tcp', 'b:80')])).toEqual({ changes: [] });
  });
});

describe('the most likely cause', () => {
  const naming = (cause: CauseKind | null, target = 'db:5432', service?: string) => {
    const probe = sampleProbe({ key: 'look', title: 'Look', target, ...(service === undefined ? {} : { service }) });
    const facts = cause === null ? [] : [{ kind: 'state' as const, cause, holds: true, service: service ?? null, text: 'seen' }];
    return assessFindings([sampleFinding(probe, { status: 'fail', facts })], []);
  };

  it('is said to be a new one, named now, or named no more', () => {
    const [disk, slow, none] = [naming('disk_full'), naming('slow_query'), naming(null)];
    const [said, other] = [disk, slow].map(({ hypotheses }) => hypotheses?.[0]?.statement);
    expect(compareRounds(disk, slow).causeChange).toEqual({ before: said, now: other });
    expect(compareRounds(none, slow).causeChange).toEqual({ before: null, now: other });
    expect(compareRounds(disk, none).causeChange).toEqual({ before: said, now: null });
    expect(compareRounds(disk, disk).causeChange).toBeUndefined();
    expect(compareRounds(none, none).causeChange).toBeUndefined();
  });

  it('is told if it is the same one and at least ten points more or less likely', () => {
    const sure = (confidence: number, cause: CauseKind = 'disk_full') => {
      const named = naming(cause);
      return { ...named, hypotheses: (named.hypotheses ?? []).map((hypothesis) => ({ ...hypothesis, confidence })) };
    };
    expect(compareRounds(sure(95), sure(68)).confidenceChange).toEqual({ before: 95, now: 68 });
    expect(compareRounds(sure(60), sure(70)).confidenceChange).toEqual({ before: 60, now: 70 });
    expect(compareRounds(sure(60), sure(69)).confidenceChange).toBeUndefined();
    expect(compareRounds(sure(95), sure(40, 'slow_query')).confidenceChange).toBeUndefined();
    expect(compareRounds(sure(95), naming(null)).confidenceChange).toBeUndefined();
  });

  it('is the same wherever its service is, and another at another target or service', () => {
    expect(compareRounds(naming('disk_full', 'a:1', 'db'), naming('disk_full', 'b:1', 'db')).causeChange).toBeUndefined();
    expect(compareRounds(naming('disk_full', 'a:1'), naming('disk_full', 'b:1')).causeChange).toBeDefined();
    expect(compareRounds(naming('disk_full', 'a:1', 'db'), naming('disk_full', 'a:1', 'cache')).causeChange).toBeDefined();
  });
});
