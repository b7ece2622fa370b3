import { readHealth } from './worker/health-file';

/**
 * The health check of a worker's container: exit 0 if the worker in the same container is working, else 1 and the reason. It
 * reads the worker's report and asks no server: while Temporal is unavailable, the worker should keep waiting rather than be
 * killed.
 */
const file = process.env.INCIDENT_HEALTH_FILE?.trim();
const problem = file ? readHealth(file, Date.now()) : 'INCIDENT_HEALTH_FILE is not set: set it to the file that the worker writes';
if (problem !== null) {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
