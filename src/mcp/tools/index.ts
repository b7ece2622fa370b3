import { explainPlan } from './explain-plan';
import { getIncident } from './get-incident';
import { getReport } from './get-report';
import { listAlerts } from './list-alerts';
import { listIncidents } from './list-incidents';
import type { Tool } from './tool';

/** All tools, in the order in which a client sees them. */
export const TOOLS: readonly Tool[] = [listIncidents, getIncident, listAlerts, explainPlan, getReport];
