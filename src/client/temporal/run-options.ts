import { RESPONSE_QUEUE } from '../../workflows/contract/messages';

/** Of every run of the workflow that a front end starts. */
export const RUN_OPTIONS = {
  taskQueue: RESPONSE_QUEUE,
  /**
   * So long an incident waits for a worker that was killed in the middle of a workflow task. The default is 10 s; much
   * less, and a busy worker could not replay a long history in time.
   */
  workflowTaskTimeout: '8s',
} as const;
