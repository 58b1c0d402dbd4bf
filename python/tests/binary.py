"""The real relay, on a free port, with a store of its own."""

from __future__ import annotations

import json
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

BINARY = Path(__file__).parents[2] / "target/debug/thumbspan-relay"
KEY = "k-1"


class Running(NamedTuple):
    """A relay that runs."""

    url: str
    lines: Path

    def delivered(self, count: int) -> list[dict[str, Any]]:
        """Wait for so many events at its jsonl sink."""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            text = self.lines.read_text() if self.lines.exists() else ""
            if text.count("\n") >= count:
                return [json.loads(line) for line in text.splitlines()]
            time.sleep(0.02)
        raise TimeoutError(f"{count} events")


@contextmanager
def serve(folder: Path) -> Iterator[Running]:
    lines = folder / "delivered.jsonl"
    env = {
        "THUMBSPAN_LISTEN": "127.0.0.1:0",
        "THUMBSPAN_STORE": f"sqlite:{folder / 'store.db'}",
        "THUMBSPAN_ASSETS_DIR": "",
        "THUMBSPAN_ACCESS": "server",
        "THUMBSPAN_API_KEYS": KEY,
        "THUMBSPAN_SINKS": "jsonl",
        "THUMBSPAN_JSONL_PATH": str(lines),
    }
    with subprocess.Popen(  # noqa: S603 - our own program
        [BINARY, "serve"],
        env=env,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as program:
        try:
            assert program.stdout is not None
            found = re.search(r"listens on (http://\S+)", program.stdout.readline())
            assert found, (
                "the relay did not start: npm run build, or cargo build -p thumbspan-relay"
            )
            yield Running(found[1], lines)
        finally:
            program.terminate()
            program.wait(30)
