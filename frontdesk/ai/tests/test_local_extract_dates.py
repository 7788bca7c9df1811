"""Dates in running text, as clients and colleagues write and say them. It is Monday, 2 March 2026, 10:00 in London."""

from datetime import UTC, datetime

import pytest

from frontdesk.ai.local.extract import FoundDate, extract

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def found(text: str, locale: str = "en", timezone: str = "Europe/London") -> list[FoundDate]:
    dates = extract(text, now=NOW, timezone=timezone, locale=locale).dates
    assert all(text[each.start : each.end] == each.text for each in dates)
    return dates


def written(each: FoundDate) -> str:
    """``date|datetime|range|deadline`` and what it stands for, in the shortest form."""
    first = each.datetime.strftime("%Y-%m-%dT%H:%M") if each.datetime else each.date.isoformat()
    last = each.until_datetime.strftime("/%H:%M") if each.until_datetime else ""
    last = last or (f"/{each.until_date.isoformat()}" if each.until_date else "")
    return f"{each.kind} {first}{last}"


ENGLISH = [
    ("The hearing is on 3 March 2026.", "date 2026-03-03"),
    ("We start on the 3rd of March.", "date 2026-03-03"),
    ("March 3 works for me", "date 2026-03-03"),
    ("March 3rd, 2027 at the earliest", "date 2027-03-03"),
    ("Signed on 2026-03-05.", "date 2026-03-05"),
    ("It begins 2026-03-04T09:15Z sharp", "datetime 2026-03-04T09:15"),
    ("Due 12/03/2026", "deadline 2026-03-12"),
    ("Friday, 6 March at 5 p.m.", "datetime 2026-03-06T17:00"),
    ("the twenty-first of June at quarter to five", "datetime 2026-06-21T16:45"),
    ("at half past two in the afternoon on the third of March", "datetime 2026-03-03T14:30"),
    ("See you tomorrow!", "date 2026-03-03"),
    ("The day after tomorrow suits me.", "date 2026-03-04"),
    ("tomorrow at 3pm", "datetime 2026-03-03T15:00"),
    ("How about next Tuesday?", "date 2026-03-10"),
    ("this Thursday at 15:30", "datetime 2026-03-05T15:30"),
    ("Let's talk on Friday", "date 2026-03-06"),
    ("Thanks for the call on Friday.", "date 2026-02-27"),
    ("The interview was last Wednesday.", "date 2026-02-25"),
    ("Monday week is better", "date 2026-03-16"),
    ("Wednesday of next week", "date 2026-03-11"),
    ("We will be back in two weeks.", "date 2026-03-16"),
    ("in a fortnight", "date 2026-03-16"),
    ("two weeks from today", "date 2026-03-16"),
    ("It arrived three days ago.", "date 2026-02-27"),
    ("Pay within 10 working days.", "deadline 2026-03-16"),
    ("Send it by Friday.", "deadline 2026-03-06"),
    ("no later than 20 March", "deadline 2026-03-20"),
    ("by the end of the month", "deadline 2026-03-31"),
    ("by end of next week", "deadline 2026-03-13"),
    ("by EOD", "deadline 2026-03-02"),
    ("EOD tomorrow", "deadline 2026-03-03"),
    ("by close of business on Friday", "deadline 2026-03-06"),
    ("before 5pm on Thursday", "deadline 2026-03-05T17:00"),
    ("Friday at the latest", "deadline 2026-03-06"),
    ("from Monday to Wednesday", "range 2026-03-09/2026-03-11"),
    ("between 3 and 5 March", "range 2026-03-03/2026-03-05"),
    ("9-11am on Thursday", "range 2026-03-05T09:00/11:00"),
    ("between 2pm and 4pm tomorrow", "range 2026-03-03T14:00/16:00"),
    ("next week", "range 2026-03-09/2026-03-15"),
    ("in May 2026", "range 2026-05-01/2026-05-31"),
    ("over the next three days", "range 2026-03-02/2026-03-05"),
    ("on the 15th, please", "date 2026-03-15"),
    ("Tuesday the 10th", "date 2026-03-10"),
    ("The call is at noon.", "datetime 2026-03-02T12:00"),
    ("in two hours", "datetime 2026-03-02T12:00"),
    ("at 9am", "datetime 2026-03-03T09:00"),
    ("Jan 5", "date 2027-01-05"),
]
SPANISH = [
    ("Nos vemos el 3 de marzo.", "date 2026-03-03"),
    ("el martes, 3 de marzo de 2026", "date 2026-03-03"),
    ("12/03/2026", "date 2026-03-12"),
    ("el 3 de marzo a las 3 de la tarde", "datetime 2026-03-03T15:00"),
    ("mañana a las 10h", "datetime 2026-03-03T10:00"),
    ("Llámame mañana por la mañana.", "date 2026-03-03"),
    ("pasado mañana", "date 2026-03-04"),
    ("el próximo martes", "date 2026-03-03"),
    ("el viernes que viene a las 15:30", "datetime 2026-03-06T15:30"),
    ("antes del viernes", "deadline 2026-03-06"),
    ("a más tardar el 10 de abril", "deadline 2026-04-10"),
    ("para el lunes 9 de marzo", "deadline 2026-03-09"),
    ("dentro de 10 días hábiles", "date 2026-03-16"),
    ("en un plazo de 10 días", "deadline 2026-03-12"),
    ("a fin de mes", "deadline 2026-03-31"),
    ("la semana que viene", "range 2026-03-09/2026-03-15"),
    ("del 3 al 5 de marzo", "range 2026-03-03/2026-03-05"),
    ("de lunes a miércoles", "range 2026-03-09/2026-03-11"),
    ("a las tres y media de la tarde", "datetime 2026-03-02T15:30"),
    ("hace tres días", "date 2026-02-27"),
    ("el día 15", "date 2026-03-15"),
]
NO_DATES = [
    "I may be late; you can march on.",
    "The line is open 24/7 on 0800 123 456, ticket 2026.",
    "Version 2.10.3 at 10.12.20.21 costs 1.5 hours or 50% of 3/4.",
    "We meet every Friday, and Mondays too.",
    "the 2nd option, the sun, a second thought, he sat down and was wed",
]
SIN_FECHAS = [
    "Por la mañana trabajo.",
    "cada lunes y todos los viernes",
    "Marte y la marzada",
    "tengo 3 hijos y 2 perros",
]


@pytest.mark.parametrize(("text", "wanted"), ENGLISH)
def test_english(text: str, wanted: str) -> None:
    assert [written(each) for each in found(text)] == [wanted]


@pytest.mark.parametrize(("text", "wanted"), SPANISH)
def test_spanish(text: str, wanted: str) -> None:
    assert [written(each) for each in found(text, "es")] == [wanted]


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_in_english(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("text", SIN_FECHAS)
def test_what_is_no_date_in_spanish(text: str) -> None:
    assert found(text, "es") == []


@pytest.mark.parametrize(
    ("text", "locale", "timezone", "wanted"),
    [
        ("12/03/2026", "en", "America/New_York", "date 2026-12-03"),
        ("12/03/2026", "en", "Europe/London", "date 2026-03-12"),
        ("12/03/2026", "en-US", "Europe/London", "date 2026-12-03"),
        ("12/03/2026", "en-GB", "America/New_York", "date 2026-03-12"),
        ("25/12/2026", "en", "America/New_York", "date 2026-12-25"),
        ("03/04/2026, not 25/04/2026", "en-US", "UTC", "date 2026-04-03"),
    ],
)
def test_the_order_of_figures_follows_the_place_unless_the_text_shows_it(
    text: str, locale: str, timezone: str, wanted: str
) -> None:
    assert written(found(text, locale, timezone)[0]) == wanted


def test_times_are_in_the_readers_zone_across_a_change_of_clocks() -> None:
    (day,) = found("Sunday 29 March 2026 at 15:30", timezone="Europe/Madrid")
    assert day.datetime is not None
    assert day.datetime.isoformat() == "2026-03-29T15:30:00+02:00"


def test_a_zone_in_the_text_counts() -> None:
    (day,) = found("on 4 March at 3pm EST", timezone="Europe/Madrid")
    assert day.datetime is not None
    assert day.datetime.astimezone(UTC).isoformat() == "2026-03-04T20:00:00+00:00"


def test_a_meeting_that_moves_is_two_days_not_a_stretch() -> None:
    assert [written(each) for each in found("Can we move it from Tuesday to Thursday at 4?")] == [
        "date 2026-03-03",
        "datetime 2026-03-05T16:00",
    ]
