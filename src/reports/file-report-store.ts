import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReportStore } from '../activities/report-store';

/** Keeps reports as `<incident id>.json`, `.md` and `.html` in a folder, creating it if necessary. */
export function createFileReportStore(folder: string): ReportStore {
  return {
    async write({ incidentId, isPrivate, json, markdown, html }) {
      await mkdir(folder, { recursive: true });
      const files = [
        { name: `${incidentId}.json`, text: json },
        { name: `${incidentId}.md`, text: markdown },
        { name: `${incidentId}.html`, text: html },
      ];
      for (const { name, text } of files) await replace(join(folder, name), text, isPrivate ? 0o600 : 0o644);
      return files.map(({ name }) => name);
    },
  };
}

/**
 * Writes a temporary file next to the target and renames it, so that no reader sees a half-written report. The temporary
 * name is random, because workers in containers may share a process id.
 */
async function replace(path: string, text: string, mode: number): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, text, { mode });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
