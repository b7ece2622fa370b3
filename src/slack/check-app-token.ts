import { createCall } from './transport/call';

/** Whether Slack accepts an app-level token for Socket Mode. It only asks for an address, and connects nowhere. @throws ChatError */
export async function checkAppToken(appToken: string, apiUrl: string | undefined): Promise<void> {
  const call = createCall({ token: () => appToken, apiUrl });
  await call('apps.connections.open', (client) => client.apps.connections.open({}));
}
