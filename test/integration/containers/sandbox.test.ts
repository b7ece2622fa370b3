import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { createDockerEngine } from '../../../src/containers/docker-engine';
import type { ContainerExit, ContainerRun } from '../../../src/containers/port';
import { OUTPUT_CAP_BYTES } from '../../../src/containers/read-output';
import { readProbeResult } from '../../../src/incident/investigation/read-probe-result';
import type { ContainerProbe } from '../../../src/incident/model/runbook';
import { describeWith, isPodman } from '../../support/needs';
import { sampleProbe } from '../../support/sample-incident';
import { sampleRun } from '../../support/sample-run';

/** Perl makes any system call, which a shell cannot. */
const PERL = { constants: 'use Socket; use POSIX; use Errno;' } as const;
const perl = (text: string): string => `perl -e '${PERL.constants} ${text}'`;

/** What hostile code tries inside, by what it prints if it stays inside. */
const ATTEMPTS: readonly (readonly [string, string, string])[] = [
  [
    'write anywhere but to its scratch',
    'for d in / /etc /usr/bin /var/tmp /root /run /proc/sys/kernel /sys/fs/cgroup; do touch $d/x && echo wrote to $d; done',
    '',
  ],
  ['write through a link', 'ln -s /etc/passwd /tmp/link && echo x >> /tmp/link || echo refused', 'refused'],
  [
    'find the host behind a link to the root of process 1',
    'ln -s /proc/1/root /tmp/root; ls /tmp/root/HOST_FOLDER || echo nothing',
    'nothing',
  ],
  ['find a file of the host', 'find / -xdev -name HOST_FILE 2> /dev/null; ls HOST_FOLDER || echo nothing', 'nothing'],
  ['run a program of its own from its scratch', 'cp /bin/true /tmp/true && /tmp/true && echo ran || echo refused', 'refused'],
  ['mount', 'mount -t tmpfs none /mnt && echo mounted || echo refused', 'refused'],
  // Podman's filter of system calls allows it. Nothing outside is gained by it.
  ['become root of a namespace of its own', 'unshare --user --map-root-user id -u || echo refused', isPodman ? '0' : 'refused'],
  [
    'gain anything by being root of a namespace of its own',
    'unshare --user --map-root-user --mount sh -c "mount -o remount,rw / ; touch /x; mount -t proc none /mnt; cat /proc/1/environ > /dev/null; chroot /proc/1/root ls HOST_FOLDER" > /dev/null && echo gained || echo nothing; ls /x || echo nothing',
    'nothing nothing',
  ],
  ['become root', perl('$< = 0; $> = 0; print "$< $>"'), '65534 65534'],
  [
    'gain rights by a setuid program',
    'grep -E "^(NoNewPrivs|CapBnd|CapEff|CapPrm|CapInh|CapAmb)" /proc/self/status | tr "\\t\\n" "  "',
    'CapInh: 0000000000000000 CapPrm: 0000000000000000 CapEff: 0000000000000000 CapBnd: 0000000000000000 CapAmb: 0000000000000000 NoNewPrivs: 1',
  ],
  ['open a raw socket', perl('print socket(S, PF_INET, SOCK_RAW, 1) ? "open" : "refused"'), 'refused'],
  ['open a packet socket', perl('print socket(S, 17, SOCK_RAW, 0x0300) ? "open" : "refused"'), 'refused'],
  ['make a device', 'mknod /tmp/disk b 8 0 && echo made || echo refused', 'refused'],
  ['read a device of the host', 'ls /dev | grep -E "^(sd|vd|nvme|mem|kmsg|kvm|fuse)" || echo nothing', 'nothing'],
  [
    'make a system call that only an administrator of the machine may make',
    perl(
      'my %calls = (chroot => 161, acct => 163, settimeofday => 164, swapon => 167, reboot => 169, sethostname => 170, iopl => 172, init_module => 175, kexec_load => 246, open_by_handle_at => 304, setns => 308, bpf => 321, perf_event_open => 298); for my $name (sort keys %calls) { my $text = "/tmp"; print "$name " if syscall($calls{$name}, $text, 0, 0, 0, 0) >= 0 } print "nothing"',
    ),
    'nothing',
  ],
  ['reach a process of the host', perl('print kill(0, HOST_PID) || $!{EPERM} ? "reached" : "nothing"'), 'nothing'],
  [
    'trace a process of the host',
    perl('print syscall(101, 16, HOST_PID, 0, 0) == 0 ? "traced" : $!{ESRCH} ? "nothing" : "refused"'),
    'nothing',
  ],
  ['see more processes than its own', 'set -- /proc/[0-9]*; [ $# -lt 10 ] && echo its own', 'its own'],
  ["read the kernel's memory", 'for f in /proc/kcore /proc/kmsg /proc/keys /dev/mem; do head -c 1 $f | wc -c; done | sort -u', '0'],
  [
    "change the kernel's settings",
    'for f in /proc/sysrq-trigger /proc/sys/kernel/core_pattern /proc/sys/vm/drop_caches; do [ -w $f ] && (: >> $f) && echo $f; done; echo nothing',
    'nothing',
  ],
  ['speak to the container engine', 'find / -xdev -name "docker.sock" -o -xdev -name "podman.sock" 2> /dev/null; echo nothing', 'nothing'],
  [
    'use a network',
    'for a in 169.254.169.254/80 GATEWAY/2375 192.0.2.1/80; do timeout 2 bash -c ": > /dev/tcp/$a" && echo reached $a; done; echo nothing',
    'nothing',
  ],
  ['open more files than it may', 'ulimit -n 100000 && echo more || ulimit -Hn', '256'],
  ['leave a core dump', 'ulimit -c unlimited && echo more || ulimit -Hc', '0'],
];

describeWith(['engine', 'toolsImage'], 'hostile code in a probe', () => {
  const dockerHost = process.env.TEST_DOCKER_HOST ?? '';
  const docker = new Docker({ socketPath: dockerHost.replace('unix://', '') });
  const installation = randomUUID();
  const engine = createDockerEngine({ dockerHost, installation });
  const hostFolder = mkdtempSync(join(tmpdir(), 'of-the-host-'));
  const hostFile = `host-${randomUUID()}`;
  let gateway = '';
  beforeAll(async () => {
    writeFileSync(join(hostFolder, hostFile), 'secret');
    gateway = (await engine.gateways())[0] ?? '';
  });
  afterAll(() => rmSync(hostFolder, { recursive: true }));
  afterEach(async () => {
    expect(await docker.listContainers({ all: true, filters: { label: [`io.incident-response.installation=${installation}`] } })).toEqual(
      [],
    );
  });

  const attempt = (script: string, changes: Partial<ContainerRun> = {}): Promise<ContainerExit> => {
    const text = script
      .replaceAll('HOST_FOLDER', hostFolder)
      .replaceAll('HOST_FILE', hostFile)
      .replaceAll('HOST_PID', String(process.pid))
      .replaceAll('GATEWAY', gateway);
    const image = process.env.INCIDENT_TOOLS_IMAGE ?? '';
    return engine.run(sampleRun({ name: `incident-test-hostile-${randomUUID()}`, image, command: ['bash', '-c', text], ...changes }));
  };
  /** What the finding says of it. */
  const told = (exit: ContainerExit): string => {
    const run = { probe: sampleProbe({ timeoutMs: 3_000 }), startedAt: new Date().toISOString(), attempt: 1 };
    return readProbeResult(
      exit,
      { result: { from: 'json' }, recommend: {}, causes: { rulesOut: [] } } as unknown as ContainerProbe,
      'verdict-0',
      run,
    ).summary;
  };

  it.each(ATTEMPTS)('cannot %s', async (_, script, printed) => {
    const { stdout, timedOut } = await attempt(script);
    expect([stdout.trim().replace(/\s+/g, ' '), timedOut]).toEqual([printed, false]);
  });

  it('cannot fork without end, and a probe beside it is not disturbed', async () => {
    const bomb = attempt('bomb() { bomb | bomb & }; bomb; sleep 60', { timeoutMs: 3_000 });
    const beside = await attempt('echo fine');
    expect(beside).toMatchObject({ exitCode: 0, stdout: 'fine\n' });
    const exit = await bomb;
    expect(exit.stderr).toContain('Resource temporarily unavailable');
    expect(told(exit)).toMatch(/^unknown: the probe (did not finish within 3 s|returned no result|was killed)/);
  });

  it('cannot take more memory than it has', async () => {
    const exit = await attempt(perl('my @all; push @all, "x" x 1_000_000 while 1'), { timeoutMs: 20_000 });
    // With cgroup v1, Podman does not report that memory ran out.
    expect(exit.outOfMemory || isPodman).toBe(true);
    expect(told(exit)).toBe(exit.outOfMemory ? 'unknown: the probe ran out of memory' : 'unknown: the probe was killed (exit code 137)');
  });

  it.each([
    ['in one line', 'cat /dev/zero | tr "\\0" x'],
    ['line by line, to both outputs', 'yes verdict-0 & yes >&2'],
  ])('cannot fill the worker with output without end (%s)', async (_, script) => {
    const exit = await attempt(script, { timeoutMs: 3_000 });
    expect(exit).toMatchObject({ truncated: true, timedOut: true });
    expect(Buffer.byteLength(exit.stdout)).toBeLessThanOrEqual(OUTPUT_CAP_BYTES);
    expect(Buffer.byteLength(exit.stderr)).toBeLessThanOrEqual(OUTPUT_CAP_BYTES);
    expect(told(exit)).toBe('unknown: the probe did not finish within 3 s');
  });

  it('cannot stay: not by sleeping, not by ignoring signals, not by a child of its own', async () => {
    const exit = await attempt('trap "" TERM INT HUP; setsid sleep 600 & sleep 600', { timeoutMs: 2_000 });
    expect(exit.timedOut).toBe(true);
    const left = await attempt('setsid sleep 600 > /dev/null 2>&1 & exit 0');
    expect(left).toMatchObject({ exitCode: 0, timedOut: false });
  });
});
