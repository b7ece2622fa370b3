import type { EventStatus, NormalizedEvent, StatusNote } from '../../model/incident';
import { cleanLine } from '../../text/clean-text';
import { InvalidInputError } from '../../text/errors';
import { type Fields, isFields, own, shown } from '../../text/read-fields';
import { alertLabels } from '../labels';
import { type AlarmPaths, consoleLink, dimensionsIn, EVENT_PATHS, LAMBDA_PATHS, regionIn, SNS_PATHS } from '../shapes/aws-alarm';
import { isAwsRecord, isSns, isSnsConfirmation, readSns, recordBody } from '../shapes/aws-envelope';
import { eventsOfEach } from '../shapes/event-list';
import { Payload, statusWords } from '../shapes/payload';
import { notAnAlert, vendorEvent } from '../shapes/vendor-event';
import { endedText } from '../state-reason';
import { parseGeneric } from './parse-generic';

const SOURCE = 'cloudwatch';
const STATES = statusWords({ firing: 'alarm', resolved: 'ok', ignored: 'insufficientdata' });
/** Services send these once, when a topic is set up. */
const SERVICE_TESTS = ['autoscaling:TEST_NOTIFICATION', 's3:TestEvent'];
const MAX_NESTING = 3;

export function looksLikeCloudWatch(event: unknown): boolean {
  if (!isFields(event)) return false;
  const records = own(event, 'Records');
  return (
    isSns(event) || isAlarm(event) || isEventBridge(event) || isLambdaAction(event) || (Array.isArray(records) && records.some(isAwsRecord))
  );
}

/** The id of the message, the same in each retry; none for several records, and for raw delivery, which drops it. */
export function cloudWatchMessageId(event: unknown): string | undefined {
  if (!isFields(event)) return undefined;
  const records = own(event, 'Records');
  if (Array.isArray(records)) {
    const [only, ...others] = records.filter(isAwsRecord);
    const sns = only === undefined ? undefined : own(only, 'Sns');
    return others.length > 0 || only === undefined ? undefined : textOf(isFields(sns) ? own(sns, 'MessageId') : own(only, 'messageId'));
  }
  return isSns(event) ? textOf(own(event, 'MessageId')) : isEventBridge(event) ? textOf(own(event, 'id')) : undefined;
}

/**
 * Reads a CloudWatch alarm from SNS, plain or raw or inside a Lambda event, from EventBridge, and from an alarm's own Lambda
 * action. Any other message of a topic is read by its common fields, else by its subject.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
export function parseCloudWatch(event: unknown, receivedAt: string, fallbackTitle?: string): readonly NormalizedEvent[] {
  if (!isFields(event)) throw new InvalidInputError('body', `${shown(event)} is not a message`, 'a JSON object');
  const records = own(event, 'Records');
  const context = { receivedAt, title: fallbackTitle ?? '' };
  if (!Array.isArray(records)) return read(event, context);
  return eventsOfEach(records, 'Records', (record, field) => read(recordBody(record, field), context));
}

interface Context {
  readonly receivedAt: string;
  /** Used if the message has no title of its own. */
  readonly title: string;
}

function read(body: unknown, context: Context, depth = 0): readonly NormalizedEvent[] {
  if (isSns(body) && depth < MAX_NESTING) return readMessage(body, context, depth);
  if (!isFields(body)) return readOther({ Message: String(body) }, { ...context, title: cleanLine(String(body), 140) || context.title });
  const payload = new Payload(body, context.receivedAt);
  // A template or a relay may leave parts of an alarm, or of its envelope, out.
  if (own(body, 'AlarmName') !== undefined) return [alarmOf(payload, SNS_PATHS)];
  const inner = own(body, 'Message');
  if (isFields(inner) && depth < MAX_NESTING) return read(inner, context, depth + 1);
  if (isLambdaAction(body)) return [alarmOf(payload, LAMBDA_PATHS)];
  return isEventBridge(body) ? readEventBridge(payload, context) : readOther(body, context);
}

function readMessage(envelope: Fields, { receivedAt, title }: Context, depth: number): readonly NormalizedEvent[] {
  if (isSnsConfirmation(envelope)) {
    const payload = new Payload(envelope, receivedAt);
    const what = `${payload.text('Type')} of the topic ${payload.text('TopicArn')}`;
    const why = notAnAlert(`Amazon SNS asks to confirm a subscription (${what}), which is confirmed in AWS by its owner`);
    return [unkeyed(payload, what, why)];
  }
  const { content, subject, topic, sentAt } = readSns(envelope);
  const fallback = subject || title || `Message of the topic ${topic}`;
  if (typeof content !== 'string') return read(content, { receivedAt, title: fallback }, depth + 1);
  return readOther(
    { title: subject || cleanLine(content, 140), description: content, timestamp: sentAt, topic },
    { receivedAt, title: fallback },
  );
}

function unkeyed(payload: Payload, title: string, ignored: { status: 'ignored'; statusNote: StatusNote }): NormalizedEvent {
  return vendorEvent({ source: SOURCE, identity: '', severity: payload.severity(), start: payload.start([]), title, ...ignored }, payload);
}

function alarmOf(payload: Payload, paths: AlarmPaths): NormalizedEvent {
  const [name, arn, account, region] = [
    payload.text(paths.name),
    payload.id(paths.arn),
    payload.id(paths.account),
    payload.id(paths.region),
  ];
  const contributor = payload.id(paths.contributor);
  const key = arn || [account, region, name].join(':');
  const labels = alertLabels(payload.value(paths.tags), paths.tags, payload.problems);
  const told = payload.severityAmong(
    ['severity', 'priority'].map((tag) => ({ field: `${paths.tags}.${tag}`, value: labels[tag] ?? null })),
  );
  const code = regionIn(arn) || region;
  return vendorEvent(
    {
      source: SOURCE,
      // Each series of a Metrics Insights alarm alarms and recovers by itself.
      identity: name === '' && arn === '' ? '' : contributor === '' ? key : `${key}:${contributor}`,
      ...stateOf(payload, paths, name),
      severity: told,
      title: name || arn,
      description: [...new Set(paths.texts.map((path) => payload.text(path)))].filter((text) => text !== '').join('\n'),
      start: payload.start([paths.since], ['time']),
      links: [consoleLink(code, name)],
      labels: {
        ...payload.labels({ account: paths.account, namespace: 'Trigger.Namespace', metric: 'Trigger.MetricName' }),
        ...(code === '' ? {} : { region: cleanLine(code, 100) }),
        ...dimensionsIn(payload),
        ...labels,
      },
    },
    payload,
    paths.name,
  );
}

function stateOf(payload: Payload, paths: AlarmPaths, name: string): { status: EventStatus; statusNote: StatusNote | null } {
  const status = payload.status(STATES, 'firing', paths.state);
  if (status === 'ignored')
    return { status, statusNote: { kind: 'dataVanished', text: `${name} ${endedText('dataVanished', 'INSUFFICIENT_DATA')}` } };
  const suppressedBy = payload.text(paths.state.replace(/value$/, 'actionsSuppressedBy'));
  if (status === 'firing' && suppressedBy !== '' && paths !== SNS_PATHS)
    return {
      status: 'ignored',
      statusNote: { kind: 'silenced', text: `the alarm's actions are suppressed in CloudWatch (${suppressedBy})` },
    };
  return { status, statusNote: null };
}

function readEventBridge(payload: Payload, context: Context): readonly NormalizedEvent[] {
  const kind = payload.text('detail-type');
  const title = payload.text('detail.alarmName') || kind;
  if (kind === 'Scheduled Event') return [unkeyed(payload, kind, notAnAlert('the event is a schedule of EventBridge'))];
  if (kind === 'CloudWatch Alarm Configuration Change') return [configurationChange(payload, title)];
  if (payload.text('detail.alarmName') !== '') return [alarmOf(payload, EVENT_PATHS)];
  const { id: _, ...rest } = payload.root;
  return readOther(rest, { ...context, title: context.title || kind });
}

function configurationChange(payload: Payload, title: string): NormalizedEvent {
  const operation = payload.text('detail.operation') || 'update';
  const ignored =
    operation === 'delete'
      ? {
          status: 'ignored' as const,
          statusNote: { kind: 'ruleChanged' as const, text: `${title} was deleted, which does not mean that it recovered` },
        }
      : notAnAlert(`the configuration of ${title} changed (${operation})`);
  const reading = {
    source: SOURCE,
    identity: payload.id('resources.0'),
    title,
    severity: payload.severity(),
    start: payload.start([], ['time']),
  };
  return vendorEvent({ ...reading, ...ignored }, payload);
}

/** What is not an alarm is read by its common fields, and keeps this source, whose gateway entry it came by. */
function readOther(body: Fields, { receivedAt, title }: Context): readonly NormalizedEvent[] {
  const test = own(body, 'Event');
  if (typeof test === 'string' && SERVICE_TESTS.includes(test))
    return [unkeyed(new Payload(body, receivedAt), title || test, notAnAlert(`the message tests the topic (${test})`))];
  return parseGeneric(body, receivedAt, title).map((event) => ({
    ...event,
    source: SOURCE,
    fingerprint: event.fingerprint === null ? null : event.fingerprint.replace(/^generic:/, `${SOURCE}:`),
  }));
}

function isAlarm(value: Fields): boolean {
  return own(value, 'AlarmName') !== undefined && (own(value, 'NewStateValue') !== undefined || own(value, 'AlarmArn') !== undefined);
}

function isEventBridge(value: Fields): boolean {
  return typeof own(value, 'detail-type') === 'string' || (own(value, 'source') === 'aws.cloudwatch' && isFields(own(value, 'detail')));
}

function isLambdaAction(value: Fields): boolean {
  return isFields(own(value, 'alarmData')) && own(value, 'alarmArn') !== undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
