"""The wheel holds what Streamlit looks for, under names of the content, and nothing else."""

from __future__ import annotations

import hashlib
import re
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
(WHEEL,) = (ROOT / "target/streamlit/dist").glob("thumbspan-*.whl")
ASSETS = "thumbspan/streamlit/assets/"
DIST = ROOT / "pkg/dist"


def test_the_widgets_files_are_those_that_the_relay_serves() -> None:
    with zipfile.ZipFile(WHEEL) as wheel:
        held = {
            name.removeprefix(ASSETS): wheel.read(name)
            for name in wheel.namelist()
            if name.startswith(ASSETS)
        }
    served = {
        path.name: path.read_bytes() for path in DIST.iterdir() if path.name != "integrity.json"
    }
    entry = served.pop("thumbspan.js")
    own = {name: data for name, data in held.items() if name not in served}
    assert {name: held[name] for name in served} == served
    kinds = sorted(re.sub(r"-[0-9a-f]{16}\.", ".", name) for name in own)
    assert kinds == ["component.css", "component.js", "thumbspan.js"]
    assert entry in own.values()
    for name, data in held.items():
        assert hashlib.sha256(data).hexdigest()[:16] in name
    (script,) = (
        data.decode()
        for name, data in own.items()
        if name.startswith("component-") and name.endswith(".js")
    )
    assert set(re.findall(r'import"\./([^"]+)"', script)) <= {*own}


def test_there_is_each_module_of_the_source_and_the_manifest_and_no_more() -> None:
    source = ROOT / "python/src"
    modules = {
        str(path.relative_to(source))
        for path in source.rglob("*")
        if path.is_file() and path.suffix in {".py", ".toml", ".typed"}
    }
    with zipfile.ZipFile(WHEEL) as wheel:
        names = {name for name in wheel.namelist() if not name.startswith((ASSETS, "thumbspan-"))}
        metadata = next(
            wheel.read(name).decode() for name in wheel.namelist() if name.endswith("/METADATA")
        )
    assert names == modules
    assert "thumbspan/pyproject.toml" in names
    assert "Requires-Dist: streamlit>=1.51; extra == 'streamlit'" in metadata
