import type { Report } from '../../model/report';
import { changeLines, earlierLooks, possibleCauses } from '../possible-causes';
import { html, type Markup } from './html';

/** The possible causes with their evidence; null if none is named. */
export function causesOf(report: Report): Markup | null {
  const causes = possibleCauses(report);
  if (causes.length === 0) return null;
  return html`${causes.map(
    (
      { rank, statement, confidence, reasons, objections, confirm, firstAction },
      index,
    ) => html`<div class="finding ${index === 0 ? 'fail' : 'warn'}">
<h3>${rank} (${confidence}): ${statement}</h3>
<ul>${reasons.map((text) => html`<li>For: ${text}</li>\n`)}${objections.map((text) => html`<li>Against: ${text}</li>\n`)}</ul>
${firstAction === null ? null : html`<p>Do first: ${firstAction}</p>`}
<p class="small-print">To make sure: ${confirm}</p></div>
`,
  )}`;
}

/** What differs from the round before; null if nothing does, or there was none. */
export const changesOf = (report: Report): Markup | null => listOf(changeLines(report));

/** What earlier investigations came to; null if there were none. */
export const earlierLooksOf = (report: Report): Markup | null => listOf(earlierLooks(report));

function listOf(lines: readonly string[]): Markup | null {
  return lines.length === 0 ? null : html`<ul>${lines.map((line) => html`<li>${line}</li>\n`)}</ul>`;
}
