"""Papers in the safe, as who has the case in hand opens them."""

import pytest

from services.cases.operations import handling, papers
from services.cases.queries import list_openings
from tests.services.cases.pages.conftest import photo

pytestmark = pytest.mark.both_engines


class TestPapers:
    """What the client laid into the safe: named when opened, and opened one by one."""

    @pytest.fixture
    def with_paper(self, world, case, contact, do):
        bare = papers.prepare("欠条.png", photo())
        do(papers.lay, case, bare, by=world.actor(world.guest))
        do(handling.submit, case, by=world.actor(world.guest))
        do(handling.hand, case, world.lawyer, is_open=True, by=world.actor(contact))
        return case

    def test_named_then_read(self, lawyer, with_paper, world):
        url = f"/practice/cases/{with_paper.number}"
        assert "欠条" not in lawyer.get(url).text
        named = lawyer.send(f"{url}/open", part="papers")
        assert "欠条.png" in named.text
        paper = lawyer.send(f"{url}/open", part="paper:1")
        assert paper.mimetype == "image/webp"
        assert "sandbox" in paper.headers["Content-Security-Policy"]
        assert "欠条" not in paper.headers["Content-Disposition"]
        parts = [each.what for each in list_openings(with_paper.id)]
        assert parts[:2] == ["paper:1", "papers"]

    @pytest.mark.parametrize("part", ["paper:2", "paper:0", "paper:x", "paper:", "paper:1 "])
    def test_none_of_this_number(self, lawyer, with_paper, part):
        answer = lawyer.send(f"/practice/cases/{with_paper.number}/open", part=part)
        assert answer.status_code == 422
