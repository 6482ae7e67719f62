"""Reads our own PDFs as people and phones do: the words on the page, and the code to scan."""

import re
import zlib

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
TABLE = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
SIGN = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]{4})>")
SAID = re.compile(rb"\(((?:\\.|[^\\)])*)\) Tj", re.DOTALL)
BAR = re.compile(rb"(-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (-?[\d.]+) re f")
ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
CONTROL = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
# By version: where the squares to find the way by stand, and by level the words in each block.
CENTRES = {1: (), 2: (6, 18), 3: (6, 22), 4: (6, 26), 5: (6, 30), 6: (6, 34)}
BLOCKS = {
    0b00: {1: [16], 2: [28], 3: [44], 4: [32] * 2, 5: [43] * 2, 6: [27] * 4},  # M
    0b11: {1: [13], 2: [22], 3: [17] * 2, 4: [24] * 2, 5: [15, 15, 16, 16], 6: [19] * 4},  # Q
    0b10: {1: [9], 2: [16], 3: [13] * 2, 4: [9] * 4, 5: [11, 11, 12, 12], 6: [15] * 4},  # H
}
MASKS = (
    lambda i, j: (i + j) % 2,
    lambda i, _j: i % 2,
    lambda _i, j: j % 3,
    lambda i, j: (i + j) % 3,
    lambda i, j: (i // 2 + j // 3) % 2,
    lambda i, j: i * j % 2 + i * j % 3,
    lambda i, j: (i * j % 2 + i * j % 3) % 2,
    lambda i, j: ((i + j) % 2 + i * j % 3) % 2,
)
FORMAT = [(8, c) for c in (0, 1, 2, 3, 4, 5, 7, 8)] + [(r, 8) for r in (7, 5, 4, 3, 2, 1, 0)]


def streams_of(pdf):
    for found in STREAM.finditer(pdf):
        try:
            yield zlib.decompress(found[1])
        except zlib.error:
            yield found[1]


def lines_of(pdf):
    """Return what is written, line by line, as somebody copies it out of the page."""
    streams = list(streams_of(pdf))
    signs = {}
    for each in streams:
        for table in TABLE.findall(each):  # a hundred signs at most in each
            signs |= {int(code, 16): chr(int(sign, 16)) for code, sign in SIGN.findall(table)}
    return [read(text, signs) for each in streams for text in SAID.findall(each)]


def read(text, signs):
    plain = ESCAPED.sub(lambda found: CONTROL.get(found[1], found[1]), text)
    codes = [high << 8 | low for high, low in zip(plain[::2], plain[1::2], strict=True)]
    return "".join(signs[code] for code in codes)


def scanned(pdf):
    """Return what a phone reads from the one code that is drawn."""
    return decoded(squares_of(pdf))


def squares_of(pdf):
    """Return the code's squares, row by row, from the bars that are drawn."""
    bars = [tuple(map(float, bar)) for each in streams_of(pdf) for bar in BAR.findall(each)]
    left, top = min(bar[0] for bar in bars), max(bar[1] for bar in bars)
    side = -bars[0][3]
    dark = {
        (round((top - y) / side), round((x - left) / side) + step)
        for x, y, width, _height in bars
        for step in range(round(width / side))
    }
    size = max(row for row, _column in dark) + 1
    return [[(row, column) in dark for column in range(size)] for row in range(size)]


def decoded(squares):
    """Return the text of a code in bytes (ISO/IEC 18004), as it stands, unmended."""
    size = len(squares)
    version = (size - 17) // 4
    told = number([squares[r][c] for r, c in FORMAT]) ^ 0b101010000010010
    mask, fixed = MASKS[told >> 10 & 7], places_fixed(size, CENTRES[version])
    free = [(r, c) for r, c in in_order(size) if (r, c) not in fixed]
    stream = [squares[r][c] ^ (mask(r, c) == 0) for r, c in free]
    words = iter([number(stream[at : at + 8]) for at in range(0, len(stream) - 7, 8)])
    blocks = [(length, []) for length in BLOCKS[told >> 13][version]]
    for turn in range(max(length for length, _words in blocks)):
        for length, taken in blocks:
            if turn < length:
                taken.append(next(words))
    data = [f"{word:08b}" for _length, taken in blocks for word in taken]
    bits = [int(bit) for bit in "".join(data)]
    assert bits[:4] == [0, 1, 0, 0], "bytes"
    text = bits[12 : 12 + 8 * number(bits[4:12])]
    return bytes(number(text[at : at + 8]) for at in range(0, len(text), 8)).decode()


def number(bits):
    return int("".join(str(int(bit)) for bit in bits), 2)


def places_fixed(size, centres):
    """Return the places that hold no data."""
    fixed = {(r, 6) for r in range(size)} | {(6, c) for c in range(size)}
    fixed |= {(r, c) for r in range(9) for c in range(9)}
    fixed |= {(r, c) for r in range(9) for c in range(size - 8, size)}
    fixed |= {(r, c) for r in range(size - 8, size) for c in range(9)}
    corners = {(6, 6), (6, size - 7), (size - 7, 6)}
    for middle in {(r, c) for r in centres for c in centres} - corners:
        fixed |= {(middle[0] + r, middle[1] + c) for r in range(-2, 3) for c in range(-2, 3)}
    return fixed


def in_order(size):
    """Yield all places as the data runs: in pairs of columns from the right, up and down."""
    rights = [*range(size - 1, 6, -2), 5, 3, 1]  # the column between counts along only
    for turn, right in enumerate(rights):
        for row in range(size) if turn % 2 else range(size - 1, -1, -1):
            yield row, right
            yield row, right - 1
