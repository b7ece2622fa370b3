import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEventText } from '../../../src/incident/alerts/parse-events';
import { KNOWN_SOURCES } from '../../../src/incident/alerts/vendors';
import type { NormalizedEvent } from '../../../src/incident/model/incident';
import { InvalidInputError } from '../../../src/incident/text/errors';

interface Expected {
  readonly source?: string;
  readonly severity?: string | null;
  readonly severity_also_ok?: readonly (string | null)[];
  readonly status?: string;
  readonly status_also_ok?: readonly string[];
  readonly title_contains_any?: readonly string[];
  readonly identity_group?: string | null;
  /** This file's identity may differ from that of the others in its group. */
  readonly identity_may_differ?: boolean;
  /** Another group whose identity it may share. */
  readonly identity_may_equal?: string;
  readonly incidents_to_open?: number;
  readonly incidents_also_ok?: readonly number[];
  readonly started_at_also_ok?: readonly (string | null)[];
  readonly started_at?: string | null;
  readonly links_contain?: readonly string[];
  readonly reject_also_ok?: boolean;
}
interface Malformed {
  readonly verdict: 'accept' | 'reject';
  readonly also_ok?: string;
  readonly shape: string;
  readonly error_must_name?: string;
  /** The side field that is wrong. */
  readonly flagged_field?: string;
}

const RECEIVED_AT = '2026-11-24T00:00:00.000Z';
const OWN = join(__dirname, '..', '..', '..', 'examples');
const folder = process.env.ALERT_CASES_DIR;
const read = (path: string, source?: string): NormalizedEvent => {
  const [event] = parseEventText(readFileSync(path), { receivedAt: RECEIVED_AT, ...(source === undefined ? {} : { source }) });
  if (event === undefined) throw new Error('no event');
  return event;
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
const DIRTY = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e]|[\ud800-\udbff](?![\udc00-\udfff])/;
function expectClean(event: NormalizedEvent): void {
  for (const text of [event.title, event.alertName, event.description, event.fingerprint ?? '', ...Object.values(event.labels)]) {
    expect(text).not.toMatch(DIRTY);
    expect(text).not.toContain('[object Object]');
  }
  expect(event.title.trim()).not.toBe('');
  expect([...event.title].length).toBeLessThanOrEqual(140);
  for (const link of event.links) expect(link).toMatch(/^https?:\/\/[^\s|<>]+$/);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
}

describe('the project’s own examples', () => {
  it('reads the original’s five fields', () => {
    expect(read(join(OWN, 'original-alert.json'))).toMatchObject({
      source: 'generic',
      status: 'firing',
      severity: 'critical',
      severityDefaulted: false,
      title: 'Database connection failure',
      alertName: 'database_connection_failure',
      startedAt: '2026-08-22T14:30:00.000Z',
      labels: { source: 'monitoring.prod.example.com' },
    });
  });

  it('reads the generic shape and an Alertmanager group', () => {
    expect(read(join(OWN, 'generic.json'))).toMatchObject({ fingerprint: 'generic:checkout-health', severity: 'high' });
    expect(read(join(OWN, 'alertmanager-firing.json'))).toMatchObject({
      source: 'alertmanager',
      title: 'payments-1 is not responding',
      severity: 'critical',
      startedAt: '2026-08-22T14:25:00.000Z',
    });
  });

  it('knows a group by its key when it resolves', () => {
    const [firing, resolved] = ['firing', 'resolved'].map((status) => read(join(OWN, `alertmanager-${status}.json`)));
    expect(resolved).toEqual({ ...firing, status: 'resolved', firing: { count: 0, fingerprints: [], newestStartedAt: null } });
  });

  it('reads a group of Grafana of which one alert is over', () => {
    expect(read(join(OWN, 'grafana-firing.json'))).toEqual({
      source: 'grafana',
      status: 'firing',
      severity: 'high',
      severityDefaulted: false,
      severityRaw: 'high',
      title: 'Error budget burning: 5% of all carts fail',
      alertName: 'Error budget burning',
      description: 'The budget of the month is spent in six hours.',
      fingerprint: 'grafana:incidents:{}/{team="storefront"}:{alertname="Error budget burning"}',
      startedAt: '2026-08-22T14:20:00.000Z',
      links: [
        'https://runbooks.example.com/error-budget',
        'https://grafana.example.com/d/carts',
        'https://grafana.example.com/alerting/grafana/bdx1/view',
        'https://grafana.example.com/',
      ],
      labels: {
        alertname: 'Error budget burning',
        severity: 'high, critical',
        team: 'storefront',
        instance: 'cart.example.com:443, search.example.com:443',
        alerts: '2',
      },
      problems: [],
      statusNote: null,
      firing: { count: 1, fingerprints: ['3f5e7a9b1c2d4e60'], newestStartedAt: '2026-08-22T14:20:00.000Z' },
    });
  });
});

interface Sequence {
  readonly name: string;
  readonly deliver_in_order: readonly string[];
  readonly total_incidents_opened: number;
  readonly final_status: string;
}
const sequencesIn = (path: string): readonly Sequence[] =>
  (JSON.parse(readFileSync(join(path, 'EXPECTED.json'), 'utf8')) as { sequences: readonly Sequence[] }).sequences;
/** The folder is the source; empty for one that is not read yet. */
const sourceOf = (file: string): string => KNOWN_SOURCES.find((source) => file.startsWith(`${source}/`)) ?? '';

const isRead = (file: string): boolean => sourceOf(file) !== '';

const describeCases = folder === undefined ? describe.skip : describe;
describeCases('the cases of ALERT_CASES_DIR', () => {
  const load = <Entry>(path: string): [string, Entry][] => {
    if (folder === undefined) return [['none', {} as Entry]];
    return Object.entries((JSON.parse(readFileSync(join(folder, path), 'utf8')) as { files: Record<string, Entry> }).files);
  };
  const good = load<Expected>('EXPECTED.json').filter(([, { source }]) => source === undefined || KNOWN_SOURCES.includes(source));
  const bad = load<Malformed>('malformed/EXPECTED.json').filter(([, { shape }]) => shape === 'canonical' || KNOWN_SOURCES.includes(shape));
  const pathOf = (file: string): string => join(folder ?? '', file);

  it.each(good)('%s', (file, expected) => {
    let event: NormalizedEvent;
    try {
      event = read(pathOf(file), expected.source);
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidInputError);
      expect(expected.reject_also_ok).toBe(true);
      return;
    }
    expectClean(event);
    // Nothing but the address it was sent to tells a Grafana that speaks version 4 from an Alertmanager.
    const isTold = expected.source !== 'grafana' || /"orgId"/.test(readFileSync(pathOf(file), 'utf8'));
    if (isTold) expect(read(pathOf(file))).toEqual(event);
    expect(event.source).toBe(expected.source);
    // A recovery that names no severity leaves the incident the one it has.
    const isKept = event.status === 'resolved' && event.severityDefaulted;
    if (expected.severity != null && !isKept) expect([expected.severity, ...(expected.severity_also_ok ?? [])]).toContain(event.severity);
    const opened = event.status === 'firing' ? 1 : 0;
    const counts = [expected.incidents_to_open ?? 1, ...(expected.incidents_also_ok ?? [])];
    expect(counts).toContain(opened);
    // The folder knows no acknowledgement: it calls that firing, and opens nothing for it.
    const statuses = [expected.status, ...(expected.status_also_ok ?? []), ...(counts.includes(0) ? ['acknowledged'] : [])];
    expect(statuses).toContain(event.status);
    if (expected.status !== 'resolved') expect(event.status).not.toBe('resolved');
    const titles = expected.title_contains_any ?? [];
    if (titles.length > 0) expect(titles.some((part) => event.title.toLowerCase().includes(part.toLowerCase()))).toBe(true);
    if (expected.started_at !== undefined) {
      const times = [expected.started_at, ...(expected.started_at_also_ok ?? [])];
      expect(times.map((time) => (time === null ? RECEIVED_AT : new Date(time).toISOString()))).toContain(event.startedAt);
    }
    for (const part of expected.links_contain ?? []) expect(event.links.some((link) => link.includes(part))).toBe(true);
    for (const [other, { source, identity_group: group, identity_may_differ: mayDiffer, identity_may_equal: mayEqual }] of good) {
      if (group == null || expected.identity_group == null) continue;
      const isSame = group === expected.identity_group;
      if (isSame && other !== file && (mayDiffer || expected.identity_may_differ)) continue;
      if (mayEqual === expected.identity_group || expected.identity_may_equal === group) continue;
      let fingerprint: string | null;
      try {
        fingerprint = read(pathOf(other), source).fingerprint;
      } catch {
        continue;
      }
      expect([other, fingerprint === event.fingerprint]).toEqual([other, isSame]);
    }
  });

  const none: Sequence = { name: 'none', deliver_in_order: [], total_incidents_opened: 0, final_status: '' };
  const sequences = folder === undefined ? [none] : sequencesIn(folder).filter(({ deliver_in_order: files }) => files.every(isRead));
  it.each(sequences)('$name', ({ deliver_in_order: files, total_incidents_opened: total, final_status: last }) => {
    const open = new Set<string | null>();
    let opened = 0;
    for (const file of files) {
      const { fingerprint, status } = read(pathOf(file), sourceOf(file));
      if (status === 'firing' && !open.has(fingerprint)) opened += 1;
      if (status === 'firing') open.add(fingerprint);
      if (status === 'resolved') open.delete(fingerprint);
    }
    expect(opened).toBe(total);
    if (last === 'firing' || last === 'resolved') expect(open.size > 0).toBe(last === 'firing');
  });

  it.each(bad)('malformed/%s', (file, expected) => {
    const path = pathOf(join('malformed', file));
    const source = expected.shape === 'canonical' ? undefined : expected.shape;
    try {
      const event = read(path, source);
      expect(expected.verdict === 'accept' || expected.also_ok?.startsWith('accept')).toBe(true);
      expectClean(event);
      if (expected.flagged_field !== undefined) expect(event.problems?.map(({ field }) => field)).toContain(expected.flagged_field);
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidInputError);
      expect(expected.verdict === 'reject' || expected.also_ok?.startsWith('reject')).toBe(true);
      if (expected.verdict === 'reject') expect((error as InvalidInputError).field).toBe(expected.error_must_name);
      expect((error as Error).message.length).toBeLessThan(600);
    }
  });

  it.each(KNOWN_SOURCES)('%s survives everything malformed', (source) => {
    for (const [file] of load<Malformed>('malformed/EXPECTED.json')) {
      for (const named of [source, undefined]) {
        try {
          expectClean(read(pathOf(join('malformed', file)), named));
        } catch (error) {
          if (!(error instanceof InvalidInputError)) throw error;
          expect(error.message.length).toBeLessThan(800);
        }
      }
    }
  });
});
