import type { Page, PageEnd } from '../../src/notify/port';

export function samplePage(changes: Partial<Page> = {}): Page {
  return {
    key: 'PROD-20260101-001/page/0',
    incidentId: 'PROD-20260101-001',
    severity: 'critical',
    recipients: ['ana@example.com'],
    title: 'Checkout is down',
    reason: { kind: 'started' },
    links: { incident: 'https://temporal.example.com/incident', room: 'https://slack.example.com/room' },
    isPrivate: false,
    ...changes,
  };
}

export function sampleEnd(changes: Partial<PageEnd> = {}): PageEnd {
  return {
    key: 'PROD-20260101-001/acknowledged',
    incidentId: 'PROD-20260101-001',
    severity: 'critical',
    recipients: ['ana@example.com'],
    pageKeys: ['PROD-20260101-001/page/0', 'PROD-20260101-001/page/1'],
    ...changes,
  };
}

/** The words of the sample that a private incident's page must not say. */
export const PRIVATE_WORDS = /Checkout|slack\.example|temporal\.example/;
