#!/bin/sh
# Creates both Temporal databases and upgrades their schemas to this version. Runs in temporalio/admin-tools before every
# start of the server. Existing data is kept, so upgrading only takes a newer image.
set -eu

: "${SQL_HOST:?}" "${SQL_USER:?}" "${SQL_PASSWORD_FILE:?}"
SQL_PASSWORD=$(cat "$SQL_PASSWORD_FILE")
export SQL_PASSWORD
export SQL_PLUGIN=postgres12
schemas=${TEMPORAL_SCHEMAS:-/etc/temporal/schema/postgresql/v12}

for database in temporal temporal_visibility; do
  case $database in
    temporal) versions=$schemas/temporal/versioned ;;
    temporal_visibility) versions=$schemas/visibility/versioned ;;
  esac
  temporal-sql-tool --db "$database" create
  # Version 0.0 only creates the tables for the schema's version; the update does the rest.
  temporal-sql-tool --db "$database" setup-schema -v 0.0
  temporal-sql-tool --db "$database" update-schema -d "$versions"
done
