"""axe finds nothing on any page, in both directions of writing, light and dark, wide and at 320 px."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.access.test_addresses import table
from tests.access.world import addresses, make_world

pytestmark = [pytest.mark.journey, pytest.mark.enable_socket]

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
NOT_PAGES = {"routines:archive_document"}


def faults_of(page) -> list[str]:
    """What axe and the page itself complain of."""
    found = Axe().run(page, options=RULES).response["violations"]
    complaints = [f"{fault['id']}: {node['html'][:160]}" for fault in found for node in fault["nodes"][:3]]
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if width > 0:
        complaints.append(f"{width} px too wide")
    return complaints + page.faults


@pytest.mark.parametrize(
    ("role", "language", "scheme", "width"),
    [
        ("kari", "nb", "light", 1280),
        ("kari", "nb", "dark", 320),
        ("tea", "nn", "light", 320),
        ("dina", "nb", "light", 320),
        ("dina", "ar", "dark", 320),
        ("dina", "ar", "light", 1280),
    ],
)
def test_axe_finds_nothing(committed_cast, opened, role, language, scheme, width) -> None:
    world, rows = make_world(committed_cast), table()
    page = opened(
        getattr(committed_cast, role),
        "/hjelp/tilgang/",
        color_scheme=scheme,
        viewport={"width": width, "height": 800},
    )
    page.context.add_cookies([{"name": "samlop-sprak", "value": language, "url": page.url}])
    complaints = []
    for address in addresses():
        if rows[address.name][role] == "200" and address.name not in NOT_PAGES:
            page.goto(world.path(address))
            complaints += [f"{address.name}: {one}" for one in faults_of(page)]
    assert complaints == []
