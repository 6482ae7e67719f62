"""The keys that confidential text is sealed with, by hand."""

from pathlib import Path

import click
from flask.cli import AppGroup

from core.adapters.keys import add_key
from core.db import db, writing
from core.house import HOUSE
from core.sealing.operations import wrap_anew
from core.sealing.queries import list_wrapped_by_others

AT_ONCE = 200
ROOT = Path(__file__).parents[2]
seal = AppGroup("seal", help="Keys of what is confidential.")


@seal.command("new-key")
def new_key() -> None:
    """Put a new key first in the file of SEAL_KEYS; the older ones go on opening."""
    kind, _, path = HOUSE.settings["SEAL_KEYS"].partition(":")
    if kind != "file":
        raise click.ClickException("SEAL_KEYS names no file: SEAL_KEYS=file:PATH")
    name = add_key(ROOT / path)
    click.echo(
        f"{name} is the key from the next start on. Keep a copy of the file apart from the"
        " backups: without it nobody reads what is sealed. Then: `flask seal rotate`"
    )


@seal.command("rotate")
def rotate() -> None:
    """Wrap every data key with the current key; what is sealed stays as it is."""
    if not HOUSE.keys.current:
        raise click.ClickException("there is no key: `flask seal new-key`")
    count = 0
    while found := list_wrapped_by_others(HOUSE.keys.current, limit=AT_ONCE):
        db.session.rollback()
        for safe_id in found:
            with writing():
                count += wrap_anew(safe_id)
    click.echo(f"{count} safes are wrapped with {HOUSE.keys.current} now")
