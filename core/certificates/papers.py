"""A certificate on paper: an A4 page with a code that leads to its public page."""

from typing import Any

from core.certificates.models import Certificate, CertificateKind
from core.certificates.rules import KINDS, STATES, State, holder_number, in_words
from core.web.pdf import begin, draw_code, rule, say
from core.words import _, dated

WIDTH, HEIGHT = 210, 297  # A4, in millimetres
EDGE = 25
CODE = 34  # the side of the code
FOOT = HEIGHT - EDGE - CODE - 6  # where the foot begins


def write_certificate(certificate: Certificate, *, state: State, address: str) -> bytes:
    """Return the page as a PDF; `address` is where the code leads."""
    title = str(KINDS[certificate.kind])
    pdf = begin((WIDTH, HEIGHT), edge=EDGE, title=title)
    pdf.add_page()
    pdf.set_y(EDGE + 15)
    say(pdf, title, size=28, align="C")
    pdf.ln(4)
    say(pdf, _("编号 %(number)s", number=certificate.number), size=12, align="C")
    if state is not State.VALID:
        pdf.ln(4)
        say(pdf, str(STATES[state][0]), size=22, align="C")
    pdf.ln(14)
    _body(pdf, certificate)
    _foot(pdf, address)
    return bytes(pdf.output())


def _body(pdf: Any, certificate: Certificate) -> None:
    say(pdf, _("%(holder)s：", holder=certificate.holder), size=16)
    if certificate.kind is CertificateKind.SERVICE_HOURS:
        known = holder_number(certificate.person_id)
        say(pdf, _("志愿者编号 %(number)s", number=known), size=12)
    pdf.ln(4)
    for sentence in in_words(certificate.content):
        say(pdf, sentence, size=14)
        pdf.ln(2)
    pdf.ln(6)
    until = certificate.valid_until
    last = _("有效到 %(day)s", day=dated(until)) if until else _("没有定期限")
    say(pdf, last, size=12)
    pdf.ln(16)
    branch = certificate.branch
    phone = _("电话：%(phone)s", phone=branch.phone) if branch.phone else ""
    issuer = certificate.issuer.name
    by = _("开具人：%(name)s", name=issuer) if issuer else ""
    for line in (branch.name, dated(certificate.issued_on), phone, branch.address, by):
        if line:
            say(pdf, line, size=12, align="R")
    pdf.ln(6)
    say(pdf, _("负责人签字：＿＿＿＿＿＿　经办人签字：＿＿＿＿＿＿　（盖章）"), size=11, align="R")


def _foot(pdf: Any, address: str) -> None:
    """Draw the code at the page's foot, on the next page where the words reach so far."""
    if pdf.get_y() > FOOT:
        pdf.add_page()
    pdf.set_y(FOOT)
    rule(pdf)
    top = pdf.get_y() + 2
    draw_code(pdf, address, left=EDGE, top=top, side=CODE)
    pdf.set_left_margin(EDGE + CODE + 8)
    pdf.set_y(top + 6)
    say(pdf, _("扫这个码，或者打开下面的网址，谁都能查真假："), size=11)
    say(pdf, address, size=11)
