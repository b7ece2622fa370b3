#!/bin/sh
# Makes a network for probes on this machine's engine whose containers reach neither each other, nor this machine, nor any
# link-local address or metadata service of a cloud, whatever runs in them. Needs root, for iptables. Running it again
# changes nothing; iptables forgets at every boot, so run it at each, after the engine has started.
# Then, in the configuration of the probes' worker: probeNetworks: [incident-probes]
# With --remove it takes everything away again.
set -eu

network=${PROBE_NETWORK:-incident-probes}
# An interface's name has 15 characters at most.
bridge=${PROBE_BRIDGE:-incident-probes}
never='169.254.0.0/16 168.63.129.16 100.100.100.200 192.0.0.192'

# Each rule once: $1 is -I or -D, the rest is the rule.
rule() {
  action=$1
  shift
  if iptables -w -C "$@" 2> /dev/null; then present=yes; else present=no; fi
  case $action$present in
    -Ino | -Dyes) iptables -w "$action" "$@" ;;
  esac
}
rules() {
  for address in $never; do rule "$1" DOCKER-USER -i "$bridge" -d "$address" -j DROP; done
  # A reset and no silence: probes ask whether their gateway answers at all.
  rule "$1" INPUT -i "$bridge" -m conntrack --ctstate NEW -j DROP
  rule "$1" INPUT -i "$bridge" -p tcp -m conntrack --ctstate NEW -j REJECT --reject-with tcp-reset
}

if [ "${1:-}" = --remove ]; then
  rules -D
  docker network rm "$network" > /dev/null
  echo "removed the network $network and its rules"
  exit
fi
if ! docker network inspect "$network" > /dev/null 2>&1; then
  docker network create --driver bridge --opt "com.docker.network.bridge.name=$bridge" \
    --opt com.docker.network.bridge.enable_icc=false "$network" > /dev/null
fi
# Inserted last to first: what is inserted later comes first.
rules -I
echo "ready: probeNetworks: [$network]"
