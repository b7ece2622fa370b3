#!/bin/sh
# Creates the namespace, keeps closed incidents for 90 days, and adds the search attributes that the worker needs. Runs in
# temporalio/admin-tools once the server is healthy. Running it again changes nothing.
set -eu

: "${TEMPORAL_ADDRESS:?}" "${TEMPORAL_NAMESPACE:?}"
retention=${TEMPORAL_RETENTION:-90d}

if temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" > /dev/null 2>&1; then
  temporal operator namespace update --namespace "$TEMPORAL_NAMESPACE" --retention "$retention"
else
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$retention"
fi

# The whole server learns of a new namespace only after a moment, so the first attempts may fail.
attempt=1
until temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" \
  --name IncidentSeverity --type Keyword \
  --name IncidentStatus --type Keyword \
  --name IncidentSource --type Keyword \
  --name IncidentChannel --type Keyword \
  --name IncidentBlockedStep --type Keyword \
  --name IncidentResponders --type KeywordList \
  --name IncidentSecondsToAcknowledge --type Int \
  --name IncidentSecondsToResolve --type Int; do
  [ "$attempt" -lt 30 ] || exit 1
  attempt=$((attempt + 1))
  sleep 2
done
