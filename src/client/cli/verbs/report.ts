import type { Command } from 'commander';
import { EXIT } from '../../../exit-codes';
import type { IncidentState } from '../../../incident/model/state';
import { buildReport } from '../../../incident/report/build-report';
import { renderMermaid } from '../../../incident/report/mermaid';
import { renderReportHtml } from '../../../incident/report/report-html';
import { renderReportMarkdown } from '../../../incident/report/report-markdown';
import { InvalidInputError } from '../../../incident/text/errors';
import { shown } from '../../../incident/text/read-fields';
import { RESPONSE_PLAN } from '../../../workflows/response/plan';
import { Exit } from '../kit/exit';
import { errorBeside } from '../kit/tell-error';
import { readWord } from '../kit/values';
import type { WithError } from '../outputs/incident-output';
import type { Outputs } from '../outputs/outputs';
import { note, printJson } from '../terminal/output';
import { writePrivately } from '../terminal/write-private';
import { readOrPrintKnown } from './show';
import { addVerb, type Flags, ID_ARGUMENT, JSON_FLAG, textOf } from './verb';

/** Renders a state in each format. */
const RENDERERS = {
  md: (state: IncidentState) => {
    const report = buildReport(state, RESPONSE_PLAN);
    return renderReportMarkdown(report, renderMermaid(RESPONSE_PLAN, report.steps));
  },
  html: (state: IncidentState) => renderReportHtml(buildReport(state, RESPONSE_PLAN), RESPONSE_PLAN),
  json: (state: IncidentState) => {
    const document: Outputs['report'] = buildReport(state, RESPONSE_PLAN);
    return `${JSON.stringify(document, null, 2)}\n`;
  },
} as const;
type Format = keyof typeof RENDERERS;
const FORMATS = Object.keys(RENDERERS) as Format[];

const RUN_A_WORKER = 'Reading it needs a worker; npm start runs one.';

export function addReportVerb(program: Command): void {
  addVerb(program, 'report', 'print the response report')
    .argument(...ID_ARGUMENT)
    .option('--format <format>', `${FORMATS.join('|')} (default: md)`)
    .option('--out <file>', 'write it to this file, readable only by you')
    .option(...JSON_FLAG)
    .action(report);
}

async function report(rawId: string, flags: Flags): Promise<void> {
  const asked = readWord(textOf(flags, 'format') ?? (flags.json ? 'json' : 'md'), FORMATS, '--format', 'format');
  const out = textOf(flags, 'out');
  // On standard output --json takes precedence; a file is written in the format given by --format.
  const format = flags.json && out === undefined ? 'json' : asked;
  // What the server knows is not a report, so it must not be written to a file that would pass for one.
  const reading = await readOrPrintKnown(rawId, flags, (known) => {
    if (out === undefined) printJson('report', known);
    else printJson('report-out', { ...known, ...unwritten(out) });
  });
  if (reading === null) {
    if (out !== undefined) throw new Exit(EXIT.unreachable);
    return;
  }
  const text = RENDERERS[format](reading.state);
  if (out === undefined) process.stdout.write(text);
  else {
    writeTo(out, text);
    if (flags.json) printJson('report-out', { incident_id: reading.state.incidentId, written: out, format });
  }
}

const unwritten = (file: string): Required<WithError> =>
  errorBeside('service_unreachable', `couldn't read the response; ${file} was not written`, RUN_A_WORKER);

function writeTo(file: string, text: string): void {
  try {
    writePrivately(file, text);
  } catch (error) {
    throw new InvalidInputError('--out', `couldn't write ${shown(file)}: ${(error as Error).message.split(',')[0]}`, 'a writable file');
  }
  note(`written to ${file}`);
}
