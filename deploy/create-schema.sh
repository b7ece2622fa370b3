#!/bin/sh
# Creates both databases of Temporal and brings their schemas up to this version's. Runs in temporalio/admin-tools
# before the server starts, on every start: what is already there is left alone, so an upgrade is a newer image.
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
  # Version 0.0 only creates the tables that hold the schema's version; the update does the rest.
  temporal-sql-tool --db "$database" setup-schema -v 0.0
  temporal-sql-tool --db "$database" update-schema -d "$versions"
done
