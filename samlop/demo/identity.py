"""Birth dates and synthetic identity numbers, each given once."""

from collections import Counter
from datetime import date

from samlop.demo.days import ONE_DAY
from samlop.kernel.identifiers import synthetic_fodselsnummer
from samlop.kernel.periods import add_months


class NumberSeries:
    """Synthetic numbers for one group of people: the next free one for a birth date."""

    def __init__(self, first: int) -> None:
        self._first = first
        self._taken: Counter[date] = Counter()

    def take(self, birth: date) -> str:
        """A number nobody else in the group has."""
        ordinal = self._first + self._taken[birth]
        self._taken[birth] += 1
        return synthetic_fodselsnummer(birth, ordinal)


def birth_before(day: date, *, age: int, days: int) -> date:
    """A birth date that makes somebody that old on the day, `days` (below 365) after their birthday."""
    return add_months(day, -12 * age) - days * ONE_DAY
