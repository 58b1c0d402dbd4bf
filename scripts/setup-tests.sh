#!/usr/bin/env bash
# What the tests need beyond building: rustfmt and clippy, three browsers, PostgreSQL, the Python peers in .venv.
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

debian_packages() {
  local packages=()
  given THUMBSPAN_CHROMIUM || have chromium || have chromium-browser || have google-chrome || packages+=(chromium)
  given THUMBSPAN_FIREFOX || have firefox-esr || have firefox || packages+=(firefox-esr)
  have WebKitWebDriver || packages+=(webkit2gtk-driver)
  # WebKitGTK wants a screen.
  have Xvfb || packages+=(xvfb)
  # The tests start servers of their own from it.
  have pg_ctlcluster || packages+=(postgresql)
  [ ${#packages[@]} = 0 ] || install "${packages[@]}"
}

# Whether a variable names a program, which must then be there.
given() {
  [ -n "${!1:-}" ] || return 1
  [ -x "${!1}" ] || stop "$1 names no program: ${!1}"
}

install() {
  have apt-get || stop "The tests lack what Debian calls $*; install it, or set THUMBSPAN_CHROMIUM or THUMBSPAN_FIREFOX to its path"
  step "Debian packages: $*"
  as_root "$*" apt-get update -qq || stop "The package lists could not be fetched; with a network, run: sudo apt-get update"
  as_root "$*" env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" ||
    stop "The packages could not be installed; run: sudo apt-get install $*"
}

# as_root PACKAGES COMMAND... (the packages are for the sentence)
as_root() {
  local wanted=$1
  shift
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif have sudo && sudo --non-interactive true 2>/dev/null; then
    sudo --non-interactive "$@"
  else
    stop "The packages must be installed by an administrator; run: sudo apt-get install $wanted"
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
debian_packages
venv
