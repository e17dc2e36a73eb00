"""Somebody who has a keyboard and nothing else: every stop on the way must be seen, and none may hold on."""

import re

from playwright.sync_api import Locator, Page, expect

MOST_STOPS = 400
STOPS_WITHIN_ONE = 6
"""A field for a day has a stop for day, month, year and the calendar; more than that is a trap."""

STOP = """() => {
  const stop = document.activeElement;
  if (!stop || stop === document.body) return null;
  const seen = one => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  const box = stop.getBoundingClientRect();
  const label = stop.closest("label");
  const drawn = label ? label.getBoundingClientRect() : box;
  const points = [[.5, .5], [.1, .5], [.9, .5], [.5, .1], [.5, .9]].map(
    ([x, y]) => document.elementFromPoint(drawn.left + drawn.width * x, drawn.top + drawn.height * y));
  const own = one => one && (stop.contains(one) || one.contains(stop) && one !== document.body && one.closest("label")
    || label && label.contains(one));
  // The calendar and the clock inside a field are the browser's own, with a ring of their own.
  const withinPicker = ["date", "time"].includes(stop.type) && !stop.matches(":focus-visible");
  if (!stop.dataset.stop) stop.dataset.stop = String(document.querySelectorAll("[data-stop]").length + 1);
  return {
    key: stop.dataset.stop,
    what: stop.outerHTML.slice(0, 140),
    outlined: withinPicker || [stop, label, stop.closest(".ds-field")].some(one => one && seen(one)),
    uncovered: points.some(own),
  };
}"""


class Keyboard:
    """Two hands on the keys of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.stops = 0
        self._last, self._stayed = "", 0

    def to(self, wanted: Locator, *, key: str = "Tab") -> Locator:
        """Tab until the wanted thing has the focus."""
        for _stop in range(MOST_STOPS):
            if wanted.evaluate_all("all => all.includes(document.activeElement)"):
                return wanted
            self.press(key)
        raise AssertionError(f"{wanted} is not reached with {MOST_STOPS} presses of {key}")

    def back_to(self, wanted: Locator) -> Locator:
        """The same the other way."""
        return self.to(wanted, key="Shift+Tab")

    def press(self, key: str) -> None:
        """One press; where it leads must be seen and must let go again."""
        self.page.keyboard.press(key)
        stop = self.page.evaluate(STOP)
        if stop is None:
            self._last = ""
            return
        self.stops += 1
        assert stop["outlined"], f"no sign of focus on {stop['what']}"
        assert stop["uncovered"], f"something lies over {stop['what']}"
        self._stayed = self._stayed + 1 if stop["key"] == self._last else 0
        self._last = stop["key"]
        assert self._stayed < STOPS_WITHIN_ONE, f"the focus is held by {stop['what']}"

    def button(
        self, name: str | re.Pattern[str], *, within: Locator | None = None, key: str = "Enter"
    ) -> None:
        """Go to a button and press it; wait for the page it leads to."""
        self.to((within or self.page).get_by_role("button", name=name))
        self._follow(key)

    def link(self, name: str | re.Pattern[str], *, within: Locator | None = None, lands: bool = True) -> None:
        """Go to a link and follow it; one that only leads down the page lands nowhere new."""
        self.to((within or self.page).get_by_role("link", name=name))
        if lands:
            self._follow("Enter")
        else:
            self.page.keyboard.press("Enter")

    def write(self, field: Locator, words: str) -> None:
        """Go to a field, put words in the place of what stands there."""
        self.to(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)
        expect(field).to_have_value(words)

    def choose(self, field: Locator, beginning: str) -> None:
        """Go to a list of choices and type the beginning of one."""
        self.to(field)
        self.page.keyboard.type(beginning)
        chosen = field.evaluate("one => one.selectedOptions[0].label")
        assert chosen.startswith(beginning), chosen

    def open(self, summary: Locator) -> None:
        """Go to what can be unfolded and unfold it."""
        self.to(summary)
        self.page.keyboard.press("Enter")

    def go_round(self) -> int:
        """Tab through the whole page and come back to where one began: nothing on it holds on."""
        self.page.evaluate("document.activeElement.blur()")
        self.press("Tab")
        first, stops = self._last, 1
        while stops < MOST_STOPS:
            self.press("Tab")
            if self._last == first and not self._stayed:
                return stops
            stops += 1
        raise AssertionError(f"{MOST_STOPS} stops and no way round")

    def _follow(self, key: str) -> None:
        self._last, self._stayed = "", 0
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
