"""A real server for tests: gunicorn as in production, killed only by the pids it gave itself."""

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from core.settings import TABLE
from tests.conftest import VALUES

ROOT = Path(__file__).parents[1]
PATIENCE = 30  # seconds until a server must have started, on a busy machine


class Server:
    """One gunicorn with its workers, in a process group of its own."""

    def __init__(self, folder, database_url, *, workers=2, app="wsgi:app", **values):
        self.folder, self.app, self.workers_wanted = Path(folder), app, workers
        self.port = free_port()
        self.values = {
            **VALUES,
            "DATABASE_URL": database_url,
            "FILES_URL": f"file:{folder}/files",
            "JOBS_URL": f"sqlite:{folder}/jobs.db",
            "SEARCH_URL": f"whoosh:{folder}/search",
            "BACKUP_DIR": f"{folder}/backups",
            "PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            **values,
        }
        self.process, self.others = None, []

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def env(self):
        kept = {name: value for name, value in os.environ.items() if name not in TABLE}
        figures = self.folder / "metrics"
        figures.mkdir(exist_ok=True)
        paths = {
            "PROMETHEUS_MULTIPROC_DIR": str(figures),
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "",  # a house that runs has its code compiled
            "PORT": str(self.port),
            "HOST": "127.0.0.1",
            "WEB_CONCURRENCY": str(self.workers_wanted),
        }
        return {**kept, **paths, **self.values}

    def command(self, *words):
        """Run a command of the house to its end; return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *words],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
        return done.stdout

    def begin(self, *words):
        """Start another process of the house (a worker) in a group of its own."""
        process = self.run("-m", "flask", "--app", *words)
        self.others.append(process)
        return process

    def run(self, *words):
        with (self.folder / "server.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, *words],
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def said(self):
        return (self.folder / "server.log").read_text(errors="replace")

    def start(self):
        self.process = self.run("-m", "gunicorn", "-c", "gunicorn.conf.py", self.app)
        return self

    def wait(self, seconds=PATIENCE):
        """Return after how many seconds the house answered."""
        begun = time.monotonic()
        while time.monotonic() - begun < seconds:
            if self.process.poll() is not None:
                raise AssertionError(f"the server ended: {self.said[-3000:]}")
            if self.answers() and len(self.workers()) >= self.workers_wanted:
                return time.monotonic() - begun
            time.sleep(0.02)
        raise AssertionError(f"no answer in {seconds} s: {self.said[-3000:]}")

    def answers(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
                connection.sendall(b"GET /healthz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
                return b" 200 " in connection.recv(64)
        except OSError:
            return False

    def workers(self):
        """Return the pids of the children that serve, as the kernel knows them."""
        pid = self.process.pid
        try:
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        except OSError:
            return []
        return [int(child) for child in children]

    def kill_worker(self, pick):
        """End one worker as a power cut would; return its pid, or None when there was none."""
        workers = self.workers()
        if not workers:
            return None
        pid = pick(workers)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        return pid

    def kill_all(self):
        """End the whole group at once; nothing gets to say farewell."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def stop(self):
        """End all that was started here, at once: nobody waits for an answer any more."""
        for process in filter(None, [*self.others, self.process]):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)
        self.others, self.process = [], None


def free_port():
    """Return a port that nobody uses now; drawn at random, so that two test runs differ."""
    for _try in range(50):
        port = 20000 + secrets.randbelow(12000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("no free port")
