"""Dates that come back: months of a year, a meeting's day in its month, rhythms that also hold over the turn of the year."""
from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from generator.knowledge.model import Interval

MONTHS = 12
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_IN_MONTHS = {"months": 1.0, "years": 12.0}
_IN_DAYS = {"days": 1, "weeks": 7}
# Holidays that most of Canada keeps. They only steer proposed dates: where work goes on, nothing is lost by another day.
_CLOSED = ((1, 1), (7, 1), (11, 11), (12, 25))
_MONDAYS = ((2, 3), (8, 1), (9, 1), (10, 2))  # month and which Monday: Family Day, civic holiday, Labour Day, Thanksgiving
_WEEK = 7
_SATURDAY = 5
_VICTORIA = 25  # of May: the Monday before it


def step_months(interval: Interval | None) -> float | None:
    """Months of the calendar limit of an interval: 12 for a year, a quarter for "4 times a year"; None where it has none."""
    if interval is None:
        return None
    found = [limit.number * _IN_MONTHS[limit.unit] for limit in interval.limits if limit.unit in _IN_MONTHS]
    found += [MONTHS / limit.number for limit in interval.limits if limit.unit == "times a year" and limit.number]
    return min(found) if found else None


def step_days(interval: Interval | None) -> int | None:
    """Days of an interval that is counted in days or weeks; None where it is not."""
    if interval is None:
        return None
    found = [int(limit.number * _IN_DAYS[limit.unit]) for limit in interval.limits if limit.unit in _IN_DAYS]
    return max(1, min(found)) if found else None


def month_starts(first: date, count: int = MONTHS) -> tuple[date, ...]:
    """The first days of `count` months, beginning with the month of `first`."""
    base = first.year * MONTHS + first.month - 1
    return tuple(date((base + place) // MONTHS, (base + place) % MONTHS + 1, 1) for place in range(count))


def months_between(start: date, end: date) -> int:
    """Calendar months from the month of `start` to the month of `end`."""
    return (end.year - start.year) * MONTHS + end.month - start.month


def places(step: float, phase: int) -> tuple[int, ...]:
    """Places 0 to 11 in a year of months for something due every `step` months (1 or more), the first near `phase`.

    The same places next year leave no gap above `step`, so the rhythm holds over the turn of the year.
    """
    count = max(1, -(-MONTHS // max(1, int(step)))) if step < MONTHS else 1
    return tuple(sorted((phase + place * MONTHS // count) % MONTHS for place in range(count)))


def closed(day: date) -> bool:
    """Whether most workplaces of the country keep a holiday on that day."""
    if (day.month, day.day) in _CLOSED or day == _easter(day.year) - timedelta(days=2):
        return True
    victoria = day.month == 5 and _VICTORIA - _WEEK <= day.day < _VICTORIA
    return day.weekday() == 0 and (victoria or (day.month, (day.day - 1) // _WEEK + 1) in _MONDAYS)


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Butcher's rule)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % _WEEK
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def workday(day: date) -> date:
    """That day, or the next one on which people work: no weekend and no holiday."""
    while day.weekday() >= _SATURDAY or closed(day):
        day += timedelta(days=1)
    return day


def nth_weekday(month: date, weekday: int, nth: int, open_days_only: bool = True) -> date:
    """The nth given weekday (0 is Monday) of the month of `month`; a week later where that is a day nobody works."""
    first = month.replace(day=1)
    day = first + timedelta(days=(weekday - first.weekday()) % _WEEK + _WEEK * (nth - 1))
    if open_days_only and closed(day):
        later = day + timedelta(days=_WEEK)
        day = later if later.month == month.month else day - timedelta(days=_WEEK)
    return day


def every_days(start: date, end: date, days: int, weekday: int) -> Iterator[date]:
    """Dates from `start` to `end` (both in), at most `days` apart, on the weekday where the rhythm is in whole weeks.

    A date that falls on a closed day moves inside its own week. The last is so late that starting afresh next year fits on.
    """
    day = start + timedelta(days=(weekday - start.weekday()) % _WEEK) if days % _WEEK == 0 else workday(start)
    while day <= end:
        yield _moved(day) if days % _WEEK == 0 else day
        day = last_workday(day + timedelta(days=days)) if days % _WEEK else day + timedelta(days=days)


def _moved(day: date) -> date:
    """A closed day moves to the day before it in the same week, a Monday to the day after."""
    if not closed(day):
        return day
    return day + timedelta(days=1) if day.weekday() == 0 else day - timedelta(days=1)


def last_workday(day: date) -> date:
    """The last working day up to `day`, so that a limit in days is kept."""
    while day.weekday() >= _SATURDAY or closed(day):
        day -= timedelta(days=1)
    return day


def last_day(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])
