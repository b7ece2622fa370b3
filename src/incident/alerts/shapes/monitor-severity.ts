import type { ReadSeverity } from '../severity-words';

/** The severity of a monitor that is down if nothing says otherwise: what it watches does not answer at all. */
export function ofMonitor(read: ReadSeverity): ReadSeverity {
  return read.defaulted ? { ...read, severity: 'high' } : read;
}
