import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Runbook } from '../src/incident/model/runbook';
import { runbookSchema } from '../src/runbooks/runbook-schema';
import { PROJECT_ROOT } from './project-root';

const common = { kind: 'health', component: 'api', weight: 1, timeout: '30s' } as const;
const page = { ...common, aspect: 'availability', targets: 'url', network: 'default', env: { URL: '{{target.url}}' } } as const;
const port = {
  ...common,
  aspect: 'network',
  targets: 'hostport',
  network: 'default',
  env: { HOST: '{{target.host}}', PORT: '{{target.port}}' },
} as const;
const host = { ...common, aspect: 'capacity' } as const;

const GET = `http_get "$URL" 5
[ "$CODE" = 200 ] || verdict fail "HTTP \${CODE:-$FAULT}"
evidence "HTTP $CODE in $TOOK ms"
verdict ok "HTTP $CODE in $(spent "$TOOK")"`;
const BODY = `http_get "$URL" 5
grep -q fine /tmp/body || verdict fail 'The page does not say that it is fine'
verdict ok 'The page says that it is fine'`;
const TWICE = `http_get "$URL" 5
first=$CODE
sleep 1
http_get "$URL" 5
[ "$first$CODE" = 200200 ] || verdict fail "HTTP $first, then $CODE"
verdict ok 'HTTP 200, twice'`;
const CONNECT = `tcp_connect "$HOST" "$PORT" 5
[ -z "$FAULT" ] || verdict fail "$FAULT"
verdict ok "Connected in $(spent "$TOOK")"`;
const MEMORY = `evidence "$(grep MemAvailable /proc/meminfo)"
verdict ok 'The memory is known'`;
const PROCESSOR = `idle() { awk '/^cpu / { print $5 }' /proc/stat; }
before=$(idle)
sleep 1
verdict ok "The processors were idle for $(($(idle) - before)) ticks"`;
const WORDS = `tr -d '\\r' > /tmp/alert
grep -qi connection /tmp/alert || verdict fail 'The alert does not say what it is about'
verdict ok 'The alert is about connections'`;

/** Ten probes as runbooks have them: most are done as soon as something answers, two need a second. */
export function tenProbes(): Runbook {
  const probes = [
    { ...page, id: 'front-page', title: 'Front page', script: GET },
    { ...page, id: 'health-page', title: 'Health page', script: GET },
    { ...page, id: 'login-page', title: 'Login page', script: GET },
    { ...page, id: 'words', title: 'Words on the page', script: BODY },
    { ...page, id: 'twice', title: 'Two answers, a second apart', script: TWICE },
    { ...port, id: 'connect', title: 'Connection', script: CONNECT },
    { ...port, id: 'connect-again', title: 'Another connection', script: CONNECT },
    { ...host, id: 'memory', title: 'Memory', script: MEMORY },
    { ...host, id: 'processor', title: 'Processor time in a second', script: PROCESSOR },
    { ...host, id: 'alert', title: 'Words of the alert', stdin: 'incident', script: WORDS },
  ];
  const prelude = readFileSync(join(PROJECT_ROOT, 'runbooks', 'prelude.sh'), 'utf8');
  return runbookSchema(prelude).parse({ id: 'ten', title: 'Ten probes', probes });
}
