import { ApplicationFailure } from '@temporalio/common';
import type { Refusal } from '../../incident/text/refusal';
import { REFUSED } from './messages';

/** How an update refuses. */
export function refusedWith(refusal: Refusal): ApplicationFailure {
  return ApplicationFailure.create({ message: refusal.message, type: REFUSED, nonRetryable: true, details: [refusal] });
}
