import type { Command } from 'commander';
import { addAlertsVerb } from './alerts';
import { addGatewayVerb } from './gateway-test';
import { addListVerb } from './list';
import { addMaintenanceVerb } from './maintenance';
import { addOfflineVerbs, type ReadServices } from './offline';
import { addProposalVerbs } from './proposals';
import { addReportVerb } from './report';
import { addSchemaVerb } from './schema';
import { addShowVerbs } from './show';
import { addStatsVerb } from './stats';
import { addTokenVerb } from './token';
import { addWatchVerb } from './watch';

export { addChangingVerbs } from './changing';

/** Adds the read-only verbs. */
export function addReadingVerbs(program: Command, services: ReadServices): void {
  addListVerb(program);
  addShowVerbs(program);
  addWatchVerb(program);
  addReportVerb(program);
  addStatsVerb(program);
  addAlertsVerb(program);
  addMaintenanceVerb(program);
  addGatewayVerb(program);
  addProposalVerbs(program);
  addTokenVerb(program);
  addOfflineVerbs(program, services);
  addSchemaVerb(program);
}
