"""What the documents show, and what the package exports."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import thumbspan
from thumbspan.backends import NAMES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/python.md").read_text()


def test_the_first_snippet_runs_as_it_stands() -> None:
    snippet = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert snippet
    said = subprocess.run(  # noqa: S603 - this very Python
        [sys.executable, "-W", "error", "-c", snippet[1]],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    ids = r'span-id="[0-9a-f]{16}" trace-id="[0-9a-f]{32}"'
    html = rf"<p>Your flight leaves at 9\.</p><llm-feedback {ids}></llm-feedback>\n"
    assert re.fullmatch(html, said.stdout)


def test_every_backend_stands_in_the_table() -> None:
    table = re.findall(r"^\| `(\w+)` \| ", PAGE, re.MULTILINE)
    assert sorted(table) == sorted(NAMES)


def test_what_is_public_is_listed_and_every_error_has_a_code_of_its_own() -> None:
    public = {
        name
        for name, value in vars(thumbspan).items()
        if not name.startswith("_") and not isinstance(value, type(sys))
    }
    assert public == set(thumbspan.__all__)
    assert thumbspan.__all__ == sorted(thumbspan.__all__)
    errors = [
        value
        for value in vars(thumbspan).values()
        if isinstance(value, type)
        and issubclass(value, thumbspan.ThumbspanError)
        and value is not thumbspan.ThumbspanError
    ]
    assert len({error.code for error in errors}) == len(errors) > 5
