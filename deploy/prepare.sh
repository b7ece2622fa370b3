#!/bin/sh
# Makes what `docker compose up` needs and the repository must not hold: .env and the two files under secrets/.
# What is there already is kept.
set -eu
cd "$(dirname "$0")/.."

# The folder keeps other users of this machine out; the files are readable so that the containers' users, whose numbers
# this machine does not know, can read them.
mkdir -p secrets
chmod 700 secrets

if [ ! -s secrets/postgres-password ]; then
  # Hexadecimal, because Temporal's configuration template puts it into YAML unescaped.
  od -An -N24 -tx1 /dev/urandom | tr -d ' \n' > secrets/postgres-password
  echo 'created secrets/postgres-password'
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
chmod 444 secrets/postgres-password
chmod 644 secrets/slack-bot-token

if [ ! -e .env ]; then
  cp .env.example .env
  socket=${DOCKER_SOCKET:-/var/run/docker.sock}
  if [ -S "$socket" ]; then
    # Linux: the group that may use the socket. Docker Desktop maps the socket to root's group.
    group=$(stat -c %g "$socket" 2> /dev/null || echo 0)
    sed -i.old "s/^# *DOCKER_GID=.*/DOCKER_GID=$group/" .env && rm .env.old
  fi
  echo 'created .env'
fi
echo 'ready: docker compose up -d --build'
