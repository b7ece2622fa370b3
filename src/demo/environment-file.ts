import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { startTimeOf } from './components/process-start-time';

/**
 * Writes the file that other terminals `source`, and returns what withdraws it at the end. If another run of this folder is
 * still up, says so, and puts its file back at the end: otherwise the file would name components that have ended.
 */
export function writeEnvironmentFile(file: string, variables: string, say: (line: string) => void, ownPid = process.pid): () => void {
  const content = `${OWNER}${ownPid} ${startTimeOf(ownPid)}\n${variables}`;
  const earlier = read(file);
  const other = ownerOf(earlier);
  if (other !== null)
    say(
      `! Another run in this folder is still up (process ${other}). Until this run ends, ${NAME} is for this one; both write to the same logs.`,
    );
  write(file, content);
  return () => {
    // A later run may have replaced it.
    if (read(file) !== content) return;
    if (ownerOf(earlier) === null) rmSync(file, { force: true });
    else write(file, earlier);
  };
}

const OWNER = '# process ';
const NAME = '.local/demo.env';

/** The process that wrote it, if that is still running. */
function ownerOf(content: string): string | null {
  const [, pid = '', startTime = ''] = /^# process (\d+) (\d+)\n/.exec(content) ?? [];
  return pid !== '' && startTimeOf(Number(pid)) === startTime ? pid : null;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

const write = (file: string, content: string): void => writeFileSync(file, content, { mode: 0o600 });
