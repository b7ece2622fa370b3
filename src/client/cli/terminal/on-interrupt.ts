import { EXIT } from '../../../exit-codes';
import { note } from './output';

/** Ends the process on Ctrl-C with a word about what goes on without it. Returns how to stop listening. */
export function onInterrupt(line: string): () => void {
  const interrupted = (): void => {
    note(`\n${line}`);
    process.exit(EXIT.interrupted);
  };
  process.once('SIGINT', interrupted);
  return () => void process.removeListener('SIGINT', interrupted);
}
