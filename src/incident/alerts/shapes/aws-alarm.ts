import { cleanLine } from '../../text/clean-text';
import { isFields } from '../../text/read-fields';
import { alertLabels, namedFields } from '../labels';
import { Payload } from './payload';

/** Where each kind of message keeps the parts of an alarm. */
export interface AlarmPaths {
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly state: string;
  readonly since: string;
  readonly texts: readonly string[];
  readonly tags: string;
  readonly contributor: string;
}
export const SNS_PATHS: AlarmPaths = {
  name: 'AlarmName',
  arn: 'AlarmArn',
  account: 'AWSAccountId',
  region: 'Region',
  state: 'NewStateValue',
  since: 'StateChangeTime',
  texts: ['AlarmDescription', 'NewStateReason'],
  tags: 'AlarmTags',
  contributor: 'AlarmContributorId',
};
export const LAMBDA_PATHS = detailPaths('alarmData', 'alarmArn', 'accountId');
export const EVENT_PATHS = detailPaths('detail', 'resources.0', 'account');

function detailPaths(detail: string, arn: string, account: string): AlarmPaths {
  return {
    name: `${detail}.alarmName`,
    arn,
    account,
    region: 'region',
    state: `${detail}.state.value`,
    since: `${detail}.state.timestamp`,
    texts: [`${detail}.configuration.description`, `${detail}.state.reason`],
    tags: `${detail}.alarmTags`,
    contributor: `${detail}.alarmContributor.id`,
  };
}

/** Metric dimensions, as a list of names and values in any case, or as an object. */
export function dimensionsIn(payload: Payload): Record<string, string> {
  const lists = [
    ...payload.list('Trigger.Dimensions'),
    ...payload
      .list('Trigger.Metrics')
      .flatMap((metric) => (isFields(metric) ? new Payload(metric, '').list('MetricStat.Metric.Dimensions') : [])),
  ];
  const objects = [...payload.list('detail.configuration.metrics'), ...payload.list('alarmData.configuration.metrics')].filter(isFields);
  const labels = alertLabels(namedFields(lists), 'Trigger.Dimensions', payload.problems);
  for (const metric of objects) {
    const dimensions = new Payload(metric, '').value('metricStat.metric.dimensions');
    alertLabels(dimensions, 'configuration.metrics.dimensions', payload.problems, { into: labels });
  }
  return labels;
}

export function regionIn(arn: string): string {
  return /^arn:[a-z-]+:cloudwatch:([a-z0-9-]+):/.exec(arn)?.[1] ?? '';
}

export function consoleLink(region: string, name: string): string | null {
  if (!/^[a-z]{2}(?:-[a-z]+)+-\d$/.test(region) || region.startsWith('cn-') || region.startsWith('us-gov')) return null;
  const alarm = encodeURIComponent(cleanLine(name, 255));
  return alarm === '' ? null : `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#alarmsV2:alarm/${alarm}`;
}
