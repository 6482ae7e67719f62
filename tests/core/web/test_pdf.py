"""Sheets of paper: words that the font lacks, and codes that a phone reads."""

import segno
from hypothesis import given
from hypothesis import strategies as st

from core.web.pdf import UNKNOWN, begin, draw_code, say, shown
from tests.paper import decoded, lines_of, scanned


def test_a_sign_that_the_font_lacks_is_a_gap_to_fill_in():
    signs = {ord(each) for each in "李明 "}
    assert shown("李😀明", signs) == f"李{UNKNOWN}明"
    assert shown("李\n 明", signs) == "李 明"


def test_words_and_a_code_come_back_from_the_page():
    address = "https://xingcun.example/certificates/XC-7K3M-9QPT-4R"
    pdf = begin((210, 297), edge=25, title="证明")
    pdf.add_page()
    say(pdf, "编号 (XC) \\ 李明", size=12)
    draw_code(pdf, address, left=25, top=100, side=34)
    made = bytes(pdf.output())
    assert lines_of(made) == ["编号 (XC) \\ 李明"]
    assert scanned(made) == address


@given(st.text("abcdefgh:/.-XY23", min_size=1, max_size=70).map("h".__add__))
def test_control_the_reader_reads_what_others_draw(text):
    drawn = segno.make(text, error="m", micro=False, mode="byte").matrix
    assert decoded([[bool(dark) for dark in row] for row in drawn]) == text
