"""How gunicorn serves: gevent workers, patched before anything else is imported."""

from gevent import monkey

monkey.patch_all()

import os  # noqa: E402 - the patch comes first

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
