import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReportStore } from '../activities/report-store';
import { replaceFile } from './replace-file';
import { storageErrorOf } from './storage-error-of';

/** Keeps reports as `<incident id>.json`, `.md` and `.html` in a folder, creating it if necessary. */
export function createFileReportStore(folder: string): ReportStore {
  return {
    async write({ incidentId, isPrivate, json, markdown, html }) {
      const files = [
        { name: `${incidentId}.json`, text: json },
        { name: `${incidentId}.md`, text: markdown },
        { name: `${incidentId}.html`, text: html },
      ];
      try {
        await mkdir(folder, { recursive: true });
        for (const { name, text } of files) await replaceFile(join(folder, name), text, isPrivate ? 0o600 : 0o644);
      } catch (error) {
        throw storageErrorOf(error, folder);
      }
      return files.map(({ name }) => name);
    },
  };
}
