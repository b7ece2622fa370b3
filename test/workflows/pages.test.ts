import { ApplicationFailure } from '@temporalio/common';
import type { PagerUse } from '../../src/incident/model/page';
import { unreachable } from '../support/keyed-room';
import { PAGER, pagedTests } from '../support/paged-incident';

const FOR_CRITICAL: PagerUse = { name: 'phone', severities: ['critical'] };

const { env, asked, count, paged, calm } = pagedTests();

it('pages once at the start and once for each level, and ends the pages with the incident', () =>
  paged(async ({ until, send }) => {
    await until(() => count('pager 0.started') === 1);
    await env().sleep('301s');
    await until(() => count('pager 0.level-1') === 1);
    await env().sleep('301s');
    await until(() => count('pager 0.level-2') === 1);
    await calm();
    await send('acknowledge');
    await until(() => count('pager acknowledged') === 1);
    await env().sleep('30m');
    await calm();
    await send('resolve');
    const { timeline } = await until(() => count('pager resolved') === 1);
    expect(asked().all).toEqual(['pager 0.started', 'pager 0.level-1', 'pager 0.level-2', 'pager acknowledged', 'pager resolved']);
    expect(asked().pages.map(({ page }) => [page.reason, page.references])).toEqual([
      [{ kind: 'started' }, ['dba@example.com']],
      [{ kind: 'escalated', level: 1 }, ['second@example.com']],
      [{ kind: 'escalated', level: 2 }, ['@leads']],
    ]);
    expect(asked().ends[1]?.end).toMatchObject({
      pageKeys: asked().pages.map(({ page }) => page.key),
      references: ['dba@example.com', 'second@example.com', '@leads'],
    });
    expect(timeline.filter(({ kind }) => kind === 'paged').map(({ text }) => text)).toEqual([
      'paged people through pager, because the incident started',
      'paged people through pager, because escalation level 1 was reached',
      'paged people through pager, because escalation level 2 was reached',
    ]);
  }));

it('pages again when the incident is reopened, and resolves that too', () =>
  paged(async ({ until, send }) => {
    await until(() => count('pager 0.started') === 1);
    await calm();
    await send('resolve');
    await until(() => count('pager resolved') === 1);
    await calm();
    await send('reopen', { reason: 'it is back' });
    await until(() => count('pager 1.reopened') === 1);
    await env().sleep('301s');
    await until(() => count('pager 1.level-1') === 1);
    await calm();
    await send('cancel', { reason: 'a drill' });
    await until(() => count('pager resolved') === 2);
    expect(asked().ends[1]?.end.pageKeys.map((key) => key.split('/page/')[1])).toEqual(['1.reopened', '1.level-1']);
  }));

it('uses only the services of its severity, and the others once it rises', () =>
  paged(
    async ({ until, send }) => {
      await until(() => count('pager 0.started') === 1);
      await calm();
      await send('changeSeverity', { severity: 'critical' });
      await until(() => count('phone 0.raised-critical') === 1);
      await calm();
      await send('changeSeverity', { severity: 'low' });
      await calm();
      await send('changeSeverity', { severity: 'critical' });
      await calm();
      await send('resolve');
      await until(() => count('phone resolved') === 1 && count('pager resolved') === 1);
      expect([...asked().all].sort()).toEqual(['pager 0.started', 'pager resolved', 'phone 0.raised-critical', 'phone resolved']);
    },
    { pagers: [PAGER, FOR_CRITICAL], severity: 'low' },
  ));

describe('while Slack cannot be reached', () => {
  it('pages for the start at once, and says after a minute that no one could be paged in Slack', () => {
    let isAway = true;
    return paged(
      async ({ until }) => {
        await until(() => count('pager 0.started') === 1);
        await env().sleep('61s');
        await until(() => count('pager 0.slackUnreachable') === 1);
        await env().sleep('61s');
        isAway = false;
        await env().sleep('61s');
        await until(({ headlineTs }) => headlineTs !== null);
        expect(asked().all).toEqual(['pager 0.started', 'pager 0.slackUnreachable']);
      },
      {
        overrides: (usual) => ({
          createChannel: async (input) => {
            if (isAway) throw unreachable();
            return usual.createChannel(input);
          },
        }),
      },
    );
  });

  it('says so for a level that waits for Slack', () => {
    let isAway = false;
    const away = async <Result>(work: () => Promise<Result>): Promise<Result> => {
      if (isAway) throw unreachable();
      return work();
    };
    return paged(
      async ({ until, send }) => {
        await until(({ responseComplete }) => responseComplete);
        isAway = true;
        await env().sleep('301s');
        await until(() => count('pager 0.level-1') === 1);
        await env().sleep('61s');
        await until(() => count('pager 0.slackUnreachable') === 1);
        await send('acknowledge');
        await until(() => count('pager acknowledged') === 1);
        expect(asked().all).toEqual(['pager 0.started', 'pager 0.level-1', 'pager 0.slackUnreachable', 'pager acknowledged']);
      },
      {
        overrides: (usual) => ({
          inviteResponders: (input) => away(() => usual.inviteResponders(input)),
          postMessage: (input) => away(() => usual.postMessage(input)),
        }),
      },
    );
  });

  it('says nothing of it if people were paged in Slack in time', () =>
    paged(async ({ until }) => {
      await until(({ responseComplete }) => responseComplete);
      await env().sleep('290s');
      expect(asked().all).toEqual(['pager 0.started']);
    }));
});

describe('a service that fails', () => {
  const refused = (): ApplicationFailure =>
    ApplicationFailure.create({
      message: 'PagerDuty: HTTP 400',
      type: 'notify_credentials',
      nonRetryable: true,
      details: [{ mend: 'Set it.' }],
    });

  it('is asked again every minute, and holds up no other', () => {
    let isRefused = true;
    return paged(
      async ({ until, room }) => {
        const state = await until(({ degradations }) => degradations.some(({ what }) => what === 'page through pager'));
        expect(state.degradations.find(({ what }) => what === 'page through pager')?.problem).toMatchObject({ mend: 'Set it.' });
        await until(() => count('phone 0.started') === 1);
        isRefused = false;
        await env().sleep('61s');
        await until(() => count('pager 0.started') === 1);
        await until(({ degradations }) => degradations.every(({ what }) => what !== 'page through pager'));
        // The room is told of the trouble, and of its end.
        const news = () => [...room.messages.values()].flatMap((message) => (message.kind === 'news' ? message.entries : []));
        await until(() => ['degraded', 'paged'].every((kind) => news().filter((entry) => entry.kind === kind).length === 1));
      },
      {
        pagers: [PAGER, FOR_CRITICAL],
        overrides: (usual) => ({
          sendPage: async (input) => {
            if (isRefused && input.pager === 'pager') throw refused();
            return usual.sendPage(input);
          },
        }),
      },
    );
  });

  it('that cannot be reached is named in the room, and asked on', () => {
    let isAway = true;
    let tries = 0;
    return paged(
      async ({ until }) => {
        await until(() => tries > 0);
        await env().sleep('1m');
        await until(({ degradations }) => degradations.some(({ what }) => what === 'page through pager'));
        isAway = false;
        await env().sleep('61s');
        await until(() => count('pager 0.started') === 1);
        await until(({ degradations }) => degradations.every(({ what }) => what !== 'page through pager'));
      },
      {
        overrides: (usual) => ({
          sendPage: async (input) => {
            tries += 1;
            if (isAway) throw ApplicationFailure.create({ message: 'unreachable', type: 'notify_unreachable' });
            return usual.sendPage(input);
          },
        }),
      },
    );
  });

  it('is not asked to page any more once someone has acknowledged', () => {
    let tries = 0;
    return paged(
      async ({ until, send }) => {
        await until(() => tries > 1);
        await calm();
        await send('acknowledge');
        await until(() => count('pager acknowledged') === 1);
        const before = tries;
        await env().sleep('30m');
        expect(tries).toBe(before);
        expect(asked().all).toEqual(['pager acknowledged']);
      },
      {
        overrides: () => ({
          sendPage: async () => {
            tries += 1;
            throw ApplicationFailure.create({ message: 'unreachable', type: 'notify_unreachable' });
          },
        }),
      },
    );
  });
});

it('tells a service only what a private incident lets it', () =>
  paged(
    async ({ until }) => {
      await until(() => count('pager 0.started') === 1);
      expect(asked().pages[0]?.page.isPrivate).toBe(true);
    },
    { privacy: 'private' },
  ));

it('pages for a level that a person asks for after the acknowledgement', () =>
  paged(async ({ until, send }) => {
    await until(() => count('pager 0.started') === 1);
    await calm();
    await send('acknowledge');
    await until(() => count('pager acknowledged') === 1);
    await calm();
    await send('escalate');
    await until(() => count('pager 0.level-1') === 1);
    await calm();
    await send('resolve');
    await until(() => count('pager resolved') === 1);
    expect(asked().all).toEqual(['pager 0.started', 'pager acknowledged', 'pager 0.level-1', 'pager resolved']);
  }));
