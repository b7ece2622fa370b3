import { Command } from 'commander';
import { startProgram } from '../../../../../src/client/cli/start/start-options';
import { addChangingVerbs, addReadingVerbs } from '../../../../../src/client/cli/verbs';
import { CHANGING_VERBS } from '../../../../../src/client/cli/verbs/changing-verbs';
import { addSetupVerbs } from '../../../../../src/client/cli/verbs/doctor';
import { addProbeVerbs } from '../../../../../src/client/cli/verbs/probes';

const unused = () => Promise.reject(new Error('no verb is run here'));
const incident = new Command('incident');
addReadingVerbs(incident, unused);
addChangingVerbs(incident, { runbookNames: unused });
addProbeVerbs(incident, { runbookNames: unused, runbooks: unused, selectProbes: unused, runProbe: unused });
addSetupVerbs(incident, unused, unused);

const lacking = (flag: string, verbs: readonly Command[]): readonly string[] =>
  verbs.filter(({ options }) => !options.some(({ long }) => long === flag)).map((verb) => verb.name());

describe('every verb', () => {
  it('can print JSON', () => {
    expect(incident.commands.length).toBeGreaterThan(25);
    expect(lacking('--json', [...incident.commands, startProgram()])).toEqual([]);
  });

  it('that changes an incident can be repeated, and says who acts', () => {
    const names = Object.values(CHANGING_VERBS).map(({ verb }) => verb);
    const changing = incident.commands.filter((verb) => names.includes(verb.name()));
    expect(changing).toHaveLength(names.length);
    expect([...lacking('--request-id', changing), ...lacking('--as', changing)]).toEqual([]);
  });
});
