#!/usr/bin/env bash
# What the relay promises, under strain: the long form of tests that `npm test` runs shortly, and those that need strace.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

command -v strace >/dev/null || stop "strace is missing: install it (on Debian: apt-get install strace)."
step "The order of the system calls"
cargo test --locked -p thumbspan-relay --test syscalls
step "Slow connections"
# Each end of a connection is an open file.
ulimit -n 12000 || stop "The limit of open files is below 12000; raise the hard limit, or ask for fewer with THUMBSPAN_TEST_SLOW and run: cargo test -p thumbspan-relay --test relay slow"
THUMBSPAN_TEST_SLOW=${THUMBSPAN_TEST_SLOW:-10000} cargo test --locked -p thumbspan-relay --test relay slow_connection -- --test-threads=1
step "Losses of power"
THUMBSPAN_TEST_LOSSES=${THUMBSPAN_TEST_LOSSES:-5000} cargo test --locked -p power-loss -- --nocapture
step "SIGKILL"
THUMBSPAN_TEST_KILLS=${THUMBSPAN_TEST_KILLS:-200} cargo test --locked -p thumbspan-relay --test crash_recovery -- --nocapture
step "SIGKILL of two relays on one PostgreSQL"
THUMBSPAN_TEST_KILLS=${THUMBSPAN_TEST_KILLS:-200} THUMBSPAN_TEST_CASES=${THUMBSPAN_TEST_CASES:-200} npm run --silent test:postgres -- -- --nocapture
