#!/usr/bin/env bash
# The examples with Gradio and Chainlit, which are pinned in tests/peers: 500 MB, and not part of npm test.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh
. scripts/venv.sh

mkdir -p target/peers
venv target/peers/chat tests/peers/chat.txt gradio
exec scripts/node-test.sh tests/chat
