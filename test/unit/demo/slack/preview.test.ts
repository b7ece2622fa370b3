import { drawPreview } from '../../../../src/demo/slack/preview/preview-page';
import { ANSWERS } from '../../../../src/demo/slack/preview/sample-answers';
import { SAMPLES } from '../../../../src/demo/slack/preview/sample-messages';
import { MODALS } from '../../../../src/demo/slack/preview/sample-modals';
import { SEVERITIES } from '../../../../src/incident/model/severity';
import { INCIDENT_STATUSES } from '../../../../src/incident/model/state';

it('draws every sample, answer and form, and leaves no block or element undrawn', () => {
  const page = drawPreview();
  const samples = Object.values(SAMPLES).flat().length + Object.keys(ANSWERS).length + Object.keys(MODALS).length;
  expect(page.match(/<figure>/g)).toHaveLength(samples);
  expect(page).not.toContain('class="unknown"');
  expect(page).not.toMatch(/<script|\bsrc=|style="/);
});

it('shows the headline for every severity in every state', () => {
  const shown = SAMPLES.headline.map(({ message: { status, incident } }) => `${status} ${incident.severity}`);
  for (const status of INCIDENT_STATUSES) for (const severity of SEVERITIES) expect(shown).toContain(`${status} ${severity}`);
});
