import { RESPONSE_QUEUE } from '../../workflows/contract/messages';

/** Options of every workflow run that a front end starts. */
export const RUN_OPTIONS = {
  taskQueue: RESPONSE_QUEUE,
  /**
   * An incident waits this long for a worker that was killed during a workflow task. The default is 10 s; with much less, a
   * busy worker could not replay a long history in time.
   */
  workflowTaskTimeout: '8s',
} as const;
