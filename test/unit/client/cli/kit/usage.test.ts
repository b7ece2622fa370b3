import { Command } from 'commander';
import { tellError } from '../../../../../src/client/cli/kit/tell-error';
import { strict } from '../../../../../src/client/cli/kit/usage';

function told(...argv: string[]) {
  const program = strict(new Command('incident'));
  strict(program.command('add').argument('<id>').argument('<user...>'));
  strict(program.command('show').argument('<id>'));
  try {
    program.parse(argv, { from: 'user' });
  } catch (error) {
    return tellError(error).json;
  }
  throw new Error('nothing was thrown');
}

it('says of a missing argument how the command is used, rather than that it is allowed', () => {
  expect(told('add')).toMatchObject({
    message: "missing required argument 'id'",
    field: 'id',
    allowed: null,
    hint: 'Usage: incident add <id> <user...>. See incident add --help. To list incidents: incident list',
  });
  expect(told('add', 'A-1')).toMatchObject({ field: 'user', hint: 'Usage: incident add <id> <user...>. See incident add --help.' });
});

it('puts what is allowed into the same sentence', () => {
  expect(told('add').message).not.toContain('allowed');
  expect(told('show', 'A-1', 'x').message).toBe("too many arguments for 'show'. Expected 1 argument but got 2 (allowed: <id>)");
});

it('says what is allowed instead of what is unknown', () => {
  expect(told('ad')).toMatchObject({ allowed: 'add, show, help', hint: 'See incident --help.' });
});
