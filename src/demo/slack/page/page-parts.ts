import type { ClickParts } from '../clicks/clicks';
import type { SlackApi } from '../recorder/slack-api';

/** What the page is made of. */
export interface PageParts {
  readonly clicks: ClickParts;
  readonly api: SlackApi;
}
