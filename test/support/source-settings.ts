import type { SourcesSettings } from '../../src/investigation-sources/source-readers';

/** No data source of any kind. */
export const NO_SOURCE_SETTINGS: SourcesSettings = {
  prometheus: [],
  httpJson: [],
  kubernetes: [],
  loki: [],
  elasticsearch: [],
  deployments: [],
};
