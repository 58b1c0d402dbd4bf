#!/usr/bin/env bash
# What the tests need beyond building: rustfmt and clippy, a Chromium, the Python peers in .venv.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

check_node() {
  node --eval 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
    stop "Node.js $(node --version) is too old for Vite, which the packaging tests use; install 20.19 or newer: https://nodejs.org/en/download"
}

rust_components() {
  local name
  for name in rustfmt clippy; do
    cargo "${name/rustfmt/fmt}" --version >/dev/null 2>&1 || rustup component add "$name" ||
      stop "Rust lacks $name; with a network, run: rustup component add $name"
  done
}

browser() {
  if [ -n "${THUMBSPAN_CHROMIUM:-}" ]; then
    [ -x "$THUMBSPAN_CHROMIUM" ] || stop "THUMBSPAN_CHROMIUM names no program: $THUMBSPAN_CHROMIUM"
    return
  fi
  have chromium || have chromium-browser || have google-chrome || install_chromium
}

install_chromium() {
  have apt-get || stop "There is no chromium, chromium-browser or google-chrome; install one, or set THUMBSPAN_CHROMIUM to its path"
  step "Chromium"
  as_root apt-get update -qq || stop "The package lists could not be fetched; with a network, run: sudo apt-get update"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium ||
    stop "Chromium could not be installed; run: sudo apt-get install chromium"
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif have sudo && sudo --non-interactive true 2>/dev/null; then
    sudo --non-interactive "$@"
  else
    stop "Chromium must be installed by an administrator; run: sudo apt-get install chromium"
  fi
}

# The stamp is written last: an interrupted set-up has none and is done again from nothing.
venv() {
  local stamp=.venv/requirements.sha256 want
  # Its programs name the folder that they were made in.
  want="$PWD $(sha256sum <tests/peers/requirements.txt)"
  [ "$(cat "$stamp" 2>/dev/null)" = "$want" ] && .venv/bin/python -c 'import mypy' 2>/dev/null && return
  step "Python peers"
  check_python
  rm -rf .venv
  python3 -m venv .venv || stop "Python can't make a virtual environment; run: sudo apt-get install python3-venv"
  .venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r tests/peers/requirements.txt ||
    stop "The Python packages could not be installed; with a network, run: npm test"
  printf '%s\n' "$want" >"$stamp"
}

check_python() {
  have python3 || stop "Python is not installed; run: sudo apt-get install python3 python3-venv"
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "$(python3 --version) is too old; install Python 3.11 or newer"
  python3 -c 'import ensurepip, venv' 2>/dev/null ||
    stop "Python can't make a virtual environment; run: sudo apt-get install python3-venv"
}

scripts/setup.sh
check_node
rust_components
browser
venv
