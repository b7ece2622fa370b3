import type { Plan } from '../model/plan';
import type { Report } from '../model/report';
import { causesOf, changesOf, earlierLooksOf } from './html/causes-section';
import { headerSection } from './html/header-section';
import { html, Markup } from './html/html';
import { PAGE_STYLE } from './html/page-style';
import {
  actionsOf,
  degradedOf,
  investigationOf,
  leftOutOf,
  peopleOf,
  recommendationsOf,
  scoreOf,
  section,
  stepProblems,
  timelineOf,
  unreadOf,
} from './html/sections';
import { stepChart } from './html/step-chart';
import { stepGraph } from './html/step-graph';
import { inBothSizes } from './html/svg';
import { timelinePicture } from './html/timeline-picture';

/** Forbids scripts, frames, forms and everything external, whatever an alert may have smuggled in. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/**
 * The report as one HTML page that loads nothing and runs nothing, for archives, email and printing. Anything that an alert
 * or a person wrote is shown as text.
 */
export function renderReportHtml(report: Report, plan: Plan): string {
  const { incident } = report;
  const page = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${incident.incident_id}: ${incident.incident_title}</title>
<style>${new Markup(PAGE_STYLE)}</style>
</head>
<body>
<main>
${headerSection(report)}
${section('Possible causes', causesOf(report))}
${section('Investigation', investigationOf(report))}
${section('Changed since the round before', changesOf(report))}
${section('Earlier investigations', earlierLooksOf(report))}
${section('Recommendations', recommendationsOf(report))}
${section('Actions', actionsOf(report))}
${section('Unreadable alert fields', unreadOf(report))}
${section('What happened', pictureOfLife(report))}
${section('The response', pictureOfSteps(report, plan))}
${section('Score', scoreOf(report))}
${section('People', peopleOf(report))}
${section('Degraded', degradedOf(report))}
${section('Skipped', leftOutOf(report))}
${section('Timeline', timelineOf(report))}
</main>
</body>
</html>
`;
  return page.text;
}

function pictureOfLife(report: Report): Markup {
  return html`<figure>${inBothSizes((size) => timelinePicture(report, size))}
<figcaption>From the declaration to the latest entry. Labelled marks are the turning points; small circles are notes and other entries.</figcaption></figure>`;
}

function pictureOfSteps(report: Report, plan: Plan): Markup {
  return html`<figure>${inBothSizes((size) => stepGraph(report, plan, size))}
<figcaption>Each step is drawn after the steps it depends on.</figcaption></figure>
<figure>${inBothSizes((size) => stepChart(report, plan, size))}
<figcaption>When each step and its activities ran, measured from the creation of the incident.</figcaption></figure>
${stepProblems(report)}`;
}
