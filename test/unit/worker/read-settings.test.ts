import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '../../../src/worker/read-settings';

const cwd = mkdtempSync(join(tmpdir(), 'settings-'));
mkdirSync(join(cwd, 'broken'));
writeFileSync(join(cwd, 'broken', 'one.yaml'), 'id: UPPER\n');
afterAll(() => rmSync(cwd, { recursive: true }));

function messageOf(yaml: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  writeFileSync(join(cwd, 'file.yaml'), yaml);
  return readSettings({ env: { ...env, INCIDENT_CONFIG: 'file.yaml' }, cwd, purpose: 'client' }).then(
    () => '',
    ({ message }: Error) => message,
  );
}

describe('readSettings', () => {
  it('tells what is wrong with the environment, the file and the runbooks that the file names, together', async () => {
    const message = await messageOf('idPrefix: lower\nrunbooks: [broken]\n', { LOG_LEVEL: 'loud' });
    expect(message).toContain('idPrefix: "lower"');
    expect(message).toContain('LOG_LEVEL: "loud"');
    expect(message).toContain(`${join(cwd, 'broken', 'one.yaml')}:1: id: "UPPER" must be`);
  });

  it('looks at the runbooks of the file also when only the environment is wrong', async () => {
    expect(await messageOf('runbooks: [broken]\n', { LOG_LEVEL: 'loud' })).toMatch(/LOG_LEVEL[\s\S]*one\.yaml/);
  });

  it('looks at the services, too', async () => {
    expect(await messageOf('idPrefix: lower\nservices: broken/one.yaml\n')).toMatch(/idPrefix[\s\S]*one\.yaml:1: /);
    expect(await messageOf('services: broken/one.yaml\n')).toMatch(/^\d+ problems? in the services/);
  });

  it('tells of each alone when only one is wrong', async () => {
    expect(await messageOf('runbooks: [broken]\n')).toMatch(/^\d+ problems? in the runbooks/);
    expect(await messageOf('idPrefix: lower\n')).toMatch(/^the configuration has 1 problem:\n.*$/);
  });
});
