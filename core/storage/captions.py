"""Captions as WebVTT: whether a player can show them, and what is said in them."""

import re

SIGNATURE = re.compile(r"WEBVTT(?:[ \t][^\n]*)?(?:\n|$)")
ARROW = "-->"
MOMENT = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
TIMING = re.compile(rf"[ \t]*{MOMENT}[ \t]+-->[ \t]+{MOMENT}(?:[ \t].*)?")
TAG = re.compile(r"<[^>\n]*>")
MARKS = {"&lt;": "<", "&gt;": ">", "&nbsp;": " ", "&lrm;": "", "&rlm;": "", "&amp;": "&"}


class Unreadable(ValueError):
    """No captions, or not as WebVTT writes them; says in which line, 0 for the whole."""

    def __init__(self, line: int = 0) -> None:
        super().__init__(line)
        self.line = line


def read(data: bytes) -> str:
    """Return what is said, a line for each caption; raise `Unreadable`.

    Stricter than a player, which leaves out silently what it does not understand: whoever made
    the captions is told.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text or not SIGNATURE.match(text):
        raise Unreadable
    lines, said, seen, number = text.split("\n"), [], False, 1
    while number < len(lines):
        if ARROW not in lines[number]:
            number += 1
            continue
        if not goes_on(lines[number]):
            raise Unreadable(number + 1)
        words = []
        number, seen = number + 1, True
        while number < len(lines) and lines[number].strip() and ARROW not in lines[number]:
            words.append(plain(lines[number]))
            number += 1
        said.append(" ".join(filter(None, words)))
    if not seen:
        raise Unreadable
    return "\n".join(filter(None, said))


def goes_on(line: str) -> bool:
    """Tell whether the caption stands for a while, as its line of times says."""
    found = TIMING.fullmatch(line)
    if found is None:
        return False
    begin, end = (in_thousandths(found.groups()[start : start + 4]) for start in (0, 4))
    return begin < end


def in_thousandths(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, rest = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def plain(line: str) -> str:
    """Return a line of a caption without its tags."""
    text = TAG.sub("", line)
    for mark, sign in MARKS.items():
        text = text.replace(mark, sign)
    return text.strip()
