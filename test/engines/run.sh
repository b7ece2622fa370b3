#!/bin/sh
# Runs the tests of the container engine, of the sandbox and of probes' secrets on engines other than the usual one: Podman as
# root, or, for an ordinary user, rootless Podman and rootless Docker. One that cannot be used here is skipped, and it is said why.
set -u
cd "$(dirname "$0")/../.." || exit 1
folder=$(mktemp -d)
pid=
result=0
stop() { if [ -n "$pid" ]; then kill "$pid" 2> /dev/null; pid=; fi; }
trap 'stop; rm -rf "$folder"' EXIT
skip() { echo "SKIPPED $1: $2"; }
has() { command -v "$1" > /dev/null 2>&1; }

cgroup_v2() { [ -e /sys/fs/cgroup/cgroup.controllers ]; }
# Bit 24 of the capabilities is CAP_SYS_RESOURCE.
may_raise_limits() { [ $((0x$(sed -n 's/^CapEff:\t//p' /proc/self/status) >> 24 & 1)) = 1 ]; }

# What keeps Podman from starting containers on a machine such as this one, and is no matter of the sandbox.
podman_settings() {
  runtime=crun
  # crun refuses two versions of cgroup at once.
  if ! cgroup_v2 && has runc; then runtime=runc; fi
  # Without that right, the limits that Podman adds by itself cannot be set. Those of a probe are lower, and stay.
  cat > "$folder/runtime" << 'END'
#!/bin/sh
bundle= previous=
for word in "$@"; do
  case $previous in --bundle | -b) bundle=$word ;; esac
  previous=$word
done
if [ -n "$bundle" ]; then
  perl -0pi -e 's!\{"type":"RLIMIT_(?:NPROC|NOFILE)","hard":\d{5,}[^}]*\},?!!g; s!,\]!]!g' "$bundle/config.json"
fi
END
  echo "exec $runtime \"\$@\"" >> "$folder/runtime"
  chmod 755 "$folder/runtime"
  if may_raise_limits; then path=$(command -v "$runtime"); else path=$folder/runtime; fi
  printf '[engine]\ncgroup_manager = "cgroupfs"\nruntime = "tested"\n[engine.runtimes]\ntested = ["%s"]\n' "$path" > "$folder/containers.conf"
}

# NAME SOCKET COMMAND...
tested() {
  name=$1 socket=$2
  shift 2
  "$@" > "$folder/engine.log" 2>&1 &
  pid=$!
  tries=0
  until [ -S "$socket" ] || [ "$tries" -ge 30 ]; do sleep 1; tries=$((tries + 1)); done
  if [ -S "$socket" ]; then
    echo "TESTED $name"
    DOCKER_HOST=unix://$socket npx jest --selectProjects integration --testPathPatterns 'containers/(docker-engine|kept-containers|kept-faults|sandbox|probe-secrets)' || result=1
  else
    skip "$name" "it did not start: $(tail -n 1 "$folder/engine.log")"
  fi
  stop
}

has podman && podman_settings
if [ "$(id -u)" = 0 ]; then
  if has podman; then
    tested 'Podman as root' "$folder/podman.sock" env CONTAINERS_CONF="$folder/containers.conf" podman system service --time=0 "unix://$folder/podman.sock"
  else skip 'Podman as root' 'podman is not installed'; fi
  skip 'rootless Podman' 'run this as an ordinary user'
  skip 'rootless Docker' 'run this as an ordinary user'
  exit "$result"
fi
skip 'Podman as root' 'run this as root'
for name in 'rootless Podman' 'rootless Docker'; do
  case $name in *Podman) program=podman ;; *) program=dockerd-rootless.sh ;; esac
  if ! has "$program"; then skip "$name" "$program is not installed"
  elif ! cgroup_v2; then skip "$name" 'with cgroup v1 it limits nothing that a probe may use'
  elif [ "$program" = podman ]; then
    tested "$name" "$folder/podman.sock" env CONTAINERS_CONF="$folder/containers.conf" podman system service --time=0 "unix://$folder/podman.sock"
  else
    tested "$name" "$folder/docker.sock" dockerd-rootless.sh --data-root "$folder/data" --host "unix://$folder/docker.sock"
  fi
done
exit "$result"
