import { declareIncident } from './declare-incident';
import { explainPlan } from './explain-plan';
import { getIncident } from './get-incident';
import { getReport } from './get-report';
import { investigate } from './investigate';
import { listAlerts } from './list-alerts';
import { listIncidents } from './list-incidents';
import { proposeAction } from './propose-action';
import { recoverStep } from './recover-step';
import type { Tool } from './tool';
import { updateIncident } from './update-incident';

/** All tools, in the order in which a client sees them. */
export const TOOLS: readonly Tool[] = [
  listIncidents,
  getIncident,
  declareIncident,
  updateIncident,
  investigate,
  listAlerts,
  explainPlan,
  getReport,
  recoverStep,
  proposeAction,
];
