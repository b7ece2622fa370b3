export { respondToIncident } from './respond-to-incident';
