import type { PageReason } from '../model/page';
import { assertNever } from '../text/assert-never';

/** Why people were paged outside the chat, to follow "because". */
export function pageCause(reason: PageReason): string {
  switch (reason.kind) {
    case 'started':
      return 'the incident started';
    case 'escalated':
      return `escalation level ${reason.level} was reached`;
    case 'raised':
      return `the severity was raised to ${reason.to}`;
    case 'slackUnreachable':
      return 'no one could be paged in Slack';
    case 'reopened':
      return 'the incident was reopened';
    default:
      return assertNever(reason);
  }
}
