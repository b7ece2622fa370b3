import { publicTitleOf } from '../../../../src/incident/model/incident';
import { publicOwnerOf } from '../../../../src/incident/people/owner';
import { jsonBytes } from '../../../../src/incident/text/json-bytes';
import { sampleIncident } from '../../../support/sample-incident';
import { completeState } from '../../../support/sample-state';

describe('what everybody sees who may list incidents', () => {
  it.each([
    ['public', 'Leaked key', 'Dana'],
    ['private', '(private)', null],
  ] as const)('of a %s incident: its title and its leader, or neither', (privacy, title, owner) => {
    const incident = sampleIncident({ privacy, title: 'Leaked key' });
    expect(publicTitleOf(incident)).toBe(title);
    expect(publicOwnerOf(completeState({ incident, acknowledgedBy: 'Dana' }))).toBe(owner);
  });

  it('is never more than the server takes', () => {
    expect(jsonBytes(publicTitleOf(sampleIncident({ privacy: 'public', title: 'x'.repeat(10_000) })))).toBeLessThan(2_000);
  });
});
