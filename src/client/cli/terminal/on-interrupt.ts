import { EXIT } from '../../../exit-codes';
import { note } from './output';

/** Ends the process on Ctrl-C after printing what continues without it. Returns a function that stops listening. */
export function onInterrupt(line: string): () => void {
  const interrupted = (): void => {
    note(`\n${line}`);
    process.exit(EXIT.interrupted);
  };
  process.once('SIGINT', interrupted);
  return () => void process.removeListener('SIGINT', interrupted);
}
