#!/usr/bin/env bash
# What building needs: a linker, Rust with the wasm target and std's source, the npm packages.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

check_node() {
  have node || stop "Node.js is not installed; install version 20 or newer: https://nodejs.org/en/download"
  local major
  major=$(node --print 'process.versions.node.split(".")[0]')
  [ "$major" -ge 20 ] || stop "Node.js $(node --version) is too old; install version 20 or newer: https://nodejs.org/en/download"
}

check_linker() {
  have cc || stop "There is no C compiler to link with; run: sudo apt-get install build-essential"
}

check_rust() {
  have cargo || stop "Rust is not installed; run: curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh"
  local version minor sysroot
  version=$(rustc --version)
  minor=${version#rustc 1.}
  # The first with `panic = "immediate-abort"`, which the widget is built with.
  [ "${minor%%.*}" -ge 92 ] || stop "$version is too old; run: rustup update stable"
  sysroot=$(rustc --print sysroot)
  [ -d "$sysroot/lib/rustlib/wasm32-unknown-unknown" ] || rustup_add target wasm32-unknown-unknown
  [ -f "$sysroot/lib/rustlib/src/rust/library/Cargo.lock" ] || rustup_add component rust-src
}

# rustup_add target|component NAME
rustup_add() {
  have rustup || stop "Rust lacks $2 and there is no rustup to add it; install rustup: https://rustup.rs"
  step "rustup: $2"
  rustup "$1" add "$2" || stop "rustup could not add $2; with a network, run: rustup $1 add $2"
}

# The stamp is written last: an interrupted install has none and is done again.
npm_packages() {
  local stamp=node_modules/.lock.sha256 want
  want=$(sha256sum <package-lock.json)
  [ "$(cat "$stamp" 2>/dev/null)" = "$want" ] && return
  step "npm packages"
  npm ci --ignore-scripts --prefer-offline --no-audit --no-fund ||
    stop "The npm packages could not be installed; with a network, run: npm ci --ignore-scripts"
  printf '%s\n' "$want" >"$stamp"
}

check_node
check_linker
check_rust
npm_packages
