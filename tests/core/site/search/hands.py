"""Looking on the search page as if for the first time."""

import pytest

from core.house import HOUSE

pytestmark = pytest.mark.both_engines


def fresh():
    """Forget the pages that are kept."""
    HOUSE.cache.__init__()


def found(client, **asked):
    fresh()
    answer = client.get("/search", query_string=asked)
    if answer.status_code == 302:  # a filter that nothing has, or a kind of which there is none
        answer = client.get(answer.location)
    assert answer.status_code == 200
    return answer.text.partition("<main")[2].partition("</main")[0]
