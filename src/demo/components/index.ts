export { bringUpEngine } from './engine';
export { freePort } from './free-port';
export { lockPorts } from './lock';
export { MissingComponentError } from './missing-component-error';
export { ensureProbeImage } from './probe-image';
export { bringUpSlack } from './slack';
export { bringUpTemporal } from './temporal';
export { findTemporalCli, findTestServer } from './temporal-binaries';
export type { BringUpOptions, EngineComponent, EngineUnavailable, SlackComponent, SlackSeed, TemporalComponent } from './types';
