"""The pages of Min vei."""

import pytest

PAGES = ["/min-vei/", "/min-vei/gruppe/", "/min-vei/hvem-har-lest/", "/min-vei/moter/", "/min-vei/kart/",
         "/min-vei/mal/", "/min-vei/mal/nytt/", "/min-vei/oppgaver/"]


@pytest.mark.parametrize("address", PAGES)
def test_dina_reads_her_own_pages(cast, signed_in, address):
    assert signed_in(cast.dina).get(address).status_code == 200
