"""Becoming the server: gunicorn with gevent workers in place of this process. Imports nothing heavy."""

import os
import sys
import tempfile
from pathlib import Path

from app.config import Settings

ROOT = Path(__file__).parents[1]


def become_server(host: str | None = None, port: int | None = None) -> None:
    """Serve by the settings until stopped; ``host`` and ``port`` go before them."""
    settings = Settings.load()
    bind = f"{host or settings.host}:{port or settings.port}"
    os.environ["ZAOTAI_WORKERS"] = str(settings.workers)
    if settings.workers > 1:
        # Where the processes put their measurements together, so that /metrics tells of all, whichever answers.
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="zaotai-metrics-")
    arguments = ["-c", str(ROOT / "app" / "gunicorn_settings.py"), "--bind", bind, "wsgi:app"]
    os.chdir(ROOT)
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *arguments])  # noqa: S606 - our own server
