"""How gunicorn serves the house: preloaded processes with a few threads each."""

import gc
import os
import shutil
import tempfile
from typing import Any

_host = os.environ.get("HOST", "127.0.0.1")
_port = os.environ.get("PORT", "8000")
bind = f"[{_host}]:{_port}" if ":" in _host else f"{_host}:{_port}"

# Preloading shares the memory of the code; threads wait for the disk, processes use the cores.
preload_app = True
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
keepalive = 5
timeout = 60
graceful_timeout = 4  # honcho waits five seconds before it kills
control_socket_disable = True  # two houses on one machine would share its path
accesslog = None  # the app writes one structured line a request
loglevel = os.environ.get("GUNICORN_LOG_LEVEL", "warning")

# What is loaded stays for good: collecting meanwhile finds nothing and costs a fifth of the start.
gc.disable()

# The figures of all processes meet in one folder, which must exist before the app is loaded.
_made = ""
if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
    _made = tempfile.mkdtemp(prefix="xingcun-metrics-")
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = _made


def when_ready(_server: Any) -> None:
    """Leave what was loaded alone, so that children go on sharing its memory; collect the rest."""
    gc.freeze()
    gc.enable()


def post_fork(_server: Any, worker: Any) -> None:
    """Give this process connections of its own; those of the parent stay open for the parent."""
    from core.db import db  # noqa: PLC0415 - after the app is loaded, never before its settings

    with worker.app.wsgi().app_context():
        db.engine.dispose(close=False)


def child_exit(_server: Any, worker: Any) -> None:
    """Forget the gauges of a process that has gone."""
    from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415

    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(_server: Any) -> None:
    if _made:
        shutil.rmtree(_made, ignore_errors=True)
