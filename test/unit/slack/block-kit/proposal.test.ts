import { PROPOSALS } from '../../../../src/demo/slack/preview/sample-proposals';
import type { ContainerStep } from '../../../../src/incident/model/actions/action';
import type { Proposal } from '../../../../src/incident/model/actions/proposal';
import type { ProposalMessage } from '../../../../src/incident/model/actions/proposal-message';
import { shownStep } from '../../../../src/incident/model/actions/shown-step';
import { readButtonValue } from '../../../../src/slack/block-kit/buttons';
import { renderChecked } from '../../../support/render-checked';

const sampleOf = (name: string): ProposalMessage => {
  const found = PROPOSALS.find((sample) => sample.name === name);
  if (found === undefined) throw new Error(`no sample ${name}`);
  return found.message;
};
const change = (message: ProposalMessage, changes: Partial<Proposal>): ProposalMessage => ({
  ...message,
  proposal: { ...message.proposal, ...changes },
});
const textOf = (message: ProposalMessage): string => JSON.stringify(renderChecked(message).blocks);
const buttonsOf = (message: ProposalMessage) =>
  (renderChecked(message).blocks ?? []).flatMap((block) => (block.type === 'actions' ? block.elements : []));

describe('a proposal in the room', () => {
  it.each(PROPOSALS.map(({ name, message }) => [name, message] as const))('is accepted by Slack: %s', (_, message) => {
    expect(renderChecked(message).text).not.toBe('');
  });

  it('can be answered only while it waits', () => {
    expect(PROPOSALS.filter(({ message }) => buttonsOf(message).length > 0).map(({ message }) => message.proposal.status)).toEqual(
      PROPOSALS.filter(({ message }) => message.proposal.status === 'proposed').map(() => 'proposed'),
    );
  });

  it('names the proposal and what was shown of it in each answer, and asks once more before an approval', () => {
    const message = sampleOf('proposed');
    const [approve, reject] = buttonsOf(message);
    const { id, digest } = message.proposal;
    expect(approve).toMatchObject({ type: 'button', action_id: 'incident.approve', confirm: { title: { text: 'Run it now?' } } });
    expect(reject).not.toHaveProperty('confirm');
    for (const one of [approve, reject]) {
      expect(readButtonValue(one?.type === 'button' ? one.value : '')).toMatchObject({
        incidentId: message.incidentId,
        proposal: { id, digest },
      });
    }
    expect(buttonsOf(sampleOf('to be confirmed: resolve'))[0]).toMatchObject({ action_id: 'incident.confirm' });
  });

  it('shows every line of what runs and of how it is undone', () => {
    const message = sampleOf('proposed: a program');
    const { what } = message.proposal;
    if (what.kind !== 'action') throw new Error('not an action');
    const text = (renderChecked(message).blocks ?? []).map((block) => ('text' in block ? block.text?.text : '')).join('\n');
    for (const line of shownStep(what.action.does))
      expect(text).toContain(line.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;'));
    expect(text).toContain('it cannot be undone');
  });

  it('lets nothing that was written elsewhere out of its place', () => {
    const hostile = '``` <!channel> *bold* \u202e <https://evil.example|Approve>';
    const message = sampleOf('proposed: a program');
    const { what } = message.proposal;
    if (what.kind !== 'action') throw new Error('not an action');
    const does: ContainerStep = { ...(what.action.does as ContainerStep), command: ['sh', '-c', `${hostile}\n`], env: { A: hostile } };
    const shown = textOf(
      change(message, {
        reason: hostile,
        by: { ...message.proposal.by, actor: hostile, agent: hostile },
        what: { kind: 'action', action: { ...what.action, title: hostile, effect: hostile, target: hostile, does } },
      }),
    );
    expect(shown).not.toMatch(/<!channel>|<https:\/\/evil|\u202e/);
    expect(shown.match(/```/g)).toHaveLength(2);
  });
});
