import { pino } from 'pino';
import { StorageError } from '../../../src/activities/storage-error';
import { warnAboutEvidence } from '../../../src/worker/warn-about-evidence';

it('says once that evidence cannot be kept, with place and remedy, and once that it is kept again', async () => {
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
  let isFull = true;
  const full = new StorageError('no space is left on the disk', '/reports/A-1.evidence', { hint: 'Free space there.' });
  const store = warnAboutEvidence({ keep: () => (isFull ? Promise.reject(full) : Promise.resolve()) }, log);
  const keep = () => store.keep({ incidentId: 'A-1', name: 'http-1.txt', text: 'GET /' });
  await expect(keep()).rejects.toBe(full);
  await expect(keep()).rejects.toBe(full);
  isFull = false;
  await keep();
  await keep();
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({
      level: 40,
      problem: "couldn't write to /reports/A-1.evidence: no space is left on the disk",
      mend: 'Free space there.',
      msg: "couldn't keep the whole output of a probe; its finding says so",
    }),
    expect.objectContaining({ level: 30, msg: 'the whole output of probes is kept again' }),
  ]);
  isFull = true;
  await expect(keep()).rejects.toBe(full);
  expect(lines).toHaveLength(3);
});
