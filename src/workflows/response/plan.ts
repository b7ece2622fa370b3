import { ACTIVITY_LIMITS } from '../calls/activity-options';
import { compilePlan } from '../graph/compile-plan';
import { RESPONSE_GRAPH } from './response-graph';

/** The compiled plan of the response: the same declaration that the workflow runs. */
export const RESPONSE_PLAN = compilePlan(RESPONSE_GRAPH, ACTIVITY_LIMITS);
