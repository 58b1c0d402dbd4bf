#!/usr/bin/env bash
# The Python package, with the SDKs that it captures from; warnings are errors.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh
. scripts/venv.sh

venv target/python python/tests/requirements.txt pytest
cd python
exec ../target/python/bin/python -B -m pytest "$@"
