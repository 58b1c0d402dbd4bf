"""The endpoint that an app writes for itself.

It validates what it is sent and, where BENCH_STORE names a file, stores it with one commit for each
request. SQLite has the journal mode that it has by itself, unless BENCH_JOURNAL names another.
"""

import os
import sqlite3
import threading

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()
lock = threading.Lock()


class Feedback(BaseModel):
    """What the page posts."""

    span_id: str
    trace_id: str
    feedback_type: str
    comment: str | None = None
    quality_score: int | None = None
    tags: dict[str, str] | None = None


class Store:
    """Each row is on disk, as the relay's are, before the answer."""

    def __init__(self, path: str) -> None:
        """Open the file, or make it."""
        self.connection = sqlite3.connect(path, check_same_thread=False, timeout=30)
        if mode := os.environ.get("BENCH_JOURNAL"):
            self.connection.execute(f"PRAGMA journal_mode = {mode}")
        self.connection.execute("PRAGMA synchronous = FULL")
        self.connection.execute("CREATE TABLE IF NOT EXISTS feedback (body TEXT NOT NULL)")
        self.connection.commit()

    def add(self, feedback: Feedback) -> None:
        """Store one row, committed."""
        with lock, self.connection:
            self.connection.execute(
                "INSERT INTO feedback (body) VALUES (?)", (feedback.model_dump_json(),)
            )


path = os.environ.get("BENCH_STORE")
store = Store(path) if path else None


@app.post("/api/v1/feedback")
async def submit(feedback: Feedback) -> dict[str, str]:
    """Answer as the guides' endpoint does."""
    if store:
        store.add(feedback)
    return {"status": "success", "message": "Feedback recorded"}
