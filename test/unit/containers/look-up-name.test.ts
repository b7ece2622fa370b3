import { createNameLookUp } from '../../../src/containers/look-up-name';

const failing = (code: string) => async () => {
  throw Object.assign(new Error(code), { code });
};

it('gives every address, and asks once for all probes of a target', async () => {
  let asked = 0;
  const lookUp = createNameLookUp(async () => {
    asked += 1;
    return ['10.0.0.1', '169.254.169.254'];
  });
  const both = await Promise.all([lookUp('rebind.example', 'a'), lookUp('rebind.example', 'b')]);
  expect(both).toEqual([expect.objectContaining({ outcome: 'found', addresses: ['10.0.0.1', '169.254.169.254'] }), both[0]]);
  expect(asked).toBe(1);
});

it('tells a name that is not there, seen twice, from name servers that do not answer', async () => {
  let asked = 0;
  const gone = createNameLookUp(async (name) => {
    asked += 1;
    return failing(name)();
  });
  expect(await gone('ENOTFOUND', 'a')).toEqual({ outcome: 'not_found' });
  expect(asked).toBe(2);
  expect(await gone('EAI_AGAIN', 'a')).toEqual({ outcome: 'no_answer' });
  expect(await createNameLookUp(async () => [])('empty', 'a')).toEqual({ outcome: 'not_found' });
});
