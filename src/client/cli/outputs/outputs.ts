import type { Finding } from '../../../incident/model/finding';
import type { Plan } from '../../../incident/model/plan';
import type { Report } from '../../../incident/model/report';
import type { WordedEntry } from '../../../incident/model/timeline-entry';
import type { IncidentStats } from '../../../incident/report/incident-stats';
import type { ErrorJson } from '../../../incident/text/error-json';
import type { ListedMaintenance } from '../../../maintenance/list-maintenance';
import type { DecisionTaken, ProposalPut } from '../../gateway/proposals';
import type { SentMaintenance } from '../../temporal/kept-maintenance';
import type { ListedIncident } from '../../temporal/list-incidents';
import type { ListedGroup } from '../../temporal/read-groups';
import type { Sent } from '../../temporal/send-command';
import type { ShownGroup, TestedAlert, UnknownGroup } from './alerts-output';
import type {
  FollowedResponse,
  IncidentReport,
  KnownIncident,
  KnownStartedIncident,
  NewIncident,
  UnansweredResponse,
  UnreadResponse,
  UnwrittenReport,
  WrittenReport,
} from './incident-output';
import type { CheckResult, SetUp } from './set-up-output';
import type { ListedToken, NewToken, RevokedToken } from './token-output';
import type { DryRun, ListedRunbooks, ParsedEvent } from './tried-output';

/**
 * Every document that a command prints with `--json`, by the name of its schema. `printJson` takes nothing else, so that no
 * document lacks a schema. Keys may be added to a document; none is renamed or removed.
 */
export interface Outputs {
  /** `start-incident --json`: the response once it is complete, or as far as it was followed. */
  'start-incident': FollowedResponse | UnansweredResponse | UnreadResponse;
  /** `start-incident --no-wait --json`: the incident as it was started or joined. */
  'start-incident-no-wait': NewIncident | KnownStartedIncident;
  /** `start-incident --test --json`: what would start. */
  'start-incident-test': DryRun;
  /** `incident list --json`: one row for each incident. */
  list: readonly ListedIncident[];
  /** `incident show ID --json`: the report and what blocks it; or, while no worker is answering, what the server knows. */
  show: IncidentReport | KnownIncident;
  /** `incident timeline ID --json`: what happened, in order; or, while no worker is answering, what the server knows. */
  timeline: readonly WordedEntry[] | KnownIncident;
  /** `incident watch ID --json`: each line, printed at every change. */
  watch: IncidentReport | KnownIncident;
  /** `incident report ID --json`, and report files in JSON; or, while no worker is answering, what the server knows. */
  report: Report | KnownIncident;
  /** `incident report ID --out FILE --json`: where it was written; or, while no worker is answering, why it was not. */
  'report-out': WrittenReport | UnwrittenReport;
  /** `incident stats --json`: counts and times, by severity. */
  stats: IncidentStats & {
    /** Null if everything that the server keeps was counted. */
    readonly since: string | null;
  };
  /** Every verb that changes an incident (`incident ack ID --json`…): whether it was applied, and what came of it. */
  change: Sent & { readonly incident_id: string; readonly message: string };
  /** `incident propose ID ACTION --json`: the proposal, as the gateway has put it up. */
  propose: ProposalPut & { readonly incident_id: string };
  /** `incident approve ID PROPOSAL --json`: what the proposal is now. */
  approve: DecisionTaken & { readonly incident_id: string };
  /** `incident reject ID PROPOSAL --json`: what the proposal is now. */
  reject: DecisionTaken & { readonly incident_id: string };
  /** `incident alerts --json`: one row for each group of alerts. */
  alerts: readonly ListedGroup[];
  /** `incident alerts KEY --json`: one group, with its deliveries. */
  'alerts-group': ShownGroup | UnknownGroup;
  /** `incident maintenance --json`: the maintenances. */
  maintenance: readonly ListedMaintenance[];
  /** `incident maintenance add|end --json`: whether it was applied, and the maintenance. */
  'maintenance-change': SentMaintenance & { readonly message: string };
  /** `incident parse FILE --json`: the normalised events. */
  parse: readonly ParsedEvent[];
  /** `incident plan --json`: the steps of a response, and their nodes. */
  plan: Plan;
  /** `incident runbooks --json`: the runbooks, and what would run. */
  runbooks: ListedRunbooks;
  /** `incident probe RUNBOOK PROBE --json`: one finding for each target. */
  probe: readonly Finding[];
  /** `incident gateway test INSTANCE --json`: what became of the test alert. */
  'gateway-test': TestedAlert;
  /** `incident setup --json`: what was added, and how long closed incidents are kept. */
  setup: SetUp;
  /** `incident doctor --json`: one row for each check. */
  doctor: readonly CheckResult[];
  /** `incident token list --json`: one row for each token. */
  token: readonly ListedToken[];
  /** `incident token add --json`: the new token, which is shown only once. */
  'token-add': NewToken;
  /** `incident token revoke NAME --json`: the token that is revoked. */
  'token-revoke': RevokedToken;
  /** `incident schema --json`: every schema, by its name. */
  schema: Readonly<Record<string, object>>;
  /** Every command that fails, with `--json`, and every request that the gateway refuses. */
  error: { readonly error: ErrorJson };
}

/** The name of an output's schema. */
export type OutputName = keyof Outputs;
