import { createConnection } from 'node:net';
import Docker from 'dockerode';
import { type BringUpOptions, ensureDebianImage } from '../../src/demo/components';
import { waitUntil } from '../support/wait-until';

/** Addresses of what the checks look at. At `unreachable`, nothing listens. */
export interface CheckTargets {
  readonly good: string;
  readonly bad: string;
  readonly unreachable: string;
  stop(): Promise<void>;
}

const PACKAGES = ['dnsmasq-base', 'dropbear-bin', 'nginx-light', 'openssl', 'postgresql', 'python3-minimal', 'redis-server'];
/** Of services that take long to begin: only the whole run has them. */
const FURTHER_PACKAGES = ['chrony', 'mariadb-server'];
const TCP_PORTS = [21, 22, 25, 37, 53, 80, 110, 119, 143, 443, 5432, 6379, 8443];
/** Runs every service, healthy or broken in its own way as MODE says: busy, expired, misconfigured, refusing. */
const SERVICES = `set -e
mkdir -p /srv/keys /run/nginx /var/lib/nginx /var/log/nginx /srv/pg; cd /srv
if [ "$MODE" = good ]; then
  STATUS=200 BODY='shop is fine' DAYS=90 ADDRESS=192.0.2.10 MAIL=mail.shop.test TEXT='v=spf1 -all' REDIS= READY=yes
else
  STATUS=503 BODY='no connection to the database' DAYS=20 ADDRESS=198.51.100.66 MAIL=mail.other.test TEXT='nothing' REDIS='requirepass secret' READY=no
fi
openssl req -x509 -newkey rsa:2048 -nodes -keyout keys/key -out keys/long -days $DAYS -subj /CN=shop.test 2> /dev/null
openssl req -x509 -newkey rsa:2048 -nodes -keyout keys/key2 -out keys/short -days $([ "$MODE" = good ] && echo 90 || echo 3) -subj /CN=shop.test 2> /dev/null
cat > nginx.conf <<END
user root; daemon on; pid /run/nginx.pid; error_log /dev/null; events {}
http { access_log off; default_type text/plain;
  server { listen 80; listen 443 ssl; ssl_certificate /srv/keys/long; ssl_certificate_key /srv/keys/key; add_header X-Ready $READY always;
    location = /moved { return $([ "$MODE" = good ] && echo '200 here' || echo '301 http://192.0.2.1/'); }
    location = /page { return $([ "$MODE" = good ] && echo 200 || echo 404) "a page"; }
    location = /login { return $([ "$MODE" = good ] && echo 200 || echo 401) "welcome"; }
    location / { return $STATUS "$BODY"; } }
  server { listen 8443 ssl; ssl_certificate /srv/keys/short; ssl_certificate_key /srv/keys/key2; location / { return 200 "fine"; } } }
END
nginx -c /srv/nginx.conf
dnsmasq --no-resolv --no-hosts --user=root --local=/test/ --host-record=www.shop.test,$ADDRESS --mx-host=shop.test,$MAIL,10 --txt-record=shop.test,"$TEXT" $([ "$MODE" = good ] && echo --host-record=only-good.test,192.0.2.9)
printf '%s\\n' "bind 0.0.0.0" "protected-mode no" "save ''" "$REDIS" > redis.conf
redis-server redis.conf > /dev/null &
if [ "$MODE" = good ]; then mkdir -p /etc/dropbear; dropbear -R -p 22; fi
chown -R postgres /srv/pg
PG=$(echo /usr/lib/postgresql/*/bin)
setpriv --reuid postgres --regid postgres --clear-groups env LC_ALL=C $PG/initdb -D /srv/pg -A trust --no-sync > /dev/null
echo "host all all all $([ "$MODE" = good ] && echo trust || echo reject)" >> /srv/pg/pg_hba.conf
setpriv --reuid postgres --regid postgres --clear-groups $PG/postgres -D /srv/pg -c listen_addresses='*' -c unix_socket_directories= -c fsync=off > /dev/null 2>&1 &
if command -v chronyd > /dev/null; then
  mkdir -p /run/chrony
  printf '%s\\n' 'bindcmdaddress /' 'allow' "$([ "$MODE" = good ] && echo 'local stratum 8')" > chrony.conf
  chronyd -x -u root -f /srv/chrony.conf
fi
if command -v mariadbd > /dev/null; then
  mariadb-install-db --user=root --datadir=/srv/db --skip-test-db --auth-root-authentication-method=normal > /dev/null
  echo "CREATE USER probe@'%' IDENTIFIED BY '$([ "$MODE" = good ] && echo sesame || echo renewed)';" > init.sql
  mariadbd --no-defaults --user=root --datadir=/srv/db --socket=/srv/db/socket --bind-address=0.0.0.0 --skip-name-resolve --innodb-flush-method=nosync --init-file=/srv/init.sql > /dev/null 2>&1 &
fi
exec python3 -c "$BANNERS"
`;
/** Services whose first line tells how they are. */
const BANNERS = `
import os, socket, struct, threading, time
good = os.environ['MODE'] == 'good'
lines = {21: ('220 files', '421 too many users'), 25: ('220 mail ESMTP', '554 no service'), 110: ('+OK ready', '-ERR locked'),
  119: ('200 news', '502 no permission'), 143: ('* OK ready', '* BYE overloaded')}
if not good: lines[22] = ('', 'busy, come back later')
def talk(c, port):
    try:
        if port == 37: c.sendall(struct.pack('!I', int(time.time()) + 2208988800 + (0 if good else 3600))); return
        c.sendall((lines[port][0 if good else 1] + '\\r\\n').encode())
        for line in c.makefile():
            if line.upper().startswith('QUIT'): c.sendall(b'221 bye\\r\\n'); return
            c.sendall(b'250 mail\\r\\n' if good else b'554 no\\r\\n')
    except OSError: pass
    finally: c.close()
def serve(port):
    s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(('', port)); s.listen(20)
    while True: threading.Thread(target=talk, args=(s.accept()[0], port), daemon=True).start()
for port in [*lines, 37]: threading.Thread(target=serve, args=(port,), daemon=True).start()
threading.Event().wait()
`;

/** Starts the services that checks look at, in containers; all of them, or those of the sample. @throws MissingComponentError */
export async function startCheckTargets(dockerHost: string, options: BringUpOptions, which: 'all' | 'sample'): Promise<CheckTargets> {
  const docker = new Docker({ socketPath: dockerHost.replace('unix://', '') });
  const image = await ensureDebianImage(
    {
      name: 'incident-check-targets',
      packages: which === 'all' ? [...PACKAGES, ...FURTHER_PACKAGES] : PACKAGES,
      users: ['postgres', 'redis'],
    },
    { dockerHost },
    options,
  );
  const start = async (mode: string, command: readonly string[]): Promise<Docker.Container> => {
    const Env = [`MODE=${mode}`, `BANNERS=${BANNERS}`];
    const container = await docker.createContainer({ Image: image, Cmd: [...command], Env, HostConfig: { Init: true, AutoRemove: true } });
    await container.start();
    return container;
  };
  const containers = await Promise.all([
    start('good', ['bash', '-c', SERVICES]),
    start('bad', ['bash', '-c', SERVICES]),
    start('unreachable', ['sleep', 'infinity']),
  ]);
  const stop = async (): Promise<void> => {
    await Promise.all(containers.map((container) => container.remove({ force: true }).catch(() => undefined)));
  };
  try {
    const [good = '', bad = '', unreachable = ''] = await Promise.all(
      containers.map(async (container) => Object.values((await container.inspect()).NetworkSettings.Networks)[0]?.IPAddress),
    );
    for (const address of [good, bad])
      for (const port of which === 'all' ? [...TCP_PORTS, 3306] : TCP_PORTS)
        await waitUntil(() => connects(address, port), { what: `${address}:${port} to listen` });
    return { good, bad, unreachable, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function connects(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port });
    const end = (isOpen: boolean): void => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}
