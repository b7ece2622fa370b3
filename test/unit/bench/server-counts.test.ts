import { grownBetween, parseServerCounts, sumOf } from '../../../bench/server-counts';

const METRICS = `# TYPE action counter
action{action_type="command_StartTimer",namespace="default",operation="RespondWorkflowTaskCompleted",service_name="frontend"} 2
action{action_type="grpc_StartWorkflowExecution",namespace="temporal_system",operation="StartWorkflowExecution",service_name="frontend"} 2
action{action_type="grpc_SignalWorkflowExecution",namespace="default",operation="SignalWorkflowExecution",service_name="frontend"} 1
service_requests{namespace="default",operation="QueryWorkflow",service_name="frontend"} 3
service_requests{namespace="default",operation="QueryWorkflow",service_name="history"} 3
`;

describe('what a server has counted', () => {
  it('is read by kind, of one namespace, once', () => {
    expect(parseServerCounts(METRICS, 'default')).toEqual({
      actions: { command_StartTimer: 2, grpc_SignalWorkflowExecution: 1 },
      requests: { QueryWorkflow: 3 },
    });
  });

  it('is compared between two looks; what did not grow is left out', () => {
    const before = parseServerCounts(METRICS, 'default');
    const after = { actions: { ...before.actions, command_StartTimer: 5, activity_retry: 1 }, requests: before.requests };
    const grown = grownBetween(before, after);
    expect(grown).toEqual({ actions: { command_StartTimer: 3, activity_retry: 1 }, requests: {} });
    expect(sumOf(grown.actions)).toBe(4);
  });
});
