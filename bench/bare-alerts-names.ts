export const BARE_ALERTS_QUEUE = 'bare-alerts';
export const BARE_SIGNAL = 'delivered';
/** Printed once the process serves. */
export const BARE_READY = 'bare alerts: ready';
