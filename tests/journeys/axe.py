"""axe: what it finds wrong on the page that is open; a page is handed it once."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# Of each rule the first three places are told; what passed is not carried over.
RUN = """async () => (await axe.run({resultTypes: ["violations"]})).violations.map(
  each => [each.id, each.nodes.slice(0, 3).map(node => node.html.slice(0, 200))])"""


def violations(page: Page, how: str) -> list[str]:
    """One line for each place, with ``how`` the page was looked at."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    told: list[Any] = page.evaluate(RUN)
    return [f"axe {rule} {how}: {html}" for rule, places in told for html in places]
