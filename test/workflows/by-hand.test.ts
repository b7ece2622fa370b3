import type { EditInput } from '../../src/activities/interface';
import type { HeadlineMessage } from '../../src/incident/model/room-message';
import { isComplete } from '../support/incident-handle';
import { withStartedIncident } from '../support/incident-stage';
import { ownTestServer } from '../support/own-test-server';
import { workflowBundle } from '../support/workflow-env';

const env = ownTestServer();
beforeAll(() => workflowBundle(), 60_000);

/** An `editMessage` that keeps each headline. */
function headlineEdits(): { edits: HeadlineMessage[]; editMessage: (input: EditInput) => Promise<{ value: null; attempt: number }> } {
  const edits: HeadlineMessage[] = [];
  return {
    edits,
    editMessage: async ({ message }) => {
      if (message.kind === 'headline') edits.push(message);
      return { value: null, attempt: 1 };
    },
  };
}

describe('the revision', () => {
  it('grows with each command that changes the state, and by itself edits nothing', async () => {
    const { edits, editMessage } = headlineEdits();
    await withStartedIncident(
      env(),
      async ({ until, send }) => {
        await until(isComplete);
        expect((await until(() => true)).revision ?? 0).toBe(0);
        await send('addNote', { text: 'looking', requestId: 'r1' });
        await send('addNote', { text: 'looking', requestId: 'r1' });
        await send('reopen', { reason: 'it is not resolved' }).catch(() => undefined);
        expect(await until(() => true)).toMatchObject({ revision: 1 });
        const before = edits.length;
        await send('changeSeverity', { severity: 'high' });
        await until(() => edits.length > before);
        // The note made no edit: the first one since then shows the new severity.
        expect(edits[before]).toMatchObject({ incident: { severity: 'high' }, revision: 2 });
      },
      () => ({ editMessage }),
    );
  });
});

describe('a further investigation', () => {
  it('is shown in the headline while it runs, with the buttons of that moment, and no longer than that', async () => {
    const { edits, editMessage } = headlineEdits();
    await withStartedIncident(
      env(),
      async ({ until, send }) => {
        await until(isComplete);
        await until(() => edits.at(-1)?.result !== null);
        expect(edits.every(({ investigating }) => investigating === undefined)).toBe(true);
        const before = edits.length;
        await send('investigateAgain');
        await until(({ investigationRound, investigation }) => investigationRound === 2 && investigation !== null);
        await until(() => edits.length > before && edits.at(-1)?.investigating === undefined);
        expect(edits[before]).toMatchObject({ investigating: true, revision: 1, result: expect.anything() });
      },
      () => ({ editMessage }),
    );
  });
});

describe('the outcome', () => {
  it('can be reopened from, until someone has', async () => {
    const shown: (readonly string[] | undefined)[] = [];
    const note = (message: EditInput['message']): void => {
      if (message.kind === 'outcome') shown.push(message.buttons);
    };
    await withStartedIncident(
      env(),
      async ({ until, send }) => {
        await until(isComplete);
        await send('resolve');
        await until(() => shown.length === 1);
        await send('reopen', { reason: 'it is back' });
        await until(() => shown.length === 2);
        expect(shown).toEqual([['reopen'], []]);
      },
      (fakes) => ({
        postReply: async (input) => {
          note(input.message);
          return fakes.postReply(input);
        },
        editMessage: async ({ message }) => {
          note(message);
          return { value: null, attempt: 1 };
        },
      }),
    );
  });
});
