import type { IncidentState } from '../../../../src/incident/model/state';
import { buildReport } from '../../../../src/incident/report/build-report';
import { renderReportMarkdown } from '../../../../src/incident/report/report-markdown';
import { RESPONSE_PLAN } from '../../../../src/workflows/response/plan';
import { eventfulState } from '../../../support/eventful-state';
import { after, completeState, MISSING_SCOPE, newState, withNodes } from '../../../support/sample-state';

const render = (state: IncidentState): string => renderReportMarkdown(buildReport(state, RESPONSE_PLAN), 'flowchart LR\n');

describe('renderReportMarkdown', () => {
  it('says who took it, who ended it, who was called and who has which role', () => {
    const lines = render(eventfulState()).split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        '| Acknowledged by | ben |',
        '| Resolved by | cat |',
        '| Reopened | once |',
        '| Escalation | 2 escalation levels reached since the incident was reopened |',
        '| Time to acknowledge | 11 min |',
        '| Time to resolve | 3 h |',
        '| commander | Ben Okafor |',
        '| scribe | no one |',
        '| 2026-01-01 12:00:00 UTC | alert:grafana | reopened the incident: it fires again |',
      ]),
    );
  });

  it('says of what has not happened that it has not, and what is due', () => {
    const lines = render(newState({ escalation: { reached: 0, dueAt: after(300) } })).split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        '| Acknowledged by | no one |',
        '| Resolved by | no one |',
        '| Reopened | never |',
        '| Escalation | no escalation level has been reached; next level due at 2026-01-01 10:05:00 UTC |',
      ]),
    );
  });

  it('calls the time to a resolution that did not last the earlier one', () => {
    const text = render(eventfulState({ status: 'reopened', resolvedAt: null, resolvedBy: null }));
    expect(text).toContain('| Time to previous resolution | 3 h |');
    expect(text).not.toContain('| Time to resolve |');
  });

  it('says what mends a step', () => {
    const blocked = withNodes(completeState(), { createChannel: { status: 'blocked', problem: MISSING_SCOPE } });
    expect(render(blocked)).toContain(`| ${MISSING_SCOPE.message} → ${MISSING_SCOPE.mend} |`);
  });

  it('takes a hostile actor for text', () => {
    const text = render(eventfulState({ acknowledgedBy: '<b>x</b> | [y](javascript:z)' }));
    expect(text).toContain('| Acknowledged by | &lt;b&gt;x&lt;/b&gt; &#124; \\[y\\](javascript:z) |');
  });
});
