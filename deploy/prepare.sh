#!/bin/sh
# Creates what `docker compose up` needs but the repository must not contain: .env and the files under secrets/. Existing
# files are kept.
set -eu
cd "$(dirname "$0")/.."

# The folder keeps out other users of this machine. The files are readable, because the containers run under user ids that
# this machine does not know.
mkdir -p secrets
chmod 700 secrets

if [ ! -s secrets/postgres-password ]; then
  # Hexadecimal, because Temporal's configuration template inserts it into YAML unescaped.
  od -An -N24 -tx1 /dev/urandom | tr -d ' \n' > secrets/postgres-password
  echo 'created secrets/postgres-password'
fi

if [ ! -s secrets/approval-key ]; then
  od -An -N32 -tx1 /dev/urandom | tr -d ' \n' > secrets/approval-key
  echo 'created secrets/approval-key'
fi

if [ ! -s secrets/slack-bot-token ]; then
  token=${SLACK_BOT_TOKEN:-}
  if [ -z "$token" ] && [ -t 0 ]; then
    printf 'Slack bot token (xoxb-…, empty for none): '
    stty -echo
    read -r token || true
    stty echo
    echo
  fi
  printf %s "$token" > secrets/slack-bot-token
  [ -n "$token" ] || echo 'secrets/slack-bot-token is empty: add the token, or set INCIDENT_SLACK=off in .env'
fi
chmod 444 secrets/postgres-password secrets/approval-key
chmod 644 secrets/slack-bot-token

if [ ! -e .env ]; then
  cp .env.example .env
  socket=${DOCKER_SOCKET:-/var/run/docker.sock}
  if [ -S "$socket" ]; then
    # On Linux: the group that may use the socket. Docker Desktop maps the socket to root's group.
    group=$(stat -c %g "$socket" 2> /dev/null || echo 0)
    sed -i.old "s/^# *DOCKER_GID=.*/DOCKER_GID=$group/" .env && rm .env.old
  fi
  echo 'created .env'
fi
echo 'ready: docker compose up -d --build'
