# The worker. The base uses glibc, because Temporal's SDK has no binary for musl.
FROM node:22.23.3-bookworm-slim AS build
WORKDIR /app
# Dependencies first: their layer is rebuilt only when the lock file changes.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json tsconfig.page.json ./
COPY src ./src
RUN npm run build && npm prune --omit=dev --ignore-scripts && node dist/build/link-commands.js

FROM node:22.23.3-bookworm-slim
ENV NODE_ENV=production \
    PATH=/app/node_modules/.bin:$PATH \
    INCIDENT_REPORTS_DIR=/var/lib/incident-response/reports \
    INCIDENT_HEALTH_FILE=/tmp/incident-worker-health.json
WORKDIR /app
# A volume mounted here takes over the folder's owner.
RUN mkdir -p /var/lib/incident-response/reports /var/lib/incident-response/tokens && chown -R node:node /var/lib/incident-response
# Code belongs to root, so that the process running it cannot change it.
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY runbooks ./runbooks
COPY docs/schemas/outputs ./docs/schemas/outputs
# The user `node`, by number, so that a cluster that forbids root can see that it is not root.
USER 1000:1000
# Checks this worker only. It fails if the worker is stuck, dead or not polling. It passes while Temporal, Slack or the
# engine is away: the worker then waits for them, and a restart would not help.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["node", "dist/healthcheck.js"]
# Runs node, not npm, so that SIGTERM reaches it: it finishes what it can within 20 s and hands back the rest.
ENTRYPOINT ["node", "dist/worker.js"]
