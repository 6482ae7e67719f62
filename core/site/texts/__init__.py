"""The texts that a new house begins with."""

from pathlib import Path

from core.site.models import SheetKind

FOLDER = Path(__file__).parent


def first_text(kind: SheetKind) -> str:
    """Return the Markdown of the first version; the operator edits it before publishing."""
    return (FOLDER / f"{kind.value}.md").read_text(encoding="utf-8").strip()
