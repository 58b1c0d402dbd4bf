#!/usr/bin/env bash
# Everything that reads the sources without running them.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh
. scripts/venv.sh

scripts/setup-tests.sh

step "Format"
cargo fmt --all --check
step "Clippy, native"
cargo clippy --locked --workspace --all-targets -- -D warnings
step "Clippy, wasm"
cargo clippy --locked --target wasm32-unknown-unknown -p thumbspan -p wasm-streams -p send_wrapper -- -D warnings
step "ESLint"
node_modules/.bin/eslint --max-warnings 0 .
step "Ruff"
.venv/bin/ruff check .
.venv/bin/ruff format --check .
step "Mypy"
.venv/bin/mypy
venv target/python python/tests/requirements.txt pytest
.venv/bin/mypy --python-executable target/python/bin/python --python-version 3.10 python/src python/tests python/examples tests/applications
step "Types of the JavaScript (the widget's are generated)"
node scripts/build/widget.js
node_modules/.bin/tsc --noEmit
