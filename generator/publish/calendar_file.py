"""The calendar file: the year as iCalendar (RFC 5545), which Outlook, Google and phones read.

Times are floating: 7:30 is 7:30 on the clock of the place, so the file needs no time zone. A UID stays the same from build to
build, so that reading the file again updates an event and does not double it.
"""
from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar
from icalendar import Event as CalendarEvent

from generator.compose.model import Event
from generator.intake.company import Company

FILENAME = "Safety Calendar.ics"
_PRODID = "-//safety-manual//Safety Calendar//EN"
_DOMAIN = "safety-manual.invalid"  # never a host: it only makes the ids unlike those of other programs


def calendar_file(events: Iterable[Event], company: Company, in_force: date) -> bytes:
    """The file's bytes: the same events, company and date give the same bytes. Nothing is read from the clock."""
    calendar = Calendar()
    calendar.add("prodid", _PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"Safety: {company.name}")
    stamp = datetime.combine(in_force, time(), UTC)
    for event in events:
        calendar.add_component(_component(event, company, stamp))
    return bytes(calendar.to_ical())


def uid(key: str, company: Company) -> str:
    """The id of an event for good: its duty and its month, and whose it is."""
    return f"{hashlib.sha256(f'{company.legal_name}/{key}'.encode()).hexdigest()[:32]}@{_DOMAIN}"


def _component(event: Event, company: Company, stamp: datetime) -> CalendarEvent:
    item = CalendarEvent()
    item.add("uid", uid(event.key, company))
    item.add("dtstamp", stamp)
    item.add("sequence", company.revision.number)
    if event.time:
        hour, minute = map(int, event.time.split(":"))
        start = datetime.combine(event.day, time(hour, minute))
        item.add("dtstart", start)
        item.add("dtend", start + timedelta(minutes=event.minutes))
    else:
        item.add("dtstart", event.day)
        item.add("dtend", event.day + timedelta(days=1))
    if event.weekly_until:
        item.add("rrule", {"freq": "weekly", "until": event.weekly_until})
    item.add("summary", event.title)
    item.add("description", event.text)
    item.add("categories", [event.category])
    item.add("transp", "OPAQUE" if event.busy else "TRANSPARENT")
    if event.place:
        item.add("location", event.place)
    if event.remind_days:
        item.add_component(_alarm(event))
    return item


def _alarm(event: Event) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", event.title)
    alarm.add("trigger", timedelta(days=-event.remind_days))
    return alarm
