import { reportLines } from '../../../../src/client/cli/kit/show-report';
import { buildReport, wireIncident } from '../../../../src/incident/report/build-report';
import { renderReportHtml } from '../../../../src/incident/report/report-html';
import { renderReportMarkdown } from '../../../../src/incident/report/report-markdown';
import { RESPONSE_PLAN } from '../../../../src/workflows/response/plan';
import { completeState } from '../../../support/sample-state';

describe('the name of the channel in the wire form', () => {
  const state = completeState();
  const { warRoom } = state;
  if (warRoom === null) throw new Error('the sample has a war room');

  it('is the one that Slack gave, which may be another than was wished for', () => {
    const taken = { ...state, warRoom: { ...warRoom, name: `${warRoom.name}-2` } };
    expect(wireIncident(taken).slack_channel_name).toBe('incident-prod-20260101-001-2');
  });

  it('is the one wished for until there is a channel', () => {
    expect(wireIncident({ ...state, warRoom: null }).slack_channel_name).toBe('incident-prod-20260101-001');
  });

  it('is empty when no channel was asked for', () => {
    const none = { ...state, warRoom: null, request: { ...state.request, createChannel: false } };
    expect(wireIncident(none).slack_channel_name).toBe('');
  });
});

it('names what of the alert could not be read, wherever the incident is shown', () => {
  const problems = [{ field: 'severity', value: '8', taken: 'medium, the default' }];
  const report = buildReport(completeState({}, { problems }), RESPONSE_PLAN);
  expect(report.incident.problems).toEqual(problems);
  expect(renderReportMarkdown(report, '')).toContain('| Unreadable alert field | severity: 8 (used instead: medium, the default) |');
  expect(reportLines(report)).toContain('unreadable    severity: 8 (used instead: medium, the default)');
});

it('names other open incidents, and services that are affected besides, wherever the incident is shown', () => {
  const state = completeState({ alsoAffected: [{ name: 'cart', title: 'Cart', groups: [] }] });
  const { investigation } = state;
  if (investigation === null) throw new Error('the sample has an investigation');
  const alsoOpen = [{ incidentId: 'PROD-7', service: 'Orders database' }];
  const report = buildReport({ ...state, investigation: { ...investigation, alsoOpen } }, RESPONSE_PLAN);
  expect(report.investigation?.also_open).toEqual([{ incident_id: 'PROD-7', service: 'Orders database' }]);
  const markdown = renderReportMarkdown(report, '');
  expect(markdown).toContain('| Also open | PROD-7 (Orders database) |');
  expect(markdown).toContain('| Also affected | Cart (recovered) |');
  expect(renderReportHtml(report, RESPONSE_PLAN)).toMatch(/Also open[^\n]*PROD-7 \(Orders database\)/);
  expect(reportLines(report)).toEqual(expect.arrayContaining(['also affected Cart (recovered)', 'also open     PROD-7 (Orders database)']));
});
