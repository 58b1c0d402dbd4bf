"""The pages of docs/python: what each begins with runs, or is the example that other tests run."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from intake import intake

ROOT = Path(__file__).parents[2]
PAGES = {path.stem: path.read_text() for path in (ROOT / "docs/python").glob("*.md")}

HEX = r'span-id="[0-9a-f]{16}" trace-id="[0-9a-f]{32}"'
UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
SDKS = {
    "ddtrace": r'span-id="\d+" trace-id="[0-9a-f]{32}"',
    "langfuse": HEX,
    "langsmith": rf'span-id="{UUID}" trace-id="{UUID}"',
    "mlflow": r'span-id="[0-9a-f]{16}" trace-id="tr-[0-9a-f]{32}"',
    "opentelemetry": HEX,
    "phoenix": HEX,
}


@pytest.fixture(scope="module")
def env() -> Iterator[dict[str, str]]:
    """Point every SDK at a stand-in."""
    with intake() as url:
        yield {
            "PYTHONPATH": ":".join(sys.path),
            "DD_TRACE_AGENT_URL": url,
            "DD_LLMOBS_AGENTLESS_ENABLED": "0",
            "DD_INSTRUMENTATION_TELEMETRY_ENABLED": "false",
            "DD_REMOTE_CONFIGURATION_ENABLED": "false",
            "LANGFUSE_BASE_URL": url,
            "LANGFUSE_PUBLIC_KEY": "pk",
            "LANGFUSE_SECRET_KEY": "sk",
            "LANGSMITH_ENDPOINT": url,
            "LANGSMITH_API_KEY": "key",
            "LANGSMITH_TRACING": "true",
            "MLFLOW_TRACKING_URI": url,
            "MLFLOW_TRACING_DESTINATION": "1",
        }


def blocks(page: str) -> list[tuple[str, str]]:
    """Each piece of code, by the file that it names."""
    return re.findall(r"^```\w+ ?(\S*)\n(.*?)^```$", PAGES[page], re.DOTALL | re.MULTILINE)


def test_the_readme_shows_the_page_of_ddtrace() -> None:
    assert blocks("ddtrace")[0][1] in (ROOT / "README.md").read_text()


@pytest.mark.parametrize("name", sorted(SDKS))
def test_the_first_snippet_runs_as_it_stands(name: str, env: dict[str, str]) -> None:
    said = subprocess.run(  # noqa: S603 - this very Python
        [sys.executable, "-W", "error", "-c", blocks(name)[0][1]],
        capture_output=True,
        text=True,
        check=True,
        env=env,
    )
    page = f"<p>Your flight leaves at 9.</p><llm-feedback {SDKS[name]}></llm-feedback>\n"
    assert re.fullmatch(page, said.stdout)


@pytest.mark.parametrize("name", sorted(PAGES.keys() - SDKS.keys()))
def test_the_code_is_the_example_s(name: str) -> None:
    assert PAGES[name].startswith("# ")
    assert blocks(name)
    for path, code in blocks(name):
        assert (ROOT / "python/examples" / name / path).read_text() == code


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_is_short_and_begins_with_code(name: str) -> None:
    assert len(PAGES[name].splitlines()) <= 80
    assert re.match(r"# .+\n\n```\w+", PAGES[name])


def test_the_index_names_every_page() -> None:
    index = (ROOT / "docs/python.md").read_text()
    assert set(re.findall(r"\]\(python/([\w-]+)\.md\)", index)) == PAGES.keys()
