"""The web server: processes for the cores, and threads so that one slow sender holds up nobody else."""

import gc
import os
from typing import Any

bind = os.environ.get("BIND", f"127.0.0.1:{os.environ.get('PORT', '8000')}")
wsgi_app = "encore.wsgi:application"
workers = int(os.environ.get("WEB_WORKERS", "2"))
worker_class = "gthread"
# Loaded once, before the processes part: it takes seconds, and what does not change they share in memory.
preload_app = True
# Each thread keeps a database connection of its own.
threads = int(os.environ.get("WEB_THREADS", "8"))
timeout = 60
graceful_timeout = 10
# A worker is replaced now and then, in case a library leaks.
max_requests = 20_000
max_requests_jitter = 2_000
loglevel = "warning"
# Nobody uses it, and it would lie in the home folder.
control_socket_disable = True
# The heartbeat file must not wait for a slow disk.
worker_tmp_dir = "/dev/shm"  # noqa: S108 - gunicorn makes an unnamed file there


def when_ready(_server: Any) -> None:
    """What was loaded stays for good: else each full round of the collector would stop all requests to look at it, and
    by looking make copies of what the processes share."""
    gc.collect()
    gc.freeze()
