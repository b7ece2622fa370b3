import type { NormalizedEvent } from '../model/incident';
import { looksLikeAlertmanager, parseAlertmanager } from './vendors/parse-alertmanager';
import { looksLikeAzure, parseAzure } from './vendors/parse-azure';
import { looksLikeBetterStack, parseBetterStack } from './vendors/parse-betterstack';
import { cloudEventMessageId, looksLikeCloudEvents, parseCloudEvents } from './vendors/parse-cloudevents';
import { cloudWatchMessageId, looksLikeCloudWatch, parseCloudWatch } from './vendors/parse-cloudwatch';
import { looksLikeDatadog, parseDatadog } from './vendors/parse-datadog';
import { looksLikeDynatrace, parseDynatrace } from './vendors/parse-dynatrace';
import { gcpMessageId, looksLikeGcp, parseGcp } from './vendors/parse-gcp';
import { parseGeneric } from './vendors/parse-generic';
import { looksLikeGrafana, parseGrafana } from './vendors/parse-grafana';
import { graylogMessageId, looksLikeGraylog, parseGraylog } from './vendors/parse-graylog';
import { kibanaMessageId, looksLikeKibana, parseKibana } from './vendors/parse-kibana';
import { kubernetesMessageId, looksLikeKubernetes, parseKubernetes } from './vendors/parse-kubernetes';
import { looksLikeCheckmk, looksLikeIcinga, looksLikeNagios, parseCheckmk, parseIcinga, parseNagios } from './vendors/parse-nagios';
import { looksLikeNewRelic, parseNewRelic } from './vendors/parse-newrelic';
import { looksLikeOpsgenie, parseOpsgenie } from './vendors/parse-opsgenie';
import { looksLikePagerDuty, pagerDutyMessageId, parsePagerDuty } from './vendors/parse-pagerduty';
import { looksLikePagerDutyEvent, parsePagerDutyEvent } from './vendors/parse-pagerduty-events';
import { looksLikePingdom, parsePingdom } from './vendors/parse-pingdom';
import { looksLikeSentry, parseSentry } from './vendors/parse-sentry';
import { looksLikeUptimeKuma, parseUptimeKuma } from './vendors/parse-uptime-kuma';
import { looksLikeUptimeRobot, parseUptimeRobot } from './vendors/parse-uptimerobot';
import { looksLikeZabbix, parseZabbix } from './vendors/parse-zabbix';

export interface Source {
  readonly name: string;
  looksLike(event: unknown): boolean;
  parse(event: unknown, receivedAt: string, fallbackTitle?: string): readonly NormalizedEvent[];
  /** True if the vendor sends lists, too; the items of any other list are read one by one. */
  readonly readsLists?: true;
  /** The vendor's own id of this delivery, the same in each of its retries; undefined if it has none. */
  messageId?(event: unknown): string | undefined;
}

/** The vendors' formats; the first one that recognises a shape reads it. A new source takes one file and one line here. */
export const SOURCES: readonly Source[] = [
  { name: 'grafana', looksLike: looksLikeGrafana, parse: parseGrafana },
  { name: 'cloudwatch', looksLike: looksLikeCloudWatch, parse: parseCloudWatch, messageId: cloudWatchMessageId },
  {
    name: 'cloudevents',
    looksLike: looksLikeCloudEvents,
    parse: (event, receivedAt, title = '') => parseCloudEvents(event, receivedAt, title, readByShape),
    messageId: cloudEventMessageId,
  },
  { name: 'kubernetes', looksLike: looksLikeKubernetes, parse: parseKubernetes, messageId: kubernetesMessageId },
  { name: 'uptime-kuma', looksLike: looksLikeUptimeKuma, parse: parseUptimeKuma },
  { name: 'uptimerobot', looksLike: looksLikeUptimeRobot, parse: parseUptimeRobot },
  { name: 'betterstack', looksLike: looksLikeBetterStack, parse: parseBetterStack },
  { name: 'pingdom', looksLike: looksLikePingdom, parse: parsePingdom },
  { name: 'zabbix', looksLike: looksLikeZabbix, parse: parseZabbix },
  { name: 'kibana', looksLike: looksLikeKibana, parse: parseKibana, messageId: kibanaMessageId },
  { name: 'dynatrace', looksLike: looksLikeDynatrace, parse: parseDynatrace },
  { name: 'graylog', looksLike: looksLikeGraylog, parse: parseGraylog, messageId: graylogMessageId },
  { name: 'checkmk', looksLike: looksLikeCheckmk, parse: parseCheckmk },
  { name: 'icinga', looksLike: looksLikeIcinga, parse: parseIcinga },
  { name: 'nagios', looksLike: looksLikeNagios, parse: parseNagios },
  { name: 'pagerduty', looksLike: looksLikePagerDuty, parse: parsePagerDuty, messageId: pagerDutyMessageId },
  { name: 'pagerduty-events', looksLike: looksLikePagerDutyEvent, parse: parsePagerDutyEvent },
  { name: 'opsgenie', looksLike: looksLikeOpsgenie, parse: parseOpsgenie },
  { name: 'sentry', looksLike: looksLikeSentry, parse: parseSentry },
  { name: 'azure', looksLike: looksLikeAzure, parse: parseAzure },
  { name: 'gcp', looksLike: looksLikeGcp, parse: parseGcp, messageId: gcpMessageId },
  { name: 'newrelic', looksLike: looksLikeNewRelic, parse: parseNewRelic },
  // A template of Datadog may use names that others have, so those come first.
  { name: 'datadog', looksLike: looksLikeDatadog, parse: parseDatadog },
  { name: 'alertmanager', looksLike: looksLikeAlertmanager, parse: parseAlertmanager, readsLists: true },
  { name: 'generic', looksLike: () => true, parse: parseGeneric, readsLists: true },
];

/** Reads the alert inside a CloudEvent, which is not another CloudEvent. */
function readByShape(value: unknown, receivedAt: string, fallbackTitle: string): readonly NormalizedEvent[] {
  const reader = SOURCES.find(({ name, looksLike }) => name !== 'cloudevents' && looksLike(value));
  return (reader?.parse ?? parseGeneric)(value, receivedAt, fallbackTitle);
}

export const KNOWN_SOURCES: readonly string[] = SOURCES.map(({ name }) => name);
