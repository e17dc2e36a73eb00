"""Asks axe of a page: once a browser context it is handed the script, and it answers with what is wrong alone."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

FIND = """async tags => {
  const {violations} = await axe.run({runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
  const root = document.documentElement;
  const faults = violations.flatMap(
    fault => fault.nodes.slice(0, 3).map(node => `${fault.id}: ${node.html.slice(0, 160)}`));
  const over = root.scrollWidth - root.clientWidth;
  return over > 0 ? [...faults, `${over} px too wide`] : faults;
}"""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults_of(page: Page) -> list[str]:
    """What axe and the page itself complain of."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(FIND, TAGS)
    return found + page.faults
