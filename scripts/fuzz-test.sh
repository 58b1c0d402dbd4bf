#!/usr/bin/env bash
# cargo fuzz over what strangers can send and operators can write: THUMBSPAN_FUZZ_S seconds in all
# (one hour). What it finds worth keeping goes to fuzz/corpus, which `npm test` reads at every run.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

targets=(body ticket configuration)
seconds=$((${THUMBSPAN_FUZZ_S:-3600} / ${#targets[@]}))
cargo fuzz --version >/dev/null 2>&1 || stop "cargo-fuzz is missing: run: cargo install cargo-fuzz --locked"
rustup run nightly rustc --version >/dev/null 2>&1 || stop "libFuzzer needs a nightly compiler: run: rustup toolchain install nightly"
node scripts/fuzz/seeds.js target/fuzz/seeds

for target in "${targets[@]}"; do
  corpus=target/fuzz/corpus/$target
  node scripts/fuzz/corpus.js unpack "fuzz/corpus/$target.txt" "$corpus"
  step "cargo fuzz: $target, $seconds s"
  # The readers are safe Rust: a sanitizer would find nothing and halve the inputs a second.
  cargo +nightly fuzz run --sanitizer none "$target" "$corpus" "target/fuzz/seeds/$target" -- \
    -max_total_time="$seconds" -max_len=4096 -timeout=10 -rss_limit_mb=1024 -dict="fuzz/$target.dict" -print_final_stats=1
  # Longer inputs reach little more, and would be most of the bytes.
  step "The smallest corpus with the same reach: $target"
  cargo +nightly fuzz cmin --sanitizer none "$target" "$corpus" -- -max_len=768
  node scripts/fuzz/corpus.js pack "fuzz/corpus/$target.txt" "$corpus"
done
