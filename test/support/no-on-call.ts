import { createOnCall } from '../../src/notify/on-call/known-on-call';

/** As in a configuration without schedules. */
export const NO_ON_CALL = createOnCall(new Map(), '');
