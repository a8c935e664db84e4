"""The calendar file: read back with icalendar it says what the year says, and reading it twice doubles nothing."""
from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from generator.compose.events import compose_events
from generator.compose.model import Event
from generator.intake.company import Company
from generator.program.model import Program
from generator.program.talks import TALKED_AT, plan_talks
from generator.program.year import plan_year
from generator.program.year_plan import Year
from generator.publish.calendar_file import FILENAME, calendar_file, uid
from generator.publish.deliver import deliver
from generator.publish.lock import Lock, read_lock
from tests.program.companies import company
from tests.program.test_year import example, planned

IN_FORCE = date(2027, 1, 4)


def made(name: str, change: dict[str, object] | None = None) -> tuple[Company, Program, Year, tuple[Event, ...], bytes]:
    owner = replace(example(name), **(change or {}))  # type: ignore[arg-type]
    program, knowledge, _ = planned(owner, IN_FORCE)
    year = plan_year(program, knowledge)
    talks = {talk.day: (talk, talk.topic.title if talk.topic else "Read together")
             for talk in plan_talks(program, year) if talk.day}
    events = compose_events(year, talks, program, knowledge)
    return owner, program, year, events, calendar_file(events, owner, IN_FORCE)


def read(data: bytes) -> list[dict[str, object]]:
    return [{"uid": str(item["UID"]), "summary": str(item["SUMMARY"]), "start": item["DTSTART"].dt, "end": item["DTEND"].dt,
             "text": str(item["DESCRIPTION"]), "rule": item.get("RRULE"), "alarms": len(item.walk("VALARM"))}
            for item in Calendar.from_ical(data).walk("VEVENT")]


def day_of(moment: object) -> date:
    return moment.date() if isinstance(moment, datetime) else moment  # type: ignore[return-value]


@pytest.mark.parametrize("name", ["prairie", "high_ridge", "bow_river"])
def test_each_line_of_the_year_is_an_event_on_its_day(name: str) -> None:
    _, _, year, _, data = made(name)
    found = read(data)
    for entry in year.entries:
        same = [item for item in found if day_of(item["start"]) == entry.day and str(item["summary"]).startswith(entry.title)]
        assert same, (entry.day, entry.title)
        assert f"Who: {entry.who}" in str(same[0]["text"])
        assert entry.reasons[0].text in str(same[0]["text"])
    weekly = sum(item.days == 7 and not any(part == "toolbox_talk" for part in item.parts) for item in year.standing)
    assert sum(item["rule"] is not None for item in found) == weekly


def test_meetings_are_held_at_their_time_and_the_rest_all_day() -> None:
    hauler, _, year, _, data = made("bow_river")
    fixed = {entry.title for entry in year.entries if entry.fixed}
    for item in read(data):
        start, end = item["start"], item["end"]
        if isinstance(start, datetime):
            assert start.tzinfo is None and f"{start:%-H:%M}" == hauler.preferences.meeting_time
            assert timedelta(minutes=5) <= end - start < timedelta(hours=12)  # type: ignore[operator]
        else:
            assert end - start == timedelta(days=1)  # type: ignore[operator]
            assert str(item["summary"]) not in fixed


def test_outlook_and_google_get_what_they_insist_on() -> None:
    data = made("prairie")[-1]
    calendar = Calendar.from_ical(data)
    assert (calendar["VERSION"], calendar["METHOD"]) == ("2.0", "PUBLISH") and calendar["PRODID"]
    lines = data.split(b"\r\n")
    assert b"\n" not in b"".join(lines) and lines[-1] == b"" and max(map(len, lines)) <= 75
    for item in calendar.walk("VEVENT"):
        assert item["DTSTAMP"].dt.date() == IN_FORCE and "@" in item["UID"]
    assert b"TZID" not in data


def test_reading_it_again_updates_and_doubles_nothing() -> None:
    _, _, _, _, first = made("bow_river")
    _, _, _, _, again = made("bow_river")
    assert first == again
    ids = [item["uid"] for item in read(first)]
    assert len(ids) == len(set(ids))
    people = example("bow_river").people
    renamed = tuple(replace(person, name="Zoe New") if person.name == "Jim Dahl" else person for person in people)
    other = made("bow_river", {"people": renamed})[-1]
    assert {item["uid"] for item in read(other)} == set(ids) and other != first


def test_another_meeting_day_moves_the_events_that_are_there() -> None:
    likes = replace(example("prairie").preferences, meeting_day="Thursday", meeting_time="16:30")
    first, moved = read(made("prairie")[-1]), read(made("prairie", {"preferences": likes})[-1])
    assert {item["uid"] for item in moved} == {item["uid"] for item in first}
    assert [item["start"] for item in moved] != [item["start"] for item in first]


def test_two_companies_share_no_id() -> None:
    one, two = example("prairie"), example("bow_river")
    assert uid("audit:audit/2027-11/1", one) != uid("audit:audit/2027-11/1", two)


def test_what_needs_preparing_reminds_before() -> None:
    _, _, year, _, data = made("prairie")
    drill = next(entry for entry in year.entries if entry.kind == "drill")
    item = next(item for item in Calendar.from_ical(data).walk("VEVENT") if str(item["SUMMARY"]) == drill.title)
    assert item.walk("VALARM")[0]["TRIGGER"].dt == timedelta(days=-drill.prepare_days) < timedelta()


def test_a_weekly_look_repeats_to_the_end_of_the_year_and_not_on_a_closed_day() -> None:
    events = made("prairie")[3]
    weekly = [event for event in events if event.weekly_until]
    assert weekly
    for event in weekly:
        assert event.weekly_until == date(2027, 12, 31)
        days = [event.day + timedelta(days=7 * number) for number in range(52)]
        assert not {(day.month, day.day) for day in days} & {(1, 1), (12, 25)}


def test_a_weekly_inspection_that_the_law_asks_for_is_in_the_file() -> None:
    one = company("ON", 24, ("roofing_steep_slope", "concrete_formwork"), (), ("job_site",))
    program, knowledge, year = planned(one, IN_FORCE)
    weekly = [item for item in year.standing if item.days == 7 and item.parts[0] in {meeting.id for meeting in program.meetings}
              and item.parts[0] not in TALKED_AT]
    assert weekly and weekly[0].reasons[0].kind == "law"
    titles = {event.title for event in compose_events(year, {}, program, knowledge) if event.weekly_until}
    assert f"This week: {weekly[0].title}" in titles


def test_awkward_text_comes_back_as_it_was() -> None:
    shop = example("prairie")
    event = Event("x", date(2027, 3, 1), "Größe; a, b \\ c \N{SNOWFLAKE} " + "long " * 30, "one\ntwo, three; four", "Meeting",
                  "7:05", 10)
    item = read(calendar_file([event], shop, IN_FORCE))[0]
    assert (item["summary"], item["text"]) == (event.title, event.text)
    assert item["start"] == datetime(2027, 3, 1, 7, 5)


def test_the_file_is_delivered_and_protected_like_the_documents(tmp_path: Path) -> None:
    data = made("prairie")[-1]
    lock = Lock("1", "x", "2027-01-04", "2026-11-22")
    deliver(tmp_path, {FILENAME: data}, lock)
    found = read_lock(tmp_path)
    assert (tmp_path / FILENAME).read_bytes() == data and found is not None and FILENAME in found.files
    (tmp_path / FILENAME).write_bytes(data.replace(b"VERSION", b"X-OWN:1\r\nVERSION"))
    with pytest.raises(Exception, match="changed since the last build"):
        deliver(tmp_path, {FILENAME: data}, lock)
