#!/usr/bin/env bash
# Everything, in the order in which it fails soonest.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

scripts/check.sh
step "Rust tests"
npm run --silent test:rust
step "PostgreSQL tests"
npm run --silent test:postgres
scripts/build.sh
step "Size"
npm run --silent size
step "JavaScript tests"
npm run --silent test:unit
step "Python tests"
npm run --silent test:python
step "Applications' tests"
npm run --silent test:applications
step "Browser tests"
npm run --silent test:e2e
step "Packaging tests"
npm run --silent test:packaging
step "All passed"
