import type { ClickParts } from '../clicks/clicks';
import { GatewayDoor } from '../clicks/gateway-door';
import { readManifest } from '../clicks/manifest';
import { deliverJoin } from '../clicks/people-acts';
import type { Recorder } from '../recorder/recorder';
import { WorkspaceReader } from '../recorder/workspace';
import { startPage } from './page-server';

export interface FrontOrder {
  readonly port: number;
  readonly manifest: string;
  readonly signingSecret: string;
}
export interface Front {
  readonly url: string;
  /** Clicks and events go there from now on. */
  reach(gatewayUrl: string): void;
}

/** The war room page before an emulated Slack, and the events that Slack itself would send. */
export async function openFront(recorder: Recorder, slackUrl: string, domain: string, order: FrontOrder): Promise<Front> {
  const { api, app } = recorder.options;
  const door = new GatewayDoor(order.signingSecret);
  const clicks: ClickParts = {
    recorder,
    reader: new WorkspaceReader(api),
    door,
    workspace: { id: app.team_id, domain, appId: app.app_id, botUserId: app.bot_user_id },
    manifest: readManifest(order.manifest),
    slackUrl,
  };
  recorder.onJoin = (join) => void deliverJoin(clicks, join);
  const { url } = await startPage({ clicks, api }, order.port);
  return {
    url,
    reach(gatewayUrl) {
      door.url = gatewayUrl;
    },
  };
}
