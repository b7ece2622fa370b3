/** Image of the probes when nothing else is configured: busybox tools are all they need. */
export const PROBE_IMAGE = 'alpine:3.22';
