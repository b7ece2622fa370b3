#!/bin/sh
# Creates a network for probes on this machine's engine. Whatever runs in its containers, they cannot reach each other, this
# machine, any link-local address or a cloud's metadata service. Needs root, for iptables. Running it again changes nothing.
# iptables loses its rules at reboot, so run it after every boot, once the engine has started. Then add this to the probe
# worker's configuration: probeNetworks: [incident-probes]
# With --remove it removes everything again.
set -eu

network=${PROBE_NETWORK:-incident-probes}
# An interface name has at most 15 characters.
bridge=${PROBE_BRIDGE:-incident-probes}
never='169.254.0.0/16 168.63.129.16 100.100.100.200 192.0.0.192'

# Adds (-I) or removes (-D) a rule once: $1 is the action, the rest is the rule.
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
  # A reset instead of silence, because probes check whether their gateway answers at all.
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
# Last rule first, because each one is inserted at the top.
rules -I
echo "created the network $network; in the configuration of the probe worker, set probeNetworks: [$network]"
