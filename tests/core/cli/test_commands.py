"""Commands as whoever runs the house types them."""

import re
import secrets

import pytest
from sqlalchemy import func, select, text

from core.accounts.models import Grant, Person
from core.branches.actors import find_signed_in
from core.clock import now
from core.db import db, writing
from core.history.models import Entry
from core.house import Area
from tests.conftest import settings_in
from wsgi import AREAS

pytestmark = pytest.mark.both_engines
PUBLIC = {
    "XINGCUN_MODE": "production",
    "SECRET_KEY": "9f2c4e7a1b8d3f6059ae7c21d4b8f3e6",
    "PUBLIC_URL": "https://xingcun.example.cn",
    "TRUSTED_HOSTS": "xingcun.example.cn",
    "MAIL_URL": "smtp://127.0.0.1:9",
    "SMS_URL": "none:",
    "SEAL_KEYS": "file:var/keys/none",
}


def run(app, *args, **kw):
    return app.test_cli_runner().invoke(args=args, **kw)


def test_an_administrator_is_made_by_a_link_that_is_good_once(app, client):
    done = run(app, "admin", "create", "--name", "林涛", "--address", "lin@example.com")
    assert done.exit_code == 0, done.output
    assert db.session.scalar(select(func.count()).select_from(Person)) == 0
    link = re.search(r"http://localhost(/link/\S+)", done.output)[1]
    page = client.get(link).location
    fields = {"password": "三月里的油菜花 93", "again": "三月里的油菜花 93"}
    assert client.send(page, fields).location == "/me/"
    assert client.get("/admin/").status_code == 200
    assert app.test_client().get(link).location == "/reset"
    person = db.session.scalars(select(Person)).one()
    assert (person.name, person.email) == ("林涛", "lin@example.com")


def test_an_administrator_is_ended_but_not_the_last(app, make):
    make.admin(make.person(email="lin@example.com"))
    token = make.sign_in(other := make.admin(make.person(phone="13800138000")))
    other_id = other.id
    done = run(app, "admin", "end", "138 0013 8000")
    assert done.exit_code == 0, done.output
    assert find_signed_in(token, at=now()) is None
    ended = select(Grant.ended_at).where(Grant.person_id == other_id)
    assert db.session.scalars(ended).one() is not None
    assert db.session.scalars(select(Entry.by_id).where(Entry.action == "end_admin")).all() == [
        None
    ]
    for address in ("lin@example.com", "13800138000", "13900139000", "138"):
        done = run(app, "admin", "end", address)
        assert done.exit_code == 1
        assert "Error: " in done.output
    assert db.session.scalar(select(func.count()).where(Grant.ended_at.is_(None))) == 1


@pytest.mark.parametrize("address", ["138", "nobody", ""])
def test_an_address_that_is_none_makes_no_link(app, address):
    done = run(app, "admin", "create", "--name", "林涛", f"--address={address}")
    assert done.exit_code == 1
    assert "/link/" not in done.output


def test_the_demo_world_comes_once(app, client):
    done = run(app, "demo")
    assert done.exit_code == 0, done.output
    count = db.session.scalar(select(func.count()).select_from(Person))
    assert count > 8
    assert "桃源村" in client.get("/branches/").text
    assert run(app, "demo").exit_code == 0
    assert db.session.scalar(select(func.count()).select_from(Person)) == count
    checked = run(app, "check-invariants")
    assert checked.exit_code == 0, checked.output


class TestHalfDemo:
    """A demo that breaks off."""

    @pytest.fixture
    def areas(self):
        def broken(_at):
            raise RuntimeError("half")

        return (*AREAS, Area(name="trial", demo=broken))

    def test_it_leaves_an_empty_house(self, app):
        done = run(app, "demo")
        assert isinstance(done.exception, RuntimeError)
        assert db.session.scalar(select(func.count()).select_from(Person)) == 0


class TestProduction:
    """A public house."""

    @pytest.fixture
    def settings(self, tmp_path, database_url):
        return settings_in(tmp_path, database_url, **PUBLIC)

    def test_no_demo_there(self, app):
        done = run(app, "demo")
        assert done.exit_code == 1
        assert db.session.scalar(select(func.count()).select_from(Person)) == 0


def test_doctor_says_what_is_to_be_done(app, make):
    done = run(app, "doctor")
    assert done.exit_code == 1
    assert "TO DO an administrator can sign in: flask --app wsgi admin create" in done.output
    assert re.search(r"^\d+ checks, \d+ to do$", done.output, re.MULTILINE)


def test_a_role_is_limited_where_there_are_roles(app, engine):
    if engine == "sqlite":
        done = run(app, "limit-role", "xingcun_app")
        assert (done.exit_code, "only PostgreSQL" in done.output) == (1, True)
        return
    name = f"app_{secrets.token_hex(4)}"
    with writing():
        db.session.execute(text(f"CREATE ROLE {name} LOGIN"))
    assert run(app, "limit-role", name).exit_code == 0
    asked = "SELECT has_table_privilege(:role, 'history_entry', :what)"
    assert db.session.scalar(text(asked), {"role": name, "what": "INSERT"})
    assert not db.session.scalar(text(asked), {"role": name, "what": "UPDATE"})
    assert run(app, "limit-role", "x; DROP").exit_code == 1
    with writing():
        db.session.execute(text(f"DROP OWNED BY {name}"))
        db.session.execute(text(f"DROP ROLE {name}"))
