import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReportStore } from '../activities/report-store';
import { replaceFile } from './replace-file';

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
      for (const { name, text } of files) await replaceFile(join(folder, name), text, isPrivate ? 0o600 : 0o644);
      return files.map(({ name }) => name);
    },
  };
}
