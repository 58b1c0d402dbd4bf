#!/usr/bin/env bash
# Sets up, builds and runs the relay with its demo. Arguments go to the relay.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/build.sh
exec target/release/thumbspan-relay demo --www www --assets pkg/dist --data var/demo "$@"
