"""The least that a spend over HTTP takes on this stack: a bare Flask view, under our own server, that carries out one statement.

Nobody is signed in, no key is looked at, nothing is checked, decided or logged. What a spend takes beyond it is ours.
"""

import os
import subprocess
import sys
import urllib.error
import urllib.request
from types import TracebackType
from typing import Any, Self

from bench.place import ROOT
from core.embedded.redis_server import free_port
from tests.support.waiting import wait_until

WORKERS = 2  # as many as ours has
_DSN, _TENANT = "BENCH_DSN", "BENCH_TENANT"


def create_app() -> Any:
    """The application; the view stands where ours does."""
    import psycopg
    from flask import Flask, Response, request

    from bench.stored_value import SPEND
    from core.database import APP_ROLE

    app = Flask("bare", static_folder=None)
    idle: list[psycopg.Connection[Any]] = []

    def connected() -> "psycopg.Connection[Any]":
        line = psycopg.connect(os.environ[_DSN], autocommit=True, prepare_threshold=1)
        line.execute(f"SET ROLE {APP_ROLE}")
        line.execute("SELECT set_config('zaotai.tenant_id', %s, false)", (os.environ[_TENANT],))
        return line

    @app.post("/api/v1/stores/<uuid:store_id>/stored-value/spends")
    def spend(store_id: object) -> Response:
        asked = request.get_json()
        line = idle.pop() if idle else connected()
        given = {"tenant": os.environ[_TENANT], "lot": asked["member_id"], "id": asked["value_id"]}
        done = line.execute(SPEND, given).rowcount == 4
        idle.append(line)
        return Response("{}", 201 if done else 409, mimetype="application/json")

    return app


class BareHttp:
    """It, served as ours is."""

    def __init__(self, dsn: str, tenant_id: str) -> None:
        self.port = free_port()
        self._env = {**os.environ, _DSN: dsn, _TENANT: tenant_id, "ZAOTAI_WORKERS": str(WORKERS)}
        self._server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        settings = str(ROOT / "app" / "gunicorn_settings.py")
        address = f"127.0.0.1:{self.port}"
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "-c",
            settings,
            "--bind",
            address,
            "bench.bare_http:create_app()",
        ]
        self._server = subprocess.Popen(command, cwd=ROOT, env=self._env)
        wait_until(self._answers, 60, "the bare server")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.terminate()
            self._server.wait(20)

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=5)
        except urllib.error.HTTPError:  # there is nothing at /
            return True
        except OSError:
            return False
        return True
