/**
 * The default image for probes, which need only busybox tools. It is Alpine 3.22.2, pinned by the digest of its index, which
 * covers every platform; a tag could point to a different image tomorrow.
 */
export const PROBE_IMAGE = 'alpine@sha256:4b7ce07002c69e8f3d704a9c5d6fd3053be500b7f1c69fc0d80990c2ad8dd412';
