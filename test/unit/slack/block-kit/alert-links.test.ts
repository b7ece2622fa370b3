import { headlineOf } from '../../../../src/incident/war-room/headline';
import { imageAmong } from '../../../../src/slack/block-kit/alert-links';
import { withoutImages } from '../../../../src/slack/block-kit/blocks';
import { renderChecked } from '../../../support/render-checked';
import { completeState } from '../../../support/sample-state';

const IMAGE = 'https://p.datadoghq.com/snapshot/view/graph.png?size=m';

it.each([
  'http://p.datadoghq.com/graph.png',
  'https://10.0.0.7/graph.png',
  'https://[::1]/graph.png',
  'https://127.0.0.1/graph.png',
  'https://grafana/graph.png',
  'https://grafana.internal/graph.png',
  'https://grafana.local:3000/graph.png',
  'https://metadata.google.internal/graph.png',
  'https://localhost/graph.png',
  'https://acme.io/graph',
  `https://acme.io/${'x'.repeat(3_000)}.png`,
])('shows no image from %s', (url) => {
  expect(imageAmong([url])).toBeNull();
});

it('shows one image in the headline, which can be left out', () => {
  const message = headlineOf(completeState({}, { links: ['https://am.acme.io/', IMAGE, 'https://acme.io/other.png'] }));
  const rendered = renderChecked(message);
  const images = rendered.attachments?.[0]?.blocks.filter(({ type }) => type === 'image');
  expect(images).toEqual([{ type: 'image', image_url: IMAGE, alt_text: 'Image of the alert Database connection pool exhausted' }]);
  expect(JSON.stringify(withoutImages(rendered))).not.toContain('"type":"image"');
  const plain = renderChecked(headlineOf(completeState()));
  expect(withoutImages(plain)).toBe(plain);
});
