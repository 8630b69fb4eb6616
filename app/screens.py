"""Serves the built screens: one page each, assets by the hash in their names."""

from pathlib import Path

from flask import Flask, Response, redirect, send_from_directory
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

DIST = Path(__file__).parents[1] / "web" / "dist"
YEAR = 365 * 24 * 3600
WORKER = "worker.js"  # one service worker; where a screen has it from is the folder that it may answer for


def init_screens(app: Flask) -> None:
    """Serve /till/, /office/, /kitchen/, /member/, /api/docs and /assets/."""

    @app.get("/")
    def _home() -> BaseResponse:
        return redirect("/office/")

    @app.get("/assets/<path:name>")
    def _asset(name: str) -> Response:
        response = send_from_directory(DIST / "assets", name, max_age=YEAR)
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        return response

    @app.get("/api/docs")
    def _api_page() -> Response:
        return send_from_directory(DIST / "docs", "index.html")

    @app.get("/<any(till, office, kitchen, member):screen>/")
    @app.get("/<any(till, office, kitchen, member):screen>/<path:inside>")
    def _screen(screen: str, inside: str = "") -> Response:
        folder = DIST if inside == WORKER else DIST / screen
        if inside and (folder / inside).is_file():
            return send_from_directory(folder, inside)
        if "." in inside.rsplit("/", 1)[-1]:
            raise NotFound
        response = send_from_directory(folder, "index.html")
        response.headers["Cache-Control"] = "no-cache"
        response.headers["Content-Security-Policy"] = (
            "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; connect-src 'self' ws: wss:"
        )
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response
