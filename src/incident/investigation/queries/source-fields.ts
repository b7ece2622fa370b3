import type { KubernetesCheck } from '../../model/investigation/source-query';

/** Of what is read once for each service: how many of them could not be read. */
const UNREAD = 'unread';

export const KUBERNETES_FIELDS: Readonly<Record<KubernetesCheck, readonly string[]>> = {
  pods: ['pods', 'ready', 'notReady', 'starting', 'imageNotPulled', 'crashing', 'misconfigured', 'unscheduled', 'evicted', 'first', UNREAD],
  restarts: ['pods', 'restarts', 'looping', 'exitCode', 'first', UNREAD],
  oomKills: ['pods', 'oomKills', 'earlier', 'killed', 'first', UNREAD],
  events: ['events', 'kinds', 'newKinds', 'first', UNREAD],
  rollouts: ['workloads', 'changes', 'minutesBefore', 'changesAfter', 'failed', 'progressing', 'scaledToZero', 'last', UNREAD],
  nodes: ['nodes', 'unhealthy', 'cordoned', 'memoryPressure', 'diskPressure', 'pidPressure', 'first', UNREAD],
  autoscalers: ['autoscalers', 'atLimit', 'blind', 'replicas', 'first', UNREAD],
};
export const LOG_FIELDS = ['lines', 'before', 'dayBefore', 'times', 'new', 'newLines', 'top', 'cause', UNREAD];
export const DEPLOYMENT_FIELDS = ['changes', 'minutesBefore', 'changesAfter', 'failed', 'last', 'lastBy', UNREAD];
