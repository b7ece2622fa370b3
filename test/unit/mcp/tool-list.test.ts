import { getEncoding } from 'js-tiktoken';
import { INSTRUCTIONS } from '../../../src/mcp/instructions';
import { listedTools } from '../../../src/mcp/server';

const MOST_TOKENS = 2_500;
const tokensOf = (value: unknown): number => getEncoding('cl100k_base').encode(JSON.stringify(value)).length;
const NAMES = [
  'list_incidents',
  'get_incident',
  'declare_incident',
  'update_incident',
  'investigate',
  'list_alerts',
  'explain_plan',
  'get_report',
  'recover_step',
  'propose_action',
];

describe.each(['read', 'respond'] as const)('the tools of a principal that may %s', (mode) => {
  const tools = listedTools({ mode });

  it('are these', () => expect(tools.map(({ name }) => name)).toEqual(NAMES));

  it(`cost at most ${MOST_TOKENS} tokens`, () => expect(tokensOf(tools)).toBeLessThanOrEqual(MOST_TOKENS));

  it.each(tools.map((tool) => [tool.name, tool] as const))(
    'obey the strictest rules: %s',
    (name, { description = '', inputSchema, annotations }) => {
      expect(name).toMatch(/^[a-z_]{1,64}$/);
      expect(description.length).toBeLessThanOrEqual(2_000);
      expect(inputSchema.type).toBe('object');
      for (const word of ['oneOf', 'anyOf', 'allOf', 'not']) expect(inputSchema).not.toHaveProperty(word);
      const text = JSON.stringify(inputSchema);
      expect(text).not.toMatch(/\$ref|\$defs|\$schema|"(?:oneOf|anyOf|allOf)"/);
      expect(annotations).toMatchObject({ openWorldHint: false });
    },
  );
});

it('has instructions of about a hundred words', () => {
  const words = INSTRUCTIONS.split(/\s+/).length;
  expect([words > 80, words < 140]).toEqual([true, true]);
});
