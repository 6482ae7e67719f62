"""Reads a file that was printed: what is written on its pages, and the code that is drawn there."""

import re
import zlib

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
SIGN = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]{4,8})>")
SHOWN = re.compile(rb"\(((?:\\.|[^\\)])*)\) Tj", re.DOTALL)
ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
SQUARES = re.compile(rb"([\d.]+) ([\d.]+) ([\d.]+) -([\d.]+) re f")


def streams_in(made):
    """Return all that the file holds, unpacked."""
    for found in STREAM.findall(made):
        try:
            yield zlib.decompress(found)
        except zlib.error:
            yield found


def words_in(made):
    """Return what is written, line after line, by the table of signs that the file brings along."""
    streams = list(streams_in(made))
    signs = {
        bytes.fromhex(glyph.decode()): bytes.fromhex(sign.decode()).decode("utf-16-be")
        for stream in streams
        if b"beginbfchar" in stream
        for glyph, sign in SIGN.findall(stream.partition(b"beginbfchar")[2])
    }
    return [
        "".join(signs[text[at : at + 2]] for at in range(0, len(text), 2))
        for stream in streams
        for text in map(unescaped, SHOWN.findall(stream))
    ]


def unescaped(text):
    return ESCAPED.sub(lambda found: {b"r": b"\r"}.get(found[1], found[1]), text)


def code_in(made):
    """Return the rows of the one code that is drawn, 1 for a dark square."""
    drawn = [
        tuple(map(float, each)) for stream in streams_in(made) for each in SQUARES.findall(stream)
    ]
    left, top = min(each[0] for each in drawn), max(each[1] for each in drawn)
    side = drawn[0][3]
    count = round((max(x + wide for x, _y, wide, _high in drawn) - left) / side)
    rows = [[0] * count for _row in range(count)]
    for x, y, wide, _high in drawn:
        start = round((x - left) / side)
        for across in range(start, start + round(wide / side)):
            rows[round((top - y) / side)][across] = 1
    return rows
