#!/usr/bin/env bash
# Runs the *.test.js files of the named folders in every browser, one after the other, or in THUMBSPAN_BROWSER alone.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

browsers=(chromium firefox webkit)
[ -z "${THUMBSPAN_BROWSER:-}" ] || browsers=("$THUMBSPAN_BROWSER")
for browser in "${browsers[@]}"; do
  step "In $browser"
  THUMBSPAN_BROWSER=$browser scripts/node-test.sh "$@"
done
