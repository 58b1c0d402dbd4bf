#!/usr/bin/env bash
# Sets up, builds and runs the relay with its demo. Arguments go to the relay.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/build.sh
# Names of the tests; the relay takes every THUMBSPAN_ for its own and refuses the unknown.
unset THUMBSPAN_BROWSER THUMBSPAN_CHROMIUM THUMBSPAN_FIREFOX
exec target/debug/thumbspan-relay demo --www www --assets pkg/dist --data var/demo "$@"
