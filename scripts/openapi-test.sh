#!/usr/bin/env bash
# schemathesis against a running relay: whatever /openapi.json allows is taken, whatever it forbids is refused.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh
. scripts/venv.sh

mkdir -p target/peers
venv target/peers/openapi tests/peers/openapi.txt schemathesis
step "Relay"
cargo build --locked -p thumbspan-relay
step "OpenAPI"
exec node --test tests/openapi/*.test.js
