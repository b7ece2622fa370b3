import { Command } from 'commander';
import { CHANGING_VERBS } from '../../../../../src/client/cli/verbs/changing-verbs';
import { addSchemaVerb } from '../../../../../src/client/cli/verbs/schema';

async function printed(...args: readonly string[]): Promise<string> {
  const out = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    const incident = new Command('incident');
    addSchemaVerb(incident);
    await incident.parseAsync(['schema', ...args], { from: 'user' });
    return out.mock.calls.map(([text]) => text).join('');
  } finally {
    out.mockRestore();
  }
}

describe('incident schema', () => {
  it('lists what is printed, by whom', async () => {
    expect(await printed()).toMatch(/^name +what prints it\n[\s\S]*^list +`incident list --json`: /m);
  });

  it('prints the schema of a name', async () => {
    expect(JSON.parse(await printed('list'))).toMatchObject({ title: 'list', type: 'array' });
  });

  it('takes any verb that changes an incident', async () => {
    const change = await printed('change');
    for (const { verb } of Object.values(CHANGING_VERBS)) expect(await printed(verb)).toBe(change);
  });

  it('has each schema in one document, by its name, and none that needs another file', async () => {
    const all = JSON.parse(await printed('--json')) as Record<string, { title: string; description?: string }>;
    expect(Object.entries(all).filter(([name, { title, description }]) => title !== name || !description)).toEqual([]);
    const refs = [...JSON.stringify(all).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref = '']) => ref);
    expect(refs.length).toBeGreaterThan(50);
    expect(refs.filter((ref) => !ref.startsWith('#/definitions/'))).toEqual([]);
  });

  it('refuses another name, and says what is near', async () => {
    await expect(printed('lst')).rejects.toMatchObject({ field: 'NAME', message: expect.stringContaining('did you mean list?') });
  });
});
