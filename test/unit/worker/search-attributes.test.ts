import type { ConnectionLike } from '@temporalio/client';
import { setUpLines } from '../../../src/client/cli/verbs/doctor';
import { readRetention } from '../../../src/worker/retention';
import { ensureSearchAttributes, INDEXED_TYPES, missingSearchAttributes } from '../../../src/worker/search-attributes';

const TEXT = 1;
const connectionWith = (listSearchAttributes: () => Promise<object>, added: object[] = []): ConnectionLike =>
  ({
    operatorService: {
      listSearchAttributes,
      addSearchAttributes: async ({ searchAttributes }: { searchAttributes: object }) => void added.push(searchAttributes),
    },
  }) as unknown as ConnectionLike;
const having = (customAttributes: object, added?: object[]) => connectionWith(async () => ({ customAttributes }), added);

describe('the search attributes of a namespace', () => {
  it('are added where they are missing', async () => {
    const { IncidentStatus, ...others } = INDEXED_TYPES;
    const added: object[] = [];
    expect(await ensureSearchAttributes(having(others, added), 'incidents')).toEqual(['IncidentStatus']);
    expect(added).toEqual([{ IncidentStatus }]);
    expect(await missingSearchAttributes(having(INDEXED_TYPES), 'incidents')).toEqual([]);
  });

  it('are refused with another type, naming both and how to mend it', async () => {
    const connection = having({ ...INDEXED_TYPES, IncidentStatus: TEXT });
    for (const look of [missingSearchAttributes, ensureSearchAttributes]) {
      await expect(look(connection, 'incidents')).rejects.toMatchObject({
        code: 'mistyped_search_attributes',
        message: 'wrong search attribute types in namespace incidents: IncidentStatus is Text instead of Keyword',
        hint: expect.stringMatching(
          /remove --namespace incidents --name IncidentStatus\n.* create .* --name IncidentStatus --type Keyword$/,
        ),
      });
    }
  });

  it('come as commands for an administrator when they may not be looked at', async () => {
    const refused = connectionWith(() => Promise.reject(Object.assign(new Error('7 PERMISSION_DENIED'), { code: 7 })));
    const error = (await ensureSearchAttributes(refused, 'incidents').catch((thrown: unknown) => thrown)) as { hint: string };
    expect(error).toMatchObject({ code: 'missing_search_attributes', message: expect.stringContaining('PERMISSION_DENIED') });
    for (const name of Object.keys(INDEXED_TYPES)) expect(error.hint).toContain(`create --namespace incidents --name ${name} --type`);
  });

  it('leave every other failure as it is', async () => {
    const away = Object.assign(new Error('14 UNAVAILABLE'), { code: 14 });
    await expect(
      missingSearchAttributes(
        connectionWith(() => Promise.reject(away)),
        'x',
      ),
    ).rejects.toBe(away);
  });
});

describe('how long closed incidents are kept', () => {
  const keeping = (days: number) =>
    ({
      workflowService: { describeNamespace: async () => ({ config: { workflowExecutionRetentionTtl: { seconds: days * 86_400 } } }) },
    }) as unknown as ConnectionLike;

  it('is told with the command to change it where it is too short', async () => {
    const retention = await readRetention(keeping(1), 'incidents');
    expect(setUpLines({ added: [], retention })).toEqual([
      'nothing to add: all search attributes are present',
      'closed incidents are kept for 1 day; 90 days is recommended, so that lists and statistics are useful. To change it:',
      '  temporal operator namespace update --namespace incidents --retention 90d',
    ]);
  });

  it('is told alone where it is long enough', async () => {
    const retention = await readRetention(keeping(90), 'incidents');
    expect(setUpLines({ added: ['IncidentStatus'], retention })).toEqual(['added IncidentStatus', 'closed incidents are kept for 90 days']);
  });
});
