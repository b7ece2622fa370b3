import { ConfigError, type ConfigProblem } from '../config/config-error';
import { ALLOWABLE_ACTS, type AllowableAct, PRINCIPAL_MODES, type Principal } from '../incident/model/actions/principal';
import { shown } from '../incident/text/read-fields';

/** What people write for the acts, as the tools call them. */
const SPELLED: Readonly<Record<string, AllowableAct>> = { add_people: 'addResponders' };

/** For whom a process acts that a person started: for that person. @throws ConfigError with all problems */
export function principalOf(env: NodeJS.ProcessEnv, person: string): Principal {
  const problems: ConfigProblem[] = [];
  const mode = env.INCIDENT_MCP_MODE?.trim() || 'respond';
  const known = PRINCIPAL_MODES.find((word) => word === mode);
  if (known === undefined)
    problems.push({ path: 'INCIDENT_MCP_MODE', problem: `${shown(mode)} is not a mode`, allowed: PRINCIPAL_MODES.join(', ') });
  const allows = (env.INCIDENT_MCP_ALLOW ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .flatMap((word) => {
      const act = SPELLED[word] ?? ALLOWABLE_ACTS.find((one) => one === word);
      if (act === undefined)
        problems.push({ path: 'INCIDENT_MCP_ALLOW', problem: `${shown(word)} is not an act`, allowed: ALLOWABLE_ACTS.join(', ') });
      return act ?? [];
    });
  if (problems.length > 0) throw new ConfigError(problems);
  const agent = env.INCIDENT_AGENT?.trim();
  return {
    person,
    identities: [person.toLowerCase()],
    ...(agent ? { agent } : {}),
    token: 'stdio',
    mode: known ?? 'read',
    allows,
  };
}
