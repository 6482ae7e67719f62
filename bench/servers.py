"""The two servers that are compared, with the same settings: bare Flask, and the house."""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SAME = {"workers": "2", "threads": "4"}
SOON = 30.0


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def demo_settings(folder: Path, port: int) -> dict[str, str]:
    """Return an environment for a house of its own, all of it inside this folder."""
    return os.environ | {
        "XINGCUN_MODE": "demo",
        "SECRET_KEY": secrets.token_hex(32),
        "DATABASE_URL": f"sqlite:///{folder}/xingcun.db",
        "FILES_URL": f"file:{folder}/files",
        "CACHE_URL": "memory:",
        "JOBS_URL": f"sqlite:{folder}/jobs.db",
        "SEARCH_URL": f"whoosh:{folder}/search",
        "MAIL_URL": "log:",
        "SMS_URL": "log:",
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "TRUSTED_HOSTS": "127.0.0.1,localhost",
        "BACKUP_DIR": f"{folder}/backups",
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "WEB_CONCURRENCY": SAME["workers"],
    }


@contextmanager
def serving(arguments: list[str], env: dict[str, str], port: int, log: Path) -> Iterator[int]:
    """Run gunicorn with these arguments until the block ends; yield the id of its process."""
    with log.open("wb") as out:
        server = subprocess.Popen(  # noqa: S603 - our own interpreter and arguments
            [sys.executable, "-m", "gunicorn", *arguments], env=env, stdout=out, stderr=out
        )
    try:
        wait_for(port, server)
        yield server.pid
    finally:
        server.terminate()
        server.wait(SOON)


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    """Return when the port answers."""
    deadline = time.monotonic() + SOON
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket() as sock:
            if sock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the server did not start")


@contextmanager
def bare(folder: Path) -> Iterator[int]:
    """Serve the bare page and yield its port."""
    port = free_port()
    arguments = ["-c", os.devnull, "--preload", "-k", "gthread", "--keep-alive", "5"]
    arguments += ["--workers", SAME["workers"], "--threads", SAME["threads"]]
    arguments += ["--no-control-socket", "--bind", f"127.0.0.1:{port}", "bench.bare:app"]
    with serving(arguments, dict(os.environ), port, folder / "bare.log"):
        yield port


@contextmanager
def house(folder: Path) -> Iterator[int]:
    """Serve a house full of demo data and yield its port."""
    port = free_port()
    env = demo_settings(folder, port)
    with (folder / "house.log").open("wb") as out:
        subprocess.run([sys.executable, "-m", "bin.prepare"], env=env, check=True, stdout=out)
    with serving(["wsgi:app"], env, port, folder / "house.log"):
        yield port
