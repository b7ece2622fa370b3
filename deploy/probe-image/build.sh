#!/bin/sh
# Builds the tools image on this machine's engine, where the probe worker runs its containers, and prints what to add to the
# configuration. With a name as its argument, it gives the image that name, for example that of your registry.
set -eu

image=${1:-incident-tools:1}
docker build --tag "$image" "$(dirname "$0")"
echo "Add this to the configuration of every worker: toolsImage: $image"
