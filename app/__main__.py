"""``python -m app [--host H] [--port P]``: serve. The same as ``flask serve``, without loading the app twice."""

import sys
from argparse import ArgumentParser

from app.config import SettingsError
from app.serving import become_server

if __name__ == "__main__":
    parser = ArgumentParser(prog="python -m app", description="Serve the app until stopped.")
    parser.add_argument("--host", help="Address to listen on; else ZAOTAI_HOST.")
    parser.add_argument("--port", type=int, help="Port to listen on; else ZAOTAI_PORT.")
    given = parser.parse_args()
    try:
        become_server(given.host, given.port)
    except SettingsError as error:
        sys.exit(f"Cannot start: {error}")
