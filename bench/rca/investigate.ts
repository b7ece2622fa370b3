import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inLanes } from '../../src/client/temporal/in-lanes';
import type { IncidentClient } from '../../src/client/temporal/incident-client';
import type { Conclusion } from '../../src/incident/model/investigation/hypothesis';
import type { Report } from '../../src/incident/model/report';
import { type BenchWorker, untilReported } from '../bench-worker';
import { serviceName } from './services-file';
import type { Question } from './timeline';

export interface NamedCause {
  /** As the data set calls it. */
  readonly service: string | null;
  readonly cause: string;
  /** 0–95. */
  readonly confidence: number;
  readonly statement: string;
}

/** What the report of an incident says about the cause. */
export interface Answer {
  readonly question: Question;
  readonly incidentId: string;
  readonly conclusion: Conclusion | null;
  /** Most likely first. */
  readonly causes: readonly NamedCause[];
}

export interface InvestigateOptions {
  readonly incidents: IncidentClient;
  readonly worker: BenchWorker;
  readonly atOnce: number;
  readonly done: (count: number) => void;
}

/** Declares an incident for each question, by its alert, and reads the answers from the reports. */
export async function investigate(questions: readonly Question[], options: InvestigateOptions): Promise<readonly Answer[]> {
  let answered = 0;
  return inLanes(options.atOnce, [...questions.entries()], async ([index, question]) => {
    const answer = await ask(question, `RCA-${index + 1}`, options);
    answered += 1;
    options.done(answered);
    return answer;
  });
}

async function ask(question: Question, incidentId: string, { incidents, worker }: InvestigateOptions): Promise<Answer> {
  await incidents.start({ incidentId, event: alertOf(question), source: 'alertmanager', actor: 'bench' });
  await untilReported(worker, incidentId);
  const report = JSON.parse(readFileSync(join(worker.reportsDir, `${incidentId}.json`), 'utf8')) as Report;
  // Its response is complete; a worker has only so much room for open incidents.
  await incidents.options.client.workflow.getHandle(incidentId).terminate('read');
  const { conclusion = null, hypotheses = [] } = report.investigation ?? {};
  const prefix = serviceName(question.scenario, '');
  return {
    question,
    incidentId,
    conclusion,
    causes: hypotheses.map(({ service, cause, confidence, statement }) => ({
      service: service?.startsWith(prefix) ? service.slice(prefix.length) : service,
      cause,
      confidence,
      statement,
    })),
  };
}

/** As Alertmanager delivers it. */
function alertOf({ scenario, alert: { service, signal, at } }: Question): unknown {
  const startsAt = new Date(at * 1_000).toISOString();
  const labels = { alertname: `Unusual${signal}`, severity: 'critical', service: serviceName(scenario, service), signal };
  const annotations = { summary: `The ${signal} of ${service} is unusual` };
  const alerts = [{ status: 'firing', labels, annotations, startsAt, endsAt: '0001-01-01T00:00:00Z', fingerprint: 'bench' }];
  return {
    version: '4',
    groupKey: `{}:${labels.service}`,
    status: 'firing',
    receiver: 'bench',
    groupLabels: { alertname: labels.alertname },
    commonLabels: labels,
    commonAnnotations: annotations,
    externalURL: 'http://alertmanager.invalid',
    alerts,
  };
}
