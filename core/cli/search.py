"""The search index, by hand."""

import click
from flask.cli import AppGroup

from core.ports import IndexAway
from core.search import jobs

search = AppGroup("search", help="The search index.")


@search.command("rebuild")
def rebuild() -> None:
    """Make the index anew from the database, while the old one goes on serving."""
    try:
        count = jobs.rebuild()
    except IndexAway as away:
        raise click.ClickException(
            f"nothing was changed ({away}); is the worker writing? Try again in a minute."
        ) from away
    click.echo(f"{count} documents")
