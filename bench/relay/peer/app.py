"""The endpoint that an app writes for itself, as seeds and guides show it: it validates what it is
sent, and stores it where BENCH_STORE names a file, with one commit for each request."""

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
        self.connection = sqlite3.connect(path, check_same_thread=False, timeout=30)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = FULL")
        self.connection.execute("CREATE TABLE IF NOT EXISTS feedback (body TEXT NOT NULL)")
        self.connection.commit()

    def add(self, feedback: Feedback) -> None:
        """Stores one row, committed."""
        with lock, self.connection:
            self.connection.execute(
                "INSERT INTO feedback (body) VALUES (?)", (feedback.model_dump_json(),)
            )


path = os.environ.get("BENCH_STORE")
store = Store(path) if path else None


@app.post("/api/v1/feedback")
async def submit(feedback: Feedback) -> dict[str, str]:
    """Answers as the endpoint of the guide does."""
    if store:
        store.add(feedback)
    return {"status": "success", "message": "Feedback recorded"}
