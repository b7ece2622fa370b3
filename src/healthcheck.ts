import { readHealth } from './worker/health-file';

/**
 * The health check of a worker's container: exit 0 when the worker beside it works, else 1 and why not. It reads what
 * the worker writes and asks no server: while Temporal is away the worker is right to stay, and must not be killed.
 */
const file = process.env.INCIDENT_HEALTH_FILE?.trim();
const problem = file ? readHealth(file, Date.now()) : 'INCIDENT_HEALTH_FILE is not set: set it to the file that the worker writes';
if (problem !== null) {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
