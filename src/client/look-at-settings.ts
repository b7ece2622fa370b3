import type { Config } from '../config';
import type { ConfigProblem } from '../config/config-error';
import { EXIT } from '../exit-codes';
import { SOURCE_KINDS } from '../incident/model/investigation/source-query';
import { SEVERITIES } from '../incident/model/severity';
import type { Check } from './cli/verbs/doctor';

/**
 * What the configuration says about alerts and people, and whether the secrets that it names are set here. The gateway and the
 * worker need them, and may run elsewhere, so a secret that is not set here is worth reporting, but it is not a failure.
 */
export function settingsChecks(config: Config): readonly [Check, ...Check[]] {
  const file = config.file ?? 'incident.config.yaml';
  const check = (name: string, mend: string, look: () => string): Check => ({ name, exit: EXIT.done, mend, look: async () => look() });
  return [
    check('configuration', '', () => config.file ?? 'no incident.config.yaml in this folder, and INCIDENT_CONFIG is not set: defaults'),
    check('default responders', `Set defaultResponders in ${file}, and restart the workers.`, () => lookAtResponders(config)),
    check('notify', secretRemedy('worker'), () => lookAtNotify(config)),
    ...(config.onCall.length === 0 ? [] : [check('on call', secretRemedy('worker'), () => lookAtOnCall(config))]),
    check('sources', secretRemedy('gateway'), () => lookAtSources(config)),
    ...(SOURCE_KINDS.every((kind) => config.dataSourceNames[kind].length === 0)
      ? []
      : [check('data sources', secretRemedy('worker that runs probes'), () => lookAtDataSources(config))]),
  ];
}

const secretRemedy = (process: string): string =>
  `Set each variable, or its NAME_FILE, where the ${process} runs: the ${process} does not start without it. Only this terminal was checked.`;

function lookAtSources({ gateway, unready }: Config): string {
  const sources = gateway?.sources ?? [];
  return found(
    unready.gateway,
    sources.map(({ name, type, auth }) => `${name} (${type}, ${auth === 'none' ? 'no authentication' : auth})`),
    'none configured: the gateway takes alerts only from its own machine, at /webhooks/FORMAT',
  );
}

function lookAtNotify({ notify, unready }: Config): string {
  const described = notify.map(({ name, type, severities }) => {
    const about = [...(name === type ? [] : [type]), ...(severities.length === SEVERITIES.length ? [] : [severities.join(', ')])];
    return about.length === 0 ? name : `${name} (${about.join('; ')})`;
  });
  return found(unready.notify, described, 'none configured: people are paged in Slack only');
}

function lookAtDataSources({ dataSourceNames, unready }: Config): string {
  return found(
    unready.dataSources,
    SOURCE_KINDS.flatMap((kind) => dataSourceNames[kind].map((name) => (name === kind ? name : `${name} (${kind})`))),
    'none configured',
  );
}

function lookAtOnCall({ onCall, unready }: Config): string {
  return found(
    unready.onCall,
    onCall.map(({ name, type }) => `${name} (${type})`),
    'none configured',
  );
}

/** @throws Error with the problems, if there are any. */
function found(problems: readonly ConfigProblem[], described: readonly string[], none: string): string {
  const line = described.length === 0 ? none : `${described.length}: ${described.join(', ')}`;
  if (problems.length > 0) throw new Error([line, ...problems.map(({ path, problem }) => `${path}: ${problem}`)].join('\n'));
  return described.length === 0 ? line : `${line}; every secret is set here`;
}

/** Who is paged for alerts, by severity. @throws Error if alerts of some severity page no one. */
function lookAtResponders({ rules: { policy } }: Config): string {
  const people = SEVERITIES.map((severity) => ({ severity, users: policy.bySeverity[severity].responders.join(', ') }));
  if (people.every(({ users }) => users === '')) throw new Error('none: an alert opens a war room, but no one is paged');
  const [first] = people;
  const isSame = people.every(({ users }) => users === first?.users);
  const line = isSame ? `${first?.users}` : people.map(({ severity, users }) => `${severity}: ${users || 'none'}`).join('\n');
  // Unless a rule says otherwise, low alerts open no incident.
  const silent = people.filter(({ severity, users }) => users === '' && severity !== 'low').map(({ severity }) => severity);
  if (silent.length > 0) throw new Error(`${line}\nno one is paged for ${silent.join(' and ')} alerts`);
  return line;
}
