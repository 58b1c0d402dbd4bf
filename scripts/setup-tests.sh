#!/usr/bin/env bash
# What the tests need beyond building: rustfmt and clippy, three browsers, PostgreSQL, the Python peers in .venv.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh
. scripts/venv.sh

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

scripts/setup.sh
check_node
rust_components
debian_packages
venv .venv tests/peers/requirements.txt mypy
