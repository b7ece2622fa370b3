import type { EventStatus, NormalizedEvent, StatusNote } from '../../model/incident';
import { InvalidInputError } from '../../text/errors';
import { type Fields, isFields, own, shown } from '../../text/read-fields';
import { readTags } from '../labels';
import { unquoted } from '../quoted-json';
import { readSeverity } from '../severity-words';
import { foldedPayload } from '../shapes/folded-payload';
import { foldedWord, type Payload, statusWords } from '../shapes/payload';
import { notAnAlert, vendorEvent } from '../shapes/vendor-event';

const WORDS = statusWords({ firing: 'active alert', resolved: 'recovered', ignored: 'untracked' });
/** Groups may be named by their id or by the words shown in Kibana. */
const GROUP = [
  'alertactiongroup',
  'actiongroup',
  'kibanaalertactiongroup',
  'alertactiongroupname',
  'actiongroupname',
  'alertactiongroupid',
];
const RULE = ['rulename', 'kibanaalertrulename', 'rulealertname'];
const RULE_ID = ['ruleid', 'kibanaalertruleuuid', 'kibanaalertruleid', 'ruleuuid'];
const ALERT_ID = ['alertid', 'kibanaalertinstanceid', 'alertinstanceid', 'alertuuid', 'kibanaalertuuid'];

/** True for the variables of a rule's action, an alert document, or the context of a watch. */
export function looksLikeKibana(event: unknown): boolean {
  if (!isFields(event)) return false;
  if (own(event, 'webhook_body') !== undefined || own(event, 'kibanaBaseUrl') !== undefined) return true;
  const payload = folded(event, '');
  const has = (names: readonly string[]) => names.some((name) => payload.value(name) !== undefined);
  if (has(['kibanaalertrulename', 'kibanaalertruleuuid', 'kibanaalertuuid'])) return true;
  if (has(['watchid']) && has(['triggertriggeredtime', 'executiontime', 'payloadhits', 'payload', 'metadata', 'status'])) return true;
  return (
    has([...RULE, ...RULE_ID]) &&
    has([...GROUP, 'alertuuid', 'rulespaceid', 'contextreason', 'contexthits', 'contextvalue', 'alertsnewcount'])
  );
}

/** The id of a watch's execution, the same in each retry; the actions of rules have none. */
export function kibanaMessageId(event: unknown): string | undefined {
  if (!isFields(event)) return undefined;
  const payload = folded(event, '');
  const id = payload.value('watchid') === undefined ? '' : payload.id('id', 'executionid');
  return id === '' ? undefined : id;
}

/**
 * Reads the action of a rule, whose template is free, by the variables that it usually holds; an alert document; or a watch.
 * https://www.elastic.co/docs/explore-analyze/alerting/alerts/rule-action-variables
 * https://www.elastic.co/docs/explore-analyze/alerting/watcher/how-watcher-works
 */
export function parseKibana(event: unknown, receivedAt: string, fallbackTitle = ''): readonly NormalizedEvent[] {
  if (!isFields(event)) throw new InvalidInputError('body', `${shown(event)} is not a notification`, 'a JSON object');
  const payload = folded(event, receivedAt);
  const tags = readTags(payload.value('ruletags') ?? payload.value('kibanaalertruletags') ?? payload.value('tags') ?? [], payload.problems);
  const rule = payload.text(...RULE, 'metadataname', 'contexttitle', 'name', 'title', 'watchid');
  const message = payload.text(
    'contextmessage',
    'contextreason',
    'kibanaalertreason',
    'message',
    'reason',
    'description',
    'kibanaalertruledescription',
  );
  const subject = payload.text('kibanaalertinstanceid', 'alertid', 'alertinstanceid');
  const reading = {
    source: 'kibana',
    identity: identityIn(payload),
    ...stateIn(payload),
    severity: severityIn(payload, tags),
    title: rule === '' ? message || fallbackTitle : isSubject(subject, rule) ? `${rule}: ${subject}` : rule,
    name: rule,
    description: message,
    start: payload.start(
      ['kibanaalertstart', 'alertstart'],
      ['contexttimestamp', 'triggertriggeredtime', 'executiontime', 'timestamp', 'date'],
    ),
    links: [
      'contextalertdetailsurl',
      'alertdetailsurl',
      'contextlink',
      'contextviewinappurl',
      'kibanaalerturl',
      'alerturl',
      'ruleurl',
      'url',
      'link',
    ].map((name) => payload.value(name)),
    labels: payload.labels(
      {
        space: 'rulespaceid',
        host: 'contexthost',
        alert: payload.value('alertid') === undefined ? 'kibanaalertinstanceid' : 'alertid',
        group: 'contextgroup',
        service: 'contextservicename',
        environment: 'contextenvironment',
      },
      tags,
    ),
  };
  return [vendorEvent(reading, payload, 'rule.name')];
}

/** The parts of a template may be texts that hold JSON, and a watch may be wrapped. */
function folded(event: Fields, receivedAt: string): Payload {
  const body = own(event, 'webhook_body');
  const [context, alert, rule] = isFields(body) ? ['context_info', 'alert_info', 'rule_info'].map((name) => unquoted(own(body, name))) : [];
  const watch = ['ctx', 'payload']
    .map((name) => unquoted(own(event, name)))
    .find((value) => isFields(value) && own(value, 'watch_id') !== undefined);
  const inner: Fields = {
    ...(isFields(watch) ? watch : {}),
    ...(isFields(context) ? { context } : {}),
    ...(isFields(alert) ? { alert } : {}),
    ...(isFields(rule) ? { rule } : {}),
  };
  return foldedPayload({ ...inner, ...event }, receivedAt, { levels: 3 });
}

/** A rule and what it watches; an alert's uuid differs each time that it fires. */
function identityIn(payload: Payload): string {
  const [rule, alert] = [payload.id(...RULE_ID), payload.id(...ALERT_ID)];
  if (rule !== '' || alert !== '') return [rule || payload.id(...RULE), alert].filter((part) => part !== '').join(':');
  return payload.id('watchid', ...RULE);
}

function stateIn(payload: Payload): { status: EventStatus; statusNote?: StatusNote } {
  const groups = GROUP.map((name) => foldedWord(payload.text(name)));
  if (groups.includes('recovered')) return { status: 'resolved' };
  const noData = groups.find((group) => /nodata$/.test(group));
  if (noData !== undefined) return { status: 'firing', statusNote: { kind: 'dataVanished', text: 'the rule no longer has data' } };
  const summary = summaryIn(payload);
  if (summary !== null) return summary;
  const workflow = foldedWord(payload.text('kibanaalertworkflowstatus'));
  if (workflow === 'closed') return { status: 'resolved' };
  const status = payload.status(WORDS, 'firing', 'kibanaalertstatus', 'alertstatus', 'status', 'eventaction');
  if (status === 'ignored')
    return {
      status,
      statusNote: { kind: 'ruleChanged', text: 'the rule was disabled or deleted, which does not mean that the alert recovered' },
    };
  return { status: status === 'firing' && workflow === 'acknowledged' ? 'acknowledged' : status };
}

/** A summary of alerts counts those that are new, ongoing and recovered. */
function summaryIn(payload: Payload): { status: EventStatus; statusNote?: StatusNote } | null {
  const [fresh, ongoing, recovered] = ['new', 'ongoing', 'recovered'].map((kind) => payload.text(`alerts${kind}count`));
  if (fresh === '' && ongoing === '' && recovered === '') return null;
  if (Number(fresh) > 0 || Number(ongoing) > 0) return { status: 'firing' };
  return Number(recovered) > 0 ? { status: 'resolved' } : notAnAlert('the summary counts no alert');
}

/** The severity of the action's group (`metrics.threshold.warning`, `slo.burnRate.high`) counts if no field gives one. */
function severityIn(payload: Payload, tags: Readonly<Record<string, string>>): ReturnType<Payload['severity']> {
  const names = [
    'severity',
    'priority',
    'kibanaalertseverity',
    'alertseverity',
    'contextseverity',
    'kibanaalertruleseverity',
    'ruleparamsseverity',
    'metadataseverity',
  ];
  const given = names.map((field) => ({ field, value: payload.value(field) ?? null }));
  const ofGroup = GROUP.map((field) => payload.text(field)).filter((text) => text !== '' && !readSeverity(text).defaulted);
  return payload.severityAmong([
    ...given,
    ...[tags.severity, tags.priority, ...ofGroup].map((value) => ({ field: 'rule.tags', value: value ?? null })),
  ]);
}

/** Rules without groups call their only alert `*` or by a fixed phrase. */
function isSubject(subject: string, rule: string): boolean {
  return subject !== '' && subject !== '*' && !rule.includes(subject) && !/^(?:query matched|[0-9a-f-]{20,})$/i.test(subject);
}
