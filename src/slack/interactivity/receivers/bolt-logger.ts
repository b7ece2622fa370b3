import { type Logger as BoltLogger, LogLevel } from '@slack/bolt';
import type { Logger } from 'pino';
import { cleanLine } from '../../../incident/text/clean-text';
import { hideSecrets } from '../../../incident/text/hide-secrets';

const MAX_CHARS = 500;

/** Bolt's warnings and errors in our log. Its finer levels print whole requests, so they are left out. */
export function boltLogger(log: Logger): BoltLogger {
  const text = (parts: unknown[]): string => cleanLine(hideSecrets(parts.map(String).join(' ')), MAX_CHARS);
  return {
    debug() {},
    info() {},
    warn: (...parts) => log.warn(text(parts)),
    error: (...parts) => log.error(text(parts)),
    setLevel() {},
    getLevel: () => LogLevel.WARN,
    setName() {},
  };
}
