#!/usr/bin/env bash
# The sinks against the backends themselves, which are pinned in tests/peers/sinks.txt: about 1 GB.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh
. scripts/venv.sh

scripts/setup-tests.sh
mkdir -p target
venv target/peers tests/peers/sinks.txt mlflow
step "Relay"
cargo build --locked -p thumbspan-relay
THUMBSPAN_TEST_RELAY=$(realpath "${CARGO_TARGET_DIR:-target}/debug/thumbspan-relay")
export THUMBSPAN_TEST_RELAY
step "Sinks"
exec node --test --test-concurrency=1 tests/sinks/*.test.js
