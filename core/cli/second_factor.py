"""Helping in somebody who has lost their phone and their codes on paper, by hand."""

import click
from flask.cli import AppGroup

from core.access import SYSTEM
from core.accounts import second_factor
from core.accounts.queries import find_by_address
from core.accounts.rules import normal_address
from core.clock import now
from core.db import writing
from core.errors import Refused

group = AppGroup("second-factor", help="The second step of signing in.")


@group.command("off")
@click.argument("address")
def off(address: str) -> None:
    """Ask this account for its password alone; ADDRESS is its full number or mail address."""
    try:
        with writing():
            person = find_by_address(normal_address(address))
            if person is None:
                raise click.ClickException("nobody has this number or mail address")
            second_factor.take_off(person, by=SYSTEM, at=now())
    except (Refused, ValueError) as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo("Off. Every session of theirs has ended, and they are told.")
