import type { BringUpOptions } from '../src/demo/components';

/** Temporal and Slack settings from the environment are dropped, so that figures stay comparable from run to run. */
export function ownComponents(): BringUpOptions['env'] {
  const { PATH, HOME, DOCKER_HOST, INCIDENT_PROBE_IMAGE, TEMPORAL_CLI_PATH } = process.env;
  return { PATH, HOME, DOCKER_HOST, INCIDENT_PROBE_IMAGE, TEMPORAL_CLI_PATH };
}
