import { parseEvents } from '../../../../../src/incident/alerts/parse-events';
import { SOURCES } from '../../../../../src/incident/alerts/vendors';
import { problemsOf, RECEIVED_AT, readAll, readOne, refusalOf } from '../../../../support/read-alert';

const ARN = 'arn:aws:cloudwatch:eu-west-1:210987654321:alarm:QueueAge';
const alarm = (fields: object = {}) => ({
  AlarmName: 'QueueAge',
  AlarmDescription: 'Orders wait too long.',
  AWSAccountId: '210987654321',
  NewStateValue: 'ALARM',
  NewStateReason: 'Threshold Crossed: 612 s is greater than 300 s.',
  StateChangeTime: '2026-11-23T10:00:00.120+0000',
  Region: 'EU (Ireland)',
  AlarmArn: ARN,
  OldStateValue: 'OK',
  Trigger: {
    MetricName: 'ApproximateAgeOfOldestMessage',
    Namespace: 'AWS/SQS',
    Dimensions: [{ name: 'QueueName', value: 'orders' }],
  },
  ...fields,
});
const sns = (message: unknown, fields: object = {}) => ({
  Type: 'Notification',
  MessageId: 'a1b2',
  TopicArn: 'arn:aws:sns:eu-west-1:210987654321:alarms',
  Subject: 'ALARM: "QueueAge" in EU (Ireland)',
  Message: typeof message === 'string' ? message : JSON.stringify(message),
  Timestamp: '2026-11-23T10:00:01.000Z',
  SignatureVersion: '1',
  Signature: 'c2ln',
  SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/cert.pem',
  UnsubscribeURL: 'https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe',
  ...fields,
});
const lambda = (...messages: readonly unknown[]) => ({
  Records: messages.map((message, index) => ({ EventSource: 'aws:sns', Sns: sns(message, { MessageId: `m${index}` }) })),
});
const bridge = (detail: object, fields: object = {}) => ({
  version: '0',
  id: 'e-77',
  'detail-type': 'CloudWatch Alarm State Change',
  source: 'aws.cloudwatch',
  account: '210987654321',
  time: '2026-11-23T10:00:00Z',
  region: 'eu-west-1',
  resources: [ARN],
  detail: { alarmName: 'QueueAge', ...detail },
  ...fields,
});
const read = (event: unknown) => readOne('cloudwatch', event);
const messageId = (event: unknown) => SOURCES.find(({ name }) => name === 'cloudwatch')?.messageId?.(event);

describe('an alarm', () => {
  it('is one event', () => {
    expect(read(sns(alarm()))).toEqual({
      source: 'cloudwatch',
      status: 'firing',
      severity: 'medium',
      severityDefaulted: true,
      severityRaw: null,
      title: 'QueueAge',
      alertName: 'QueueAge',
      description: 'Orders wait too long.\nThreshold Crossed: 612 s is greater than 300 s.',
      fingerprint: `cloudwatch:${ARN}`,
      startedAt: '2026-11-23T10:00:00.120Z',
      links: ['https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/QueueAge'],
      labels: {
        account: '210987654321',
        namespace: 'AWS/SQS',
        metric: 'ApproximateAgeOfOldestMessage',
        region: 'eu-west-1',
        QueueName: 'orders',
      },
      problems: [],
      statusNote: null,
      firing: { count: 1, fingerprints: [expect.any(String)], newestStartedAt: '2026-11-23T10:00:00.120Z' },
    });
  });

  it.each([
    ['ALARM', 'firing', undefined],
    ['OK', 'resolved', undefined],
    ['INSUFFICIENT_DATA', 'ignored', 'dataVanished'],
    ['insufficient_data', 'ignored', 'dataVanished'],
    ['PENDING', 'firing', undefined],
  ])('in the state %s is %s', (state, status, kind) => {
    const event = read(sns(alarm({ NewStateValue: state })));
    expect(event).toMatchObject({ status, fingerprint: `cloudwatch:${ARN}` });
    expect(event.statusNote?.kind).toBe(kind);
    expect(problemsOf(event)).toEqual(state === 'PENDING' ? ['NewStateValue'] : []);
  });

  it('is the same from every envelope', () => {
    const fingerprint = `cloudwatch:${ARN}`;
    const state = { value: 'OK', reason: 'fine', timestamp: '2026-11-23T10:09:00.000+0000' };
    const direct = {
      source: 'aws.cloudwatch',
      alarmArn: ARN,
      accountId: '1',
      region: 'eu-west-1',
      alarmData: { alarmName: 'QueueAge', state },
    };
    const recovered = alarm({ NewStateValue: 'OK' });
    const queued = { Records: [{ eventSource: 'aws:sqs', messageId: 'q1', body: JSON.stringify(sns(recovered)) }] };
    for (const event of [recovered, lambda(recovered), queued, bridge({ state }), sns(bridge({ state })), direct, [recovered]]) {
      expect(read(event)).toMatchObject({ status: 'resolved', title: 'QueueAge', fingerprint });
    }
  });

  it('without an ARN is known by account, region and name', () => {
    const event = read(alarm({ AlarmArn: undefined }));
    expect(event).toMatchObject({ fingerprint: 'cloudwatch:210987654321:EU (Ireland):QueueAge', links: [] });
    expect(event.labels.region).toBe('EU (Ireland)');
  });

  it('is read where an envelope or a template leaves parts out', () => {
    const parse = (event: object) => parseEvents(event, { source: 'cloudwatch', receivedAt: RECEIVED_AT })[0];
    expect(parse({ AlarmName: 'QueueAge' })).toMatchObject({ status: 'firing', title: 'QueueAge' });
    expect(parse({ Message: alarm({ NewStateValue: 'OK' }) })).toMatchObject({ status: 'resolved', fingerprint: `cloudwatch:${ARN}` });
  });

  it('has the severity that its tags name', () => {
    expect(read(sns(alarm({ AlarmTags: { severity: 'critical', team: 'shop' } })))).toMatchObject({
      severity: 'critical',
      severityDefaulted: false,
      labels: { team: 'shop' },
    });
  });

  it('has a key for each series that alarms by itself', () => {
    const series = (id: string) => read(bridge({ state: { value: 'ALARM' }, alarmContributor: { id } })).fingerprint;
    expect(series('a')).not.toBe(series('b'));
  });

  it('whose actions a composite alarm suppresses is silenced', () => {
    const state = { value: 'ALARM', actionsSuppressedBy: 'Alarm' };
    expect(read(bridge({ state }))).toMatchObject({ status: 'ignored', statusNote: { kind: 'silenced' } });
    expect(read(bridge({ state: { ...state, value: 'OK' } })).status).toBe('resolved');
  });

  it('takes dimensions in every spelling', () => {
    const metrics = [{ metricStat: { metric: { dimensions: { QueueName: 'orders' } } } }];
    const maths = { Metrics: [{ MetricStat: { Metric: { Dimensions: [{ Name: 'QueueName', Value: 'orders' }] } } }] };
    for (const event of [bridge({ state: { value: 'ALARM' }, configuration: { metrics } }), alarm({ Trigger: maths })]) {
      expect(read(event).labels).toMatchObject({ QueueName: 'orders' });
    }
  });

  it('whose side fields are broken is kept', () => {
    const broken = {
      NewStateValue: 7,
      StateChangeTime: 'soon',
      Trigger: 'x',
      AlarmTags: 5,
      AlarmDescription: {},
      Region: null,
      AlarmArn: {},
    };
    const event = read(sns(alarm(broken)));
    expect(event).toMatchObject({ status: 'firing', title: 'QueueAge', startedAt: RECEIVED_AT, severityDefaulted: true });
    expect(problemsOf(event)).toEqual(expect.arrayContaining(['NewStateValue', 'StateChangeTime', 'AlarmTags', 'AlarmArn']));
  });
});

describe('several records', () => {
  it('are an event each, the firing one first', () => {
    const other = `${ARN}2`;
    const events = readAll('cloudwatch', lambda(alarm({ NewStateValue: 'OK' }), alarm({ AlarmArn: other })));
    expect(events.map(({ status, fingerprint }) => [status, fingerprint])).toEqual([
      ['firing', `cloudwatch:${other}`],
      ['resolved', `cloudwatch:${ARN}`],
    ]);
  });

  it('of one alarm stay in their order', () => {
    const events = readAll('cloudwatch', lambda(alarm({ NewStateValue: 'OK' }), alarm()));
    expect(events.map(({ status }) => status)).toEqual(['resolved', 'firing']);
  });

  it('are not lost with one that cannot be read', () => {
    const [event, ...others] = readAll('cloudwatch', { Records: [null, { Sns: { Message: 7 } }, { Sns: sns(alarm()) }] });
    expect(others).toEqual([]);
    expect(event).toMatchObject({ status: 'firing', problems: [{ field: 'Records[0]' }, { field: 'Records[1]' }] });
  });
});

describe('what is not an alarm', () => {
  it.each(['SubscriptionConfirmation', 'UnsubscribeConfirmation'])('as a %s opens nothing', (Type) => {
    const SubscribeURL = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t';
    expect(read(sns('You have chosen to subscribe.', { Type, SubscribeURL, Token: 't' }))).toMatchObject({
      status: 'ignored',
      fingerprint: null,
      links: [],
      statusNote: { kind: 'notAnAlert' },
    });
  });

  it.each([
    'http://169.254.169.254/latest',
    'https://sns.eu-west-1.amazonaws.com.example.com/',
    'https://sns.eu-west-1.amazonaws.com@example.com/',
    'http://sns.eu-west-1.amazonaws.com/',
    7,
  ])('is refused if its confirmation leads to %s', (SubscribeURL) => {
    expect(refusalOf('cloudwatch', sns(alarm(), { Type: 'SubscriptionConfirmation', SubscribeURL })).field).toBe('SubscribeURL');
  });

  it.each([
    [sns({ Event: 'autoscaling:TEST_NOTIFICATION', AutoScalingGroupName: 'web' })],
    [sns({ Service: 'Amazon S3', Event: 's3:TestEvent' })],
    [bridge({}, { 'detail-type': 'Scheduled Event', source: 'aws.events' })],
    [bridge({ operation: 'update', state: { value: 'ALARM' } }, { 'detail-type': 'CloudWatch Alarm Configuration Change' })],
  ])('as a test, a schedule or a changed configuration opens nothing (%#)', (event) => {
    expect(read(event)).toMatchObject({ status: 'ignored', statusNote: { kind: 'notAnAlert' } });
  });

  it('as a deleted alarm is no recovery', () => {
    const event = read(bridge({ operation: 'delete' }, { 'detail-type': 'CloudWatch Alarm Configuration Change' }));
    expect(event).toMatchObject({ status: 'ignored', statusNote: { kind: 'ruleChanged' }, fingerprint: `cloudwatch:${ARN}` });
  });

  it('as text is titled by its subject, else by itself', () => {
    const text = 'Launching a new instance failed in group web-2.';
    expect(read(sns(text, { Subject: 'Auto Scaling' }))).toMatchObject({ status: 'firing', title: 'Auto Scaling', description: text });
    expect(read(sns(text, { Subject: undefined }))).toMatchObject({ status: 'firing', title: text, fingerprint: null });
  });

  it('as an event of another service is read by its common fields', () => {
    const finding = bridge({ alarmName: undefined, title: 'Port probed', severity: 'high' }, { 'detail-type': 'GuardDuty Finding' });
    expect(read(finding)).toMatchObject({ title: 'Port probed', severity: 'high', fingerprint: null });
    expect(read(bridge({ alarmName: undefined, x: 1 }, { 'detail-type': 'EC2 Spot Interruption' })).title).toBe('EC2 Spot Interruption');
  });

  it('is refused where it holds no message, or one nested too deeply', () => {
    expect(refusalOf('cloudwatch', sns(alarm(), { Message: null })).field).toBe('Message');
    expect(refusalOf('cloudwatch', { Records: [] }).field).toBe('Records');
    expect(refusalOf('cloudwatch', sns(`{"AlarmName":"x","NewStateValue":${'['.repeat(5_000)}${']'.repeat(5_000)}}`)).field).toBe(
      'Message',
    );
  });
});

it('knows a retry by the id of its message', () => {
  expect(messageId(sns(alarm()))).toBe('a1b2');
  expect(messageId(lambda(alarm()))).toBe('m0');
  expect(messageId(bridge({}))).toBe('e-77');
  expect(messageId(alarm())).toBeUndefined();
  expect(messageId(lambda(alarm(), alarm()))).toBeUndefined();
});
