"""A phone: it shows the code of now, or of a step before or after."""

import re

from core.accounts import totp
from core.clock import now

SHOWN = re.compile(r'<p class="qr-code">((?:[A-Z2-7]{4} ?){8})</p>')
ON_PAPER = re.compile(r'<li class="qr-code">([\d ]+)</li>')


class Phone:
    """Holds the secret, and beside it the codes on paper."""

    def __init__(self, secret, paper=()):
        self.secret, self.paper = secret, list(paper)

    def code(self, steps=0):
        return totp.code_of(self.secret, totp.step_at(now()) + steps)

    def wrong(self):
        """Return six digits that are no code of these minutes."""
        good = {self.code(steps) for steps in range(-4, 5)}
        return next(f"{each:06}" for each in range(20) if f"{each:06}" not in good)


def scanned(page):
    """Return the phone that has taken the secret from this page."""
    return Phone(SHOWN.search(page)[1].replace(" ", ""))


def on_paper(page):
    return [each.replace(" ", "") for each in ON_PAPER.findall(page)]
