import type { WarRoomChat } from '../chat/port';
import type { Plan } from '../incident/model/plan';
import type { Report, ReportBody } from '../incident/model/report';
import { renderMermaid } from '../incident/report/mermaid';
import { renderReportHtml } from '../incident/report/report-html';
import { renderReportMarkdown } from '../incident/report/report-markdown';
import { defineActivity } from './define-activity';
import type { Activities } from './interface';
import type { ReportStore } from './report-store';
import { inUse, postOnce } from './war-room';

export function summaryActivities(
  store: ReportStore,
  plan: Plan,
  chat: WarRoomChat | null,
): Pick<Activities, 'summarizeIncident' | 'writeReport'> {
  const write = (body: ReportBody): Promise<readonly string[]> => {
    const report: Report = { ...body, plan: plan.steps };
    return store.write({
      incidentId: report.incident.incident_id,
      // An event that could not be parsed may be private.
      isPrivate: report.incident.channel_privacy !== 'public',
      json: `${JSON.stringify(report, null, 2)}\n`,
      markdown: renderReportMarkdown(report, renderMermaid(plan, report.steps)),
      html: renderReportHtml(report, plan),
    });
  };
  return {
    // The report comes first, because it needs no permission from Slack.
    summarizeIncident: defineActivity(async ({ report, summary }, scope) => {
      const files = await write(report);
      return { files, summary: summary === null ? null : await postOnce(inUse(chat), summary, scope) };
    }),
    writeReport: defineActivity(async ({ report }) => ({ files: await write(report) })),
  };
}
