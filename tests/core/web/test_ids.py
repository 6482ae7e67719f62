"""Numbers in addresses that no row can have."""

import pytest


@pytest.mark.both_engines
@pytest.mark.parametrize("number", [0, 2**31 - 1, 2**31, 2**63, 10**30])
def test_a_number_too_large_for_a_row_leads_nowhere(client, number):
    assert client.get(f"/branches/{number}").status_code == 404
