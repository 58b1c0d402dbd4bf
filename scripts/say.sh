# Sourced: how every script speaks, and asks what is there.
# shellcheck shell=bash

# One heading per step.
step() {
  printf '\n== %s\n' "$*"
}

# What is missing, and the command that mends it; then the end.
stop() {
  printf '\nthumbspan: %s\n' "$*" >&2
  exit 1
}

# Whether a program is on the PATH.
have() {
  command -v "$1" >/dev/null 2>&1
}
