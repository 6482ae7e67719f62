"""A house that is ready for the public, and what the doctor says of it."""

import os
from datetime import timedelta

import pytest
from flask_migrate import stamp

from core.access import SYSTEM
from core.adapters.keys import add_key
from core.branches.models import OfficeRole
from core.cli import backup
from core.clock import now
from core.db import writing
from core.house import HOUSE
from core.jobs import operations as jobs
from core.search import jobs as search
from core.site import demo, operations
from core.site.models import SheetKind
from tests.outside import MailServer, serving
from tests.postgres import installed_programs


@pytest.fixture
def programs(monkeypatch):
    """PostgreSQL's own programs, of the version of the tests' server."""
    monkeypatch.setenv("PATH", f"{installed_programs()}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def mail_server():
    with serving(MailServer()) as server:
        yield server


@pytest.fixture
def public(tmp_path, mail_server):
    """What the environment of a public house says."""
    add_key(tmp_path / "keys" / "seal.keys")
    return {
        "XINGCUN_MODE": "production",
        "SECRET_KEY": "9f2c4e7a1b8d3f6059ae7c21d4b8f3e6",
        "PUBLIC_URL": "https://xingcun.example.cn",
        "TRUSTED_HOSTS": "xingcun.example.cn",
        "TRUSTED_PROXIES": "1",
        "MAIL_URL": f"smtp://127.0.0.1:{mail_server.port}",
        "MAIL_FROM": "hello@xingcun.cn",
        "SMS_URL": "none:",
        "LOG_DIR": f"{tmp_path}/logs",
        "SEAL_KEYS": f"file:{tmp_path}/keys/seal.keys",
    }


@pytest.fixture
def house(app, make, tmp_path, programs):
    """A house that is ready for the public."""
    tmp_path.chmod(0o700)
    stamp()
    able = {"password_hash": "x"}
    make.admin(make.person(**able))
    for _clerk in range(2):
        make.clerk(make.person(**able))
    make.officer(make.branch(), OfficeRole.SECRETARY)
    with writing():
        facts = {**demo.FACTS, "no_registration": "依法不需要登记"}
        operations.set_facts(facts, by=SYSTEM, at=now())
        for kind in SheetKind:
            operations.publish(
                kind,
                text="全文",
                summary="第一版",
                effective=now(),
                based_on=0,
                by=SYSTEM,
                at=now(),
            )
        jobs.beat(at=now())
        for name in HOUSE.sweeps:
            at = now()
            jobs.claim(name, every=timedelta(0), at=at)
            jobs.finish(name, started=at, error=None, at=at)
    search.rebuild()
    backup.make(tmp_path / "backups" / "one.tar", at=now())
    for folder in tmp_path.iterdir():
        if folder.is_dir():
            folder.chmod(0o700)
    return app
