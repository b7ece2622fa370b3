import { valuesOf } from '../alerts/labels';
import { readTarget, type Target } from '../investigation/target';
import { InvalidInputError } from '../text/errors';
import { shown } from '../text/read-fields';

const MAX_TARGETS = 10;
/** Of one label: a group of thousands of alerts names as many hosts, and each would be paired with each port. */
const MAX_VALUES = 50;
/** Labels that name the thing that is broken, in the order in which they are believed. */
const TARGET_LABELS = ['url', 'target', 'endpoint', 'instance', 'address'];

/** Links to these lead to what watches the system, which is up while the system is down. */
const WATCHERS =
  /grafana|prometheus|alertmanager|thanos|kibana|datadog|newrelic|sentry|pagerduty|opsgenie|zabbix|nagios|runbook|playbook|wiki|docs|confluence|atlassian|jira|github|gitlab|slack|statuspage|dashboard|graph|monitor|alert|incident|silence|logs|trace/i;

export interface TargetSources {
  /** As the request names them. */
  readonly asked: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** The alert's own links; none for a tool whose links all lead to itself. */
  readonly links: readonly string[];
  /** The configured ones. */
  readonly defaults: readonly string[];
}

/**
 * What probes look at: the targets asked for and those that the alert's labels name; when there are none, the alert's
 * links, but not those to dashboards and their like; when there are none either, the configured ones. What probes must
 * not reach is left out, and said so, when they are selected.
 * @throws InvalidInputError for what was asked for and is not a target.
 */
export function chooseTargets({ asked, labels, links, defaults }: TargetSources): readonly string[] {
  const given = asked.map((text) => {
    const target = targetOf(text);
    if (target === null) throw new InvalidInputError('target', `${shown(text)} is not a target`, 'an http(s) URL or HOST:PORT');
    return addressOf(target);
  });
  const named = [...given, ...told(namedIn(labels))];
  const linked = named.length > 0 ? [] : told(links.filter((link) => !WATCHERS.test(link)));
  const chosen = [named, linked, defaults].find((targets) => targets.length > 0) ?? [];
  return [...new Set(chosen)].slice(0, MAX_TARGETS);
}

/** Of what an alert names, what can be read. */
function told(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => targetOf(text) ?? []).map(addressOf);
}

/** A label of a group may name several. */
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

/** Without the credentials that a URL may hold: targets are shown to everybody. */
function addressOf({ url, text }: Target): string {
  return url ?? text;
}
