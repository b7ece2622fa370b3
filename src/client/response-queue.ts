/** Name of the queue of workflows; a literal so that a front end needs nothing of the worker. */
export const RESPONSE_QUEUE = 'incident-response';
