"""How gunicorn serves: gevent workers, patched before anything else is imported."""

from gevent import monkey

monkey.patch_all()

import gc  # noqa: E402 - the patch comes first
import os  # noqa: E402
import shutil  # noqa: E402

from gunicorn.http import wsgi  # noqa: E402

from app.one_send import OneSendResponse  # noqa: E402

wsgi.Response = OneSendResponse
worker_class = "gevent"
workers = int(os.environ.get("ZAOTAI_WORKERS") or 1)
worker_connections = 1000
timeout = 60
graceful_timeout = 15
keepalive = 30
accesslog = None
errorlog = "-"
loglevel = "warning"
control_socket_disable = True


def post_worker_init(worker: object) -> None:
    """Let the collector pass over what stays for good, and come less often: a request leaves few rings behind.

    Otherwise some requests wait while half a million objects of code, tables and shapes are looked through again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def on_exit(server: object) -> None:
    """Remove the measurements of the processes that were."""
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if folder:
        shutil.rmtree(folder, ignore_errors=True)
