import { valuesOf } from '../alerts/labels';
import { readTarget, type Target } from '../investigation/target';
import type { Incident } from '../model/incident';
import { InvalidInputError } from '../text/errors';
import { shown } from '../text/read-fields';

const MAX_TARGETS = 10;
/** The limit per label. A group of thousands of alerts may name as many hosts, and each would be paired with every port. */
const MAX_VALUES = 50;
/** Labels that name the broken thing, most trusted first. */
const TARGET_LABELS = ['url', 'target', 'endpoint', 'instance', 'address'];

/**
 * Links whose address contains one of these words lead to monitoring and other tools, which may be up while the monitored
 * system is down.
 */
const WATCHERS =
  /grafana|prometheus|alertmanager|thanos|kibana|datadog|newrelic|sentry|pagerduty|opsgenie|zabbix|nagios|runbook|playbook|wiki|docs|confluence|atlassian|jira|github|gitlab|slack|statuspage|dashboard|graph|monitor|alert|incident|silence|logs|trace/i;

export interface TargetSources {
  /** As the request names them. */
  readonly asked: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** The alert's own links; empty for a tool whose links all lead to itself. */
  readonly links: readonly string[];
  /** The configured targets. */
  readonly defaults: readonly string[];
}

/** What an incident says of its targets. */
type Chosen = Pick<Incident, 'targets' | 'hasMoreTargets'>;

/**
 * What probes look at: the requested targets and those named by the alert's labels. If there are none, the alert's links
 * except dashboards and the like; if there are none of those either, the configured targets. Targets that probes must not
 * reach are skipped, with the reason, when probes are selected.
 * @throws InvalidInputError for a requested target that is not valid.
 */
export function chooseTargets({ asked, labels, links, defaults }: TargetSources): Chosen {
  const given = asked.map((text) => {
    const target = targetOf(text);
    if (target === null) throw new InvalidInputError('target', `${shown(text)} is not a target`, 'an http(s) URL or HOST:PORT');
    return addressOf(target);
  });
  const named = [...given, ...told(namedIn(labels))];
  const linked = named.length > 0 ? [] : told(links.filter((link) => !WATCHERS.test(link)));
  const chosen = [named, linked, defaults].find((targets) => targets.length > 0) ?? [];
  const targets = [...new Set(chosen)];
  return { targets: targets.slice(0, MAX_TARGETS), ...(targets.length > MAX_TARGETS ? { hasMoreTargets: true } : {}) };
}

/** The readable targets among those that an alert names. */
function told(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => targetOf(text) ?? []).map(addressOf);
}

/** A group's label may name several targets. */
function namedIn(labels: Readonly<Record<string, string>>): readonly string[] {
  const listed = (name: string): readonly string[] =>
    Object.hasOwn(labels, name) ? valuesOf(labels[name] ?? '').slice(0, MAX_VALUES) : [];
  const hosts = [...listed('host'), ...listed('hostname')];
  const pairs = hosts.flatMap((host) => listed('port').map((port) => `${host}:${port}`));
  return [...TARGET_LABELS.flatMap(listed), ...pairs];
}

function targetOf(text: string): Target | null {
  const target = readTarget(text);
  return target !== null && (target.url !== null || (target.scheme === null && target.port !== null)) ? target : null;
}

/** Without any credentials in the URL, because everyone sees targets. */
function addressOf({ url, text }: Target): string {
  return url ?? text;
}
