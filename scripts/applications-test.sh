#!/usr/bin/env bash
# Python applications with the SDKs and frameworks themselves, in Chromium, before the relay and a backend.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh
. scripts/venv.sh

venv target/python python/tests/requirements.txt pytest
exec scripts/node-test.sh tests/applications
