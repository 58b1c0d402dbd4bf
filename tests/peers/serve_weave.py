"""Serves Weave's own trace server, with SQLite, behind Weave's own routes.

The one argument is JSON: ``port``, ``file`` of the database, and ``key``, which lets in whoever has
it. What wandb.ai adds to the server is its users and projects: here there is one user, and a
project is known inside by the base64 of its name.
"""

import base64
import json
import sys
from typing import Annotated, Any

import uvicorn
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from fastapi.security import HTTPBasic, HTTPBasicCredentials
from weave.trace_server.errors import handle_server_exception
from weave.trace_server.external_to_internal_trace_server_adapter import (
    ExternalTraceServer,
    IdConverter,
)
from weave.trace_server.reference.generate import AuthParams, ServiceDependency, generate_routes
from weave.trace_server.sqlite_trace_server import SqliteTraceServer

USER = "someone"


def inside(name: str) -> str:
    """Give a name without the slash that would end it in a reference."""
    return base64.urlsafe_b64encode(name.encode()).decode()


def outside(name: str) -> str:
    """Give the name again."""
    return base64.urlsafe_b64decode(name).decode()


class Service:
    """What the routes call: the server for a request's user."""

    def __init__(self, server: SqliteTraceServer) -> None:
        """Put the converter of names before the server."""
        names = IdConverter()
        for kind in ("project", "run", "user"):
            setattr(names, f"ext_to_int_{kind}_id", inside)
            setattr(names, f"int_to_ext_{kind}_id", outside)
        self.trace_server_interface = ExternalTraceServer(server, names)
        for name in ("feedback_create", "feedback_replace"):
            setattr(self, name, getattr(self.trace_server_interface, name))
            setattr(self.trace_server_interface, name, self.by_the_user(name))

    def by_the_user(self, name: str) -> Any:  # noqa: ANN401
        """Call a method with the user that the key belongs to."""

        def call(request: Any) -> Any:  # noqa: ANN401
            request.wb_user_id = USER
            return getattr(self, name)(request)

        return call

    def read_root(self) -> dict[str, str]:
        """Tell that it works."""
        return {"status": "ok"}


def main() -> None:
    """Serve until the end."""
    asked = json.loads(sys.argv[1])
    server = SqliteTraceServer(asked["file"])
    server.setup_tables()
    service = Service(server)

    def user(given: Annotated[HTTPBasicCredentials, Depends(HTTPBasic())]) -> AuthParams:
        if (given.username, given.password) != ("api", asked["key"]):
            raise HTTPException(401)
        return AuthParams()

    async def failed(_: Request, error: Exception) -> JSONResponse:
        answer = handle_server_exception(error)
        return JSONResponse(answer.message, answer.status_code)

    app = FastAPI(exception_handlers={Exception: failed})
    app.include_router(generate_routes(APIRouter(), ServiceDependency(lambda _: service, user)))
    uvicorn.run(app, host="127.0.0.1", port=asked["port"], log_level="warning")


if __name__ == "__main__":
    main()
