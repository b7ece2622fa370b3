import type { LogLevel, LogMetadata, Logger as TemporalLogger } from '@temporalio/worker';
import { type DestinationStream, type Logger, pino } from 'pino';
import { type Plan, placeInPlan } from './incident/model/plan';
import { hideSecrets } from './incident/text/hide-secrets';

const STDERR = 2;

/** JSON lines on stderr, pretty on a terminal. Anything that looks like a token is removed from every line. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    hooks: { streamWrite: (line: string) => hideSecrets(line) },
  };
  if (destination !== undefined) return pino(options, destination);
  if (!process.stderr.isTTY) return pino(options, pino.destination({ fd: STDERR, sync: true }));
  return pino({ ...options, transport: { target: 'pino-pretty', options: { destination: STDERR, colorize: true } } });
}

/**
 * The same log for Temporal's runtime: workflow, activity and core messages with their incident, step and attempt. The
 * runtime's own lines about activities are logged only at debug level, because `logActivities` logs how each activity ended.
 */
export function temporalLogger(log: Logger, plan: Plan): TemporalLogger {
  const write = (level: 'trace' | 'debug' | 'info' | 'warn' | 'error') => (message: string, meta?: LogMetadata) => {
    const { workflowId, activityType, activityId, attempt, error, step, node, state, status, code, taskQueue } = (meta ?? {}) as Record<
      string,
      unknown
    >;
    const place = activityType === undefined ? { step, node } : placeInPlan(plan, String(activityType), String(activityId));
    log[activityType === undefined ? level : 'debug'](
      {
        incident: workflowId,
        ...place,
        activity: activityType,
        attempt,
        state,
        status,
        code,
        taskQueue,
        problem: error instanceof Error ? error.message : error,
      },
      message,
    );
  };
  const levels = { trace: write('trace'), debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
  return {
    ...levels,
    log: (level: LogLevel, message, meta) => levels[level.toLowerCase() as keyof typeof levels](message, meta),
  };
}
