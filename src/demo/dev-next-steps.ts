import type { Config } from '../config';

/** What to do once `npm run dev` is up: where the configured sources are, and how to try one. */
export function nextSteps({ sources, file }: Pick<Config, 'sources' | 'file'>, gatewayUrl: string): readonly string[] {
  const named = Object.entries(sources);
  // What AWS signs, no one else can send.
  const [tried] = named.filter(([, { type, auth }]) => !(type === 'cloudwatch' && auth === 'signature'));
  return [
    ...named.map(([name, { type }]) => `· Source ${name} (${type}): ${gatewayUrl}/webhooks/${name}`),
    '\nIn another terminal, in this folder:',
    '  source .local/demo.env',
    ...(tried === undefined ? [] : testOf(...tried)),
    '  npx start-incident',
    `After a change of ${file ?? 'incident.config.yaml'}, run npm run dev again: it restarts on changes of the code only.`,
    'Ctrl-C stops everything that was started.\n',
  ];
}

function testOf(name: string, { secrets: [secret] = [] }: Config['sources'][string]): readonly string[] {
  return [...(secret === undefined ? [] : [`  export ${secret}=…    # the value that it has here`]), `  npx incident gateway test ${name}`];
}
