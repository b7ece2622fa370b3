import type { Config } from '../config';
import { MAKE_KEY } from '../config/approval-settings';
import { EXIT } from '../exit-codes';
import { isExpired } from '../tokens/current-tokens';
import { isReadableByOthers, readTokens } from '../tokens/tokens-file';
import type { Check } from './cli/verbs/doctor';

/** Whether people can propose and approve actions. The gateway and the workers may run elsewhere, so what is missing here is a warning. */
export function approvalChecks(config: Config, now: () => number = Date.now): readonly Check[] {
  return [
    { name: 'tokens', exit: EXIT.done, mend: TOKENS_REMEDY, look: async () => lookAtTokens(config.tokensFile, now()) },
    { name: 'approval key', exit: EXIT.done, mend: KEY_REMEDY, look: async () => lookAtKey(config) },
  ];
}

const TOKENS_REMEDY = 'Correct the file, or name another with INCIDENT_TOKENS_FILE. Only this machine was checked, not the gateway.';
const KEY_REMEDY = `Make one: ${MAKE_KEY}. Name it in INCIDENT_APPROVAL_KEY_FILE where the gateway and the workers that run probes run; both need the same. Only this terminal was checked.`;

/** @throws Error, TokensFileError saying what is wrong with the file. */
function lookAtTokens(path: string, now: number): string {
  const tokens = readTokens(path);
  if (tokens === null) return `none: there is no ${path}, so the gateway knows no people; to add one: incident token add --person ADDRESS`;
  const expired = tokens.filter((token) => isExpired(token, now)).length;
  const found = `${tokens.length} in ${path}${expired === 0 ? '' : `, of which ${expired} have expired`}`;
  if (isReadableByOthers(path))
    throw Object.assign(new Error(`${found}\nothers on this machine can read it`), { hint: `Keep it to yourself: chmod 600 ${path}` });
  return found;
}

/** @throws Error if there is none, or one that cannot be used. */
function lookAtKey({ approvalKey, unready }: Config): string {
  const [problem] = unready.approvals;
  if (problem !== undefined) throw new Error(`${problem.path}: ${problem.problem}`);
  if (approvalKey === null) throw new Error('INCIDENT_APPROVAL_KEY_FILE is not set here, so actions are off');
  return 'set here; the gateway and the workers that run probes need the same';
}
