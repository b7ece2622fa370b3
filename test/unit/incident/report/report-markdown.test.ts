import type { Hypothesis } from '../../../../src/incident/model/investigation/hypothesis';
import type { IncidentState } from '../../../../src/incident/model/state';
import { buildReport } from '../../../../src/incident/report/build-report';
import { renderReportMarkdown } from '../../../../src/incident/report/report-markdown';
import { utcTime } from '../../../../src/incident/text/utc-time';
import { RESPONSE_PLAN } from '../../../../src/workflows/response/plan';
import { eventfulState } from '../../../support/eventful-state';
import { after, completeState, MISSING_SCOPE, newState, withNodes } from '../../../support/sample-state';

const render = (state: IncidentState): string => renderReportMarkdown(buildReport(state, RESPONSE_PLAN), 'flowchart LR\n');

describe('renderReportMarkdown', () => {
  it('lists possible causes with their evidence, and what has changed since the round before', () => {
    const state = completeState();
    const finding = state.findings[0];
    if (state.investigation === null || finding === undefined) throw new Error('the sample has no finding');
    const cause: Hypothesis = {
      service: 'db',
      component: 'database',
      target: null,
      cause: 'disk_full',
      statement: 'db has a full *disk*: 100%.',
      confidence: 88,
      basis: 'seen',
      for: [{ finding: finding.key, text: '100% used' }],
      against: [{ finding: finding.key, text: 'the quota is free' }],
      confirm: 'Read the free space.',
      firstAction: 'Free space.',
    };
    const symptom: Hypothesis = { ...cause, basis: 'symptom', statement: 'It fails.' };
    const changes = [
      { finding: finding.key, title: 'HTTP', target: 'x:1', before: 'ok' as const, now: 'fail' as const, summary: 'HTTP 503' },
    ];
    const others = {
      causeChange: { before: 'It was the *network*.', now: cause.statement },
      confidenceChange: { before: 95, now: 68 },
      addressChanges: [{ service: 'db', before: 'a:1', now: 'b:1' }],
    };
    const hypotheses = [cause, { ...cause, statement: 'Or this.', confidence: 40 }, symptom];
    const standing = [finding.key];
    const investigation = { ...state.investigation, hypotheses, conclusion: 'cause_named' as const, changes, standing, ...others };
    const text = render({ ...state, investigation });
    expect(text).toContain('### Most likely (confidence 88%): db has a full \\*disk\\*: 100%.');
    expect(text).toContain(`* For: 100% used (${finding.title})`.replace('* ', '- '));
    expect(text).toContain(`- Against: the quota is free (${finding.title})`);
    expect(text).toContain('- Do first: Free space.');
    expect(text).toContain('### Also possible (confidence 40%): Or this.');
    expect(text).not.toContain('It fails.');
    expect(text).toContain(
      '- another cause is now the most likely one (before: It was the \\*network\\*)\n- the same cause is less likely (confidence 95% → 68%)\n',
    );
    expect(text).toContain('HTTP (x:1): ok → fail, HTTP 503');
    expect(text).toContain('| Conclusion | a cause is named |');
    expect(text).toContain(`| Not looked at again | 1 probe, last run at ${utcTime(finding.startedAt, 'minutes')} |`);
    const headings = text.split('\n').filter((line) => line.startsWith('## '));
    expect(headings.slice(0, 6)).toEqual([
      '## Possible causes',
      '## Investigation',
      '## Changed since the round before',
      '## Recommendations',
      '## Links',
      '## Score',
    ]);
  });

  it('links what a finding links to, if that is a web address', () => {
    const state = completeState();
    const linked = (link: string) => {
      if (state.investigation === null) throw new Error('the sample has no investigation');
      const findings = state.investigation.findings.map((finding) => ({ ...finding, link }));
      return render({ ...state, investigation: { ...state.investigation, findings } });
    };
    expect(linked('https://grafana.example.com/d/shop')).toContain(
      '\n\nDashboard: [grafana.example.com](<https://grafana.example.com/d/shop>)\n',
    );
    expect(linked('javascript:alert(1)')).not.toContain('(<javascript');
  });

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
    expect(text).toContain('| Acknowledged by | &lt;b>x&lt;/b> &#124; \\[y\\](javascript:z) |');
  });
});
