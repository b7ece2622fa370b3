export { followAlertGroup } from './alert-group/follow-alert-group';
export { joinIncidents } from './alert-group/join-incidents';
export { watchHeartbeat } from './heartbeat/watch-heartbeat';
export { keepMaintenance } from './maintenance/keep-maintenance';
export { respondToIncident } from './respond-to-incident';
