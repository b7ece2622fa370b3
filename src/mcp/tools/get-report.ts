import * as z from 'zod';
import { seenFromOutside } from '../../client/temporal/seen-from-outside';
import { buildReport } from '../../incident/report/build-report';
import { renderReportMarkdown } from '../../incident/report/report-markdown';
import { RESPONSE_PLAN } from '../../workflows/response/plan';
import { refused, said } from '../answer';
import { idWord } from '../text/own-words';
import { page, readCursor } from '../text/pages';
import { knownLines } from './incident-lines';
import { badCursor, cursorField, idOf, incidentField, noSuchIncident, READS, tool } from './tool';

export const getReport = tool({
  name: 'get_report',
  description: 'The report of the response, in Markdown, page by page.',
  hints: READS,
  input: z.strictObject({ incident: incidentField, cursor: cursorField }),
  async run({ incidents }, { incident, cursor }) {
    const id = idOf(incident);
    const reading = id === null ? null : await seenFromOutside(incidents, id);
    if (reading === null) return noSuchIncident();
    const place = cursor === undefined ? null : readCursor(cursor);
    if (cursor !== undefined && place === null) return badCursor();
    const { state } = reading;
    if (state === null) return refused(...knownLines(reading), 'The report needs a worker. Try again once one runs.');
    const lines = renderReportMarkdown(buildReport(state, RESPONSE_PLAN), null).split('\n');
    const revision = state.revision ?? 0;
    const moved =
      place !== null && place.revision !== revision
        ? ['The report has changed since its first page; begin again without cursor to have it whole.']
        : [];
    const head = `Report of incident ${idWord(state.incidentId)}${state.responseComplete ? '' : ', which is not complete yet'}: one line of Markdown each.`;
    return said(page([head, ...moved], lines, { revision, from: place?.from ?? 0 }));
  },
});
