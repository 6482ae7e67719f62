"""The search index, by hand."""

import click
from flask.cli import AppGroup

from core.ports import IndexAway
from core.search import jobs

search = AppGroup("search", help="The search index.")


def made_anew() -> str:
    """Make the index anew after the database was filled, and say so; the worker tries again."""
    try:
        return f"search index: {jobs.rebuild()} documents"
    except IndexAway as away:
        return f"search index: not made ({away}); the worker will, or flask search rebuild"


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
