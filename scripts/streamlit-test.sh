#!/usr/bin/env bash
# The Streamlit component, as its wheel has it, in each Streamlit that tests/streamlit pins: more than 1 GB.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh
. scripts/venv.sh

scripts/setup-tests.sh
scripts/build.sh
node scripts/streamlit.js
mkdir -p target/streamlit
versions=()
for pinned in tests/streamlit/*.txt; do
  version=$(basename "$pinned" .txt)
  venv "target/streamlit/$version" "$pinned" streamlit
  versions+=("$version")
done

step "Wheel"
newest=$PWD/target/streamlit/${versions[-1]}/bin/python
rm -rf target/streamlit/dist target/streamlit/site
(cd python && "$newest" -m hatchling build --target wheel --directory ../target/streamlit/dist)
# A wheel is what an installer unpacks: this is what all of them import.
"$newest" -m zipfile --extract target/streamlit/dist/thumbspan-*.whl target/streamlit/site

# The SDKs that other modules capture from are not there.
.venv/bin/mypy --follow-imports=silent --python-executable "$newest" python/src/thumbspan/streamlit tests/streamlit/*.py tests/streamlit/apptest
for version in "${versions[@]}"; do
  step "Python tests in Streamlit $version"
  tests=(tests/streamlit)
  # Its AppTest finds no files of a component.
  [ "$version" != 1.51 ] || tests=(tests/streamlit/test_*.py)
  PYTHONPATH=$PWD/target/streamlit/site "target/streamlit/$version/bin/python" -B -m pytest -c tests/streamlit/pytest.ini "${tests[@]}"
done
step "In Chromium"
exec node --test --test-concurrency=1 tests/streamlit/*.test.js
