#!/usr/bin/env bash
# The sinks against the backends themselves, which are pinned in tests/peers: more than 1 GB.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh
. scripts/venv.sh

scripts/setup-tests.sh
mkdir -p target/peers
venv target/peers/sinks tests/peers/sinks.txt mlflow
venv target/peers/weave tests/peers/weave.txt weave
step "Relay"
cargo build --locked -p thumbspan-relay
step "Sinks"
exec node --test --test-concurrency=1 tests/sinks/*.test.js
