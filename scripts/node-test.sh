#!/usr/bin/env bash
# Runs the *.test.js files of the named folders, three at once: a test in a browser waits a third of its time.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

mapfile -t tests < <(find "$@" -name '*.test.js' -not -path '*/node_modules/*' 2>/dev/null | sort)
[ ${#tests[@]} -gt 0 ] || stop "No *.test.js in: $*"
exec node --test --test-concurrency=3 "${tests[@]}"
