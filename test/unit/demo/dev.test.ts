import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, loadConfig } from '../../../src/config';
import { configuredPeople } from '../../../src/config/configured-people';
import { emulatedPeople } from '../../../src/demo/demo-people';
import { nextSteps } from '../../../src/demo/dev-next-steps';

const cwd = mkdtempSync(join(tmpdir(), 'dev-'));
afterAll(() => rmSync(cwd, { recursive: true }));

function configured(text: string): Config {
  writeFileSync(join(cwd, 'incident.config.yaml'), text);
  return loadConfig({ env: { SLACK_BOT_TOKEN: 'xoxb-x' }, cwd, purpose: 'doctor' });
}

describe('what npm run dev does with the configuration', () => {
  it('puts everyone whom it names by email into the emulated workspace, once', () => {
    const config = configured(`
      defaultResponders: [You@example.com, "@payments", "Ben Ode", dba@example.com]
      teams: { payments: [ana@example.com], unused: [uma@example.com] }
      escalation: { low: [[lea@example.com], { name: all, users: [ana@example.com] }] }
      heartbeats: { nightly: { every: 24h, users: [hal@example.com] } }
    `);
    const emails = emulatedPeople(configuredPeople(config).join(',')).map(({ email }) => email);
    expect(emails.sort()).toEqual(['ana', 'hal', 'lea', 'uma', 'you'].map((name) => `${name}@example.com`));
  });

  it('names the addresses of the sources, and how to try one', () => {
    const config = configured(`
      sources:
        aws: { type: cloudwatch, auth: signature, topics: ["arn:aws:sns:eu-west-1:123456789012:alarms"] }
        prod-am: { type: alertmanager, auth: bearer, secrets: [PROD_AM_TOKEN] }
    `);
    const lines = nextSteps(config, 'http://127.0.0.1:8090');
    expect(lines).toContain('· Source prod-am (alertmanager): http://127.0.0.1:8090/webhooks/prod-am');
    expect(lines).toContain('  npx incident gateway test prod-am');
    expect(lines.join('\n')).toContain('export PROD_AM_TOKEN=…');
    expect(lines.join('\n')).toMatch(/After a change of \S*incident.config.yaml, run npm run dev again/);
  });

  it('names no source without one', () => {
    expect(nextSteps({ sources: {}, file: null }, 'http://127.0.0.1:8090').join('\n')).not.toMatch(/webhooks|gateway test/);
  });
});
