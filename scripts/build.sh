#!/usr/bin/env bash
# Builds what runs: pkg/wasm, pkg/dist and target/debug/thumbspan-relay; with --release target/release/thumbspan-relay, which takes twice the time. Done work is not redone.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

scripts/setup.sh

# Two builds at once would fill the same folders.
mkdir -p target
exec 9>target/build.lock
flock --nonblock 9 || {
  echo "Another build is running; waiting for it."
  flock 9
}

step "Widget"
node scripts/build/widget.js
step "Relay"
cargo build --locked "$@" -p thumbspan-relay 9>&-
