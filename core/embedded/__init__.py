"""A real PostgreSQL of the product's own, for whoever has not set ``DATABASE_URL``.

``start(var)`` makes the database on first use, starts it, and answers once it takes connections. Any number of
processes may share it: each holds a lock that the operating system takes back when the process ends, however it
ends, and a small keeper stops the server when the last one is gone. Durable as any PostgreSQL (fsync is on).
"""

from core.embedded.errors import EmbeddedError
from core.embedded.user import Embedded, start

__all__ = ["Embedded", "EmbeddedError", "start"]
