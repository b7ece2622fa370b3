import { renderMermaid } from '../incident/mermaid';
import type { Plan } from '../incident/plan';
import { renderReportHtml } from '../incident/report-html';
import { renderReportMarkdown } from '../incident/report-markdown';
import { answering } from './answering';
import type { Activities } from './interface';
import type { ReportStore } from './report-store';

export function summaryActivities(store: ReportStore, plan: Plan): Pick<Activities, 'writeReport'> {
  return {
    writeReport: answering(async ({ report }) => {
      const files = await store.write({
        incidentId: report.incident.incident_id,
        isPrivate: report.incident.channel_privacy === 'private',
        json: `${JSON.stringify(report, null, 2)}\n`,
        markdown: renderReportMarkdown(report, renderMermaid(plan, report.steps)),
        html: renderReportHtml(report, plan),
      });
      return { files };
    }),
  };
}
