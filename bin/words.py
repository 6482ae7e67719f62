"""Gathers the sentences of the house and brings the English catalogue up to date with them."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
ENGLISH = ROOT / "translations/en/LC_MESSAGES/messages.po"
FOLDERS = ("core", "shop", "training", "services", "templates")


def sentences() -> Iterator[tuple[str, str]]:
    """Yield (file, sentence) for all that is said to people."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    for folder in FOLDERS:
        found = extract_from_dir(
            ROOT / folder,
            method_map=[(pattern.split("/", 1)[-1], how) for pattern, how in methods],
            options_map={key.split("/", 1)[-1]: value for key, value in options.items()},
            keywords={**DEFAULT_KEYWORDS, "_l": None},
        )
        for name, _line, words, _comments, _context in found:
            yield f"{folder}/{name}", words if isinstance(words, str) else words[0]


def english() -> Catalog:
    """Return the English catalogue, empty when there is none yet."""
    if not ENGLISH.exists():
        return Catalog(
            locale="en",
            project="Xingcun",
            version="1",
            msgid_bugs_address="-",
            last_translator="-",
            language_team="en",
        )
    return read_po(BytesIO(ENGLISH.read_bytes()), locale="en")


def main() -> None:
    template = Catalog()
    for name, sentence in sentences():
        template.add(sentence, locations=[(name, 0)])
    catalogue = english()
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.header_comment = "# The words of Xingcun in English; the Chinese sentence is the key."
    catalogue.fuzzy = False
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with ENGLISH.open("wb") as file:
        write_po(file, catalogue, sort_output=True, no_location=True, omit_header=False, width=0)
    missing = [message.id for message in catalogue if message.id and not message.string]
    print(f"{len(catalogue)} sentences, {len(missing)} without English")


if __name__ == "__main__":
    main()
