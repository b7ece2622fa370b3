import { ApplicationFailure } from '@temporalio/common';
import type { PagerUse } from '../../src/incident/model/page';
import { troubleTitle } from '../../src/incident/response/trouble-words';
import type { FakeRoom } from '../support/fake-activities';
import { PAGER, type PagedOptions, pagedTests } from '../support/paged-incident';

const FOR_CRITICAL: PagerUse = { name: 'phone', severities: ['critical'] };
const MAIL: PagerUse = { ...PAGER, name: 'mail', sendsMessages: true };
const END = 'end of pages through pager';

const { env, asked, count, paged, calm } = pagedTests();
const away = (): ApplicationFailure => ApplicationFailure.create({ message: 'HTTP 503', type: 'notify_service_failed' });
const notConfigured = (): ApplicationFailure =>
  ApplicationFailure.create({
    message: 'notify: pager is not configured on this worker',
    type: 'invalid_input',
    nonRetryable: true,
    details: [{ mend: 'Add it.' }],
  });

/** The troubles that the room was told of. */
const told = (room: FakeRoom): readonly string[] =>
  [...room.messages.values()].flatMap((message) =>
    message.kind === 'news' ? message.entries.flatMap((entry) => (entry.kind === 'degraded' && 'what' in entry ? [entry.what] : [])) : [],
  );

/** Services of which some fail while a test says so. */
function failing(): {
  readonly tries: string[];
  pages: (() => Error) | null;
  ends: (() => Error) | null;
  only: string;
  overrides: PagedOptions['overrides'];
} {
  const tries: string[] = [];
  const state = {
    tries,
    pages: null as (() => Error) | null,
    ends: null as (() => Error) | null,
    only: 'pager',
    overrides: ((usual) => ({
      sendPage: async (input) => {
        tries.push(`page ${input.pager}`);
        if (state.pages !== null && input.pager === state.only) throw state.pages();
        return usual.sendPage(input);
      },
      endPages: async (input) => {
        tries.push(`${input.ending} ${input.pager}`);
        if (state.ends !== null && input.pager === state.only) throw state.ends();
        return usual.endPages(input);
      },
    })) satisfies PagedOptions['overrides'],
  };
  return state;
}

describe('the severity', () => {
  it('that falls stops a page that is still waiting, and pages again if it rises again', () => {
    const service = failing();
    service.only = 'phone';
    service.pages = away;
    return paged(
      async ({ until, send }) => {
        for (let round = 1; round <= 2; round += 1) {
          const tries = service.tries.length;
          await until(() => service.tries.length > tries);
          await env().sleep('1m');
          await until(({ degradations }) => degradations.some(({ what }) => what === 'page through phone'));
          await calm();
          await send('changeSeverity', { severity: 'low' });
          await until(({ degradations }) => degradations.every(({ what }) => what !== 'page through phone'));
          const before = service.tries.length;
          await env().sleep('10m');
          expect(service.tries.slice(before)).toEqual([]);
          if (round === 2) service.pages = null;
          await send('changeSeverity', { severity: 'critical' });
        }
        await until(() => count('phone 0.raised-critical') === 1);
      },
      { pagers: [PAGER, FOR_CRITICAL], overrides: service.overrides },
    );
  });

  it('that rises after the acknowledgement pages people through further services, whose pages stay unacknowledged', () =>
    paged(
      async ({ until, send }) => {
        await until(() => count('pager 0.started') === 1);
        await calm();
        await send('acknowledge');
        await until(() => count('pager acknowledged') === 1);
        await calm();
        await send('changeSeverity', { severity: 'critical' });
        await until(() => count('phone 0.raised-critical') === 1);
        await env().sleep('10m');
        await send('resolve');
        await until(() => count('phone resolved') === 1 && count('pager resolved') === 1);
        expect(asked().all.slice(0, 3)).toEqual(['pager 0.started', 'pager acknowledged', 'phone 0.raised-critical']);
        expect([...asked().all].sort()).toHaveLength(5);
      },
      { pagers: [PAGER, FOR_CRITICAL], severity: 'low' },
    ));
});

it('those who were paged are told of the end', () =>
  paged(
    async ({ until, send }) => {
      await until(() => count('mail 0.started') === 1);
      await env().sleep('301s');
      await until(() => count('mail 0.level-1') === 1);
      await calm();
      await send('acknowledge');
      await until(() => count('mail acknowledged') === 1);
      expect(asked().ends[0]?.end).toMatchObject({ references: [], recipients: ['0.started@example.com', '0.level-1@example.com'] });
    },
    {
      pagers: [MAIL],
      overrides: (usual) => ({
        sendPage: async (input) => {
          const { attempt } = await usual.sendPage(input);
          return { value: { refused: [], recipients: [`${input.page.key.split('/page/')[1]}@example.com`] }, attempt };
        },
      }),
    },
  ));

describe('a page after a reopening', () => {
  it('waits until a service that keeps one alert for the incident has closed it, and the room learns why', () => {
    const service = failing();
    service.ends = away;
    return paged(
      async ({ until, send, room }) => {
        await until(() => count('pager 0.started') === 1);
        await calm();
        await send('resolve');
        await until(() => service.tries.includes('resolved pager'));
        await calm();
        await send('reopen', { reason: 'it is back' });
        await env().sleep('2m');
        const { degradations } = await until((state) => state.degradations.some(({ what }) => what === END));
        expect(degradations.find(({ what }) => what === END)?.problem.message).toBe(
          'the pages are not marked resolved yet: HTTP 503; retrying for up to an hour, and further pages wait for that',
        );
        expect(troubleTitle(END)).toBe("couldn't end the pages through pager");
        await until(() => told(room).includes(END));
        service.ends = null;
        await env().sleep('2m');
        await until(() => count('pager 1.reopened') === 1);
        expect(asked().all).toEqual(['pager 0.started', 'pager resolved', 'pager 1.reopened']);
        await until((state) => state.degradations.every(({ what }) => what !== END));
      },
      { overrides: service.overrides },
    );
  });

  // Where it does not wait, the end that is under way is cancelled: test/integration/life/pages.test.ts shows that on a real server.
});

describe('an incident that closes', () => {
  it('while a service is away ends after an hour at most, and says what is left to do', () => {
    const service = failing();
    service.ends = away;
    return paged(
      async ({ until, send, result, room }) => {
        await until(() => count('pager 0.started') === 1);
        await calm();
        await send('cancel', { reason: 'a drill' });
        const { degradations, status, closedAt } = await result();
        expect([status, closedAt]).toEqual(['cancelled', expect.any(String)]);
        expect(degradations.filter(({ what }) => what === END).map(({ problem }) => problem)).toEqual([
          {
            code: 'notify_service_failed',
            message: 'the pages are not marked resolved: HTTP 503',
            mend: 'Mark the pages resolved in pager by hand, or tell the people who were paged.',
          },
        ]);
        expect(told(room).filter((what) => what === END)).toHaveLength(2);
        expect(service.tries.filter((one) => one === 'resolved pager').length).toBeGreaterThan(20);
      },
      { overrides: service.overrides },
    );
  });

  it('waits for a service that is back within the hour, and then has nothing to say', () => {
    const service = failing();
    service.ends = away;
    return paged(
      async ({ until, send, result }) => {
        await until(() => count('pager 0.started') === 1);
        await calm();
        await send('cancel', { reason: 'a drill' });
        await env().sleep('40m');
        service.ends = null;
        const { degradations } = await result();
        expect(asked().all).toEqual(['pager 0.started', 'pager resolved']);
        expect(degradations.filter(({ what }) => what === END)).toEqual([]);
      },
      { overrides: service.overrides },
    );
  });

  it('is not held up by a service that was removed from the configuration while a page and its end waited for it', () => {
    const service = failing();
    service.pages = notConfigured;
    service.ends = notConfigured;
    return paged(
      async ({ until, send, result }) => {
        const { degradations } = await until((state) => state.degradations.some(({ what }) => what === 'page through pager'));
        expect(degradations.find(({ what }) => what === 'page through pager')?.problem).toMatchObject({
          message: 'notify: pager is not configured on this worker; retrying every minute',
          mend: 'Add it.',
        });
        await calm();
        await send('cancel', { reason: 'a drill' });
        const final = await result();
        expect(service.tries.filter((one) => one === 'resolved pager')).toHaveLength(1);
        expect(final.degradations.filter(({ what }) => what.includes('through')).map(({ what, problem }) => [what, problem.mend])).toEqual([
          [END, 'Add it. Mark the pages resolved in pager by hand, or tell the people who were paged.'],
        ]);
      },
      { overrides: service.overrides },
    );
  });
});
