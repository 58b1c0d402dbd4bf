# Sourced: how every script speaks.
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
