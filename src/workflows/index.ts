export { followAlertGroup } from './alert-group/follow-alert-group';
export { joinIncidents } from './alert-group/join-incidents';
export { respondToIncident } from './respond-to-incident';
