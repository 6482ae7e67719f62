"""Commands for whoever runs the house."""

from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from core.access import SYSTEM
from core.accounts import grants
from core.accounts.letters import link_of
from core.accounts.models import GrantKind
from core.accounts.queries import find_by_address
from core.accounts.resets import make_admin_link
from core.accounts.rules import normal_address
from core.cli import backup, doctor, invariants, restore
from core.cli.seal import seal
from core.cli.search import made_anew, search
from core.cli.second_factor import group as second_factor
from core.clock import now
from core.db import db, writing
from core.db.roles import limit_role
from core.errors import Refused
from core.house import HOUSE
from core.jobs.worker import serve
from core.storage.queries import list_damaged

admin = AppGroup("admin", help="Site administrators.")


def set_up(app: Flask) -> None:
    """Give the app its commands."""
    furnishing = (make_backup, put_back, furnish)
    groups = (admin, second_factor, seal, search)
    for command in (*groups, ask_doctor, check_invariants, *furnishing, worker, limit):
        app.cli.add_command(command)


@admin.command("create")
@click.option("--name", prompt="Name", help="How the administrator is called.")
@click.option("--address", prompt="Mobile number or mail address", help="To sign in with.")
def create(name: str, address: str) -> None:
    """Make a site administrator; prints a link, good once, at which they choose a password."""
    try:
        with writing():
            link = link_of(make_admin_link(name, address, at=now()))
    except Refused as refused:
        raise click.ClickException(refused.reason) from refused
    click.echo(f"Good once, for 24 hours; whoever opens it becomes the administrator:\n{link}")


@admin.command("end")
@click.argument("address")
def end(address: str) -> None:
    """Take an administrator's right back; ADDRESS is the full mobile number or mail address."""
    try:
        with writing():
            person = find_by_address(normal_address(address))
            if person is None:
                raise click.ClickException("nobody has this number or mail address")
            grants.end_grant(person, GrantKind.ADMIN, by=SYSTEM, at=now())
    except (Refused, ValueError) as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo("No longer an administrator; every session of theirs has ended.")


@click.command("doctor")
@click.option("--production", is_flag=True, help="Also what only a public house needs.")
@with_appcontext
def ask_doctor(*, production: bool) -> None:
    """Look the house over; one line for each thing, exit 1 when something is to be done."""
    found = doctor.examine(production=production)
    for each in found:
        click.echo(f"ok    {each.title}" if each.ok else f"TO DO {each.title}: {each.advice}")
    to_do = sum(not each.ok for each in found)
    click.echo(f"{len(found)} checks, {to_do} to do")
    if to_do:
        raise SystemExit(1)


@click.command("check-invariants")
@with_appcontext
def check_invariants() -> None:
    """Ask the database for what must never be, and whether files are whole; exit 1 on any."""
    broken = invariants.broken(at=now())
    damaged = list_damaged()
    if damaged:
        click.echo(f"files missing or changed: {len(damaged)}, first {damaged[:5]}")
    for name, rows in broken.items():
        click.echo(f"{name}: {len(rows)} rows, first {rows[:5]}")
    click.echo(f"{len(HOUSE.invariants)} invariants, {len(broken)} broken")
    if broken or damaged:
        raise SystemExit(1)


@click.command("backup")
@click.option("--to", type=click.Path(path_type=Path), help="File or folder; else BACKUP_DIR.")
@with_appcontext
def make_backup(to: Path | None) -> None:
    """Store database and files in one file, while the house goes on working."""
    try:
        made = backup.make(to, at=now())
    except backup.Impossible as error:
        raise click.ClickException(str(error)) from error
    click.echo(made)


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def put_back(file: Path) -> None:
    """Bring a backup into an empty house, and check it afterwards."""
    try:
        for line in restore.put_back(file, at=now()):
            click.echo(line)
        click.echo(made_anew())
    except backup.Impossible as error:
        raise click.ClickException(str(error)) from error


@click.command("demo")
@with_appcontext
def furnish() -> None:
    """Fill an empty house with invented villages and people; only in demo mode."""
    if not HOUSE.settings.demo:
        raise click.ClickException("only with XINGCUN_MODE=demo: the people would be invented")
    if not invariants.is_empty():
        click.echo("The house is furnished already.")
        return
    at = now()
    with writing():
        for area in HOUSE.areas:
            if area.demo is not None:
                area.demo(at)
    click.echo(made_anew())
    click.echo("The demo world is in.")


@click.command("limit-role")
@click.argument("role")
@with_appcontext
def limit(role: str) -> None:
    """On PostgreSQL, let this role read and write rows and nothing more; run as the owner."""
    if db.engine.dialect.name != "postgresql":
        raise click.ClickException("only PostgreSQL has roles; DATABASE_URL names another")
    try:
        limit_role(role)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{role} may read and write rows, and only add to history.")


@click.command("worker")
@click.option("--threads", default=1, show_default=True, type=click.IntRange(1, 16))
@with_appcontext
def worker(threads: int) -> None:
    """Do what is due until told to end."""
    serve(current_app._get_current_object(), threads=threads)  # type: ignore[attr-defined]  # noqa: SLF001
