"""Times as people write them are read as they are meant, asked back, or refused by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import BadInput
from bot.domain.local_time import RepeatedTime, SkippedTime, UnclearTime, resolve
from bot.i18n import t
from bot.services.when import (
    Assumed,
    UnclearWhen,
    When,
    read_when,
    say_assumed,
    say_when,
    write_when,
)
from tests.services.when.phrases import ENGLISH, NOW, SPANISH, ZONE

LANGUAGES = st.sampled_from(["en", "es"])
now = datetime.fromisoformat(NOW)


def read(text: str, language: str = "en", zone: str = ZONE) -> When:
    return read_when(text, now=now, zone=zone, language=language)


def said(error: BadInput, language: str) -> str:
    """The sentence that the person reads."""
    return t(error.key, language, **error.params)


def shown(when: When) -> str:
    text = f"{when.start:%Y-%m-%d %H:%M}"
    if when.shown_end:
        text += f"~{when.shown_end:%Y-%m-%d %H:%M}"
    return text if when.zone == ZONE else f"{text} {when.zone}"


def outcome(text: str, language: str) -> str:
    """What became of it, as the lists write it."""
    try:
        return shown(read(text, language))
    except UnclearWhen as unclear:
        return "|".join(shown(each) for each in unclear.choices)
    except BadInput as refused:
        return refused.key.replace("when.", "!")


@pytest.mark.parametrize(("text", "meant"), ENGLISH)
def test_english_is_read_as_it_is_meant(text: str, meant: str) -> None:
    assert outcome(text, "en") == meant


@pytest.mark.parametrize(("text", "meant"), SPANISH)
def test_spanish_is_read_as_it_is_meant(text: str, meant: str) -> None:
    assert outcome(text, "es") == meant


# --- asked back, refused ----------------------------------------------------------------------


def test_what_could_be_two_times_is_asked_with_both() -> None:
    with pytest.raises(UnclearWhen) as asked:
        read("next Thursday 6pm")
    assert said(asked.value, "en") == (
        "That could mean several times: Thursday, November 26, 2026, 6 pm; or Thursday, "
        "December 3, 2026, 6 pm. Please choose one."
    )
    # A screen fills the form with the one that was chosen: it is read as that and no other.
    for choice in asked.value.choices:
        assert read(write_when(choice)).start == choice.start
    with pytest.raises(UnclearWhen) as asked:
        read("el próximo jueves a las 6", "es")
    assert len(asked.value.choices) == 4


def test_a_date_of_numbers_is_read_by_the_language_that_is_written() -> None:
    assert outcome("3/4 18:00", "en") == "2027-03-04 18:00"
    assert outcome("3/4 18:00", "es") == "2027-04-03 18:00"
    assert Assumed.ORDER in read("3/4 18:00").assumed
    assert Assumed.ORDER not in read("28/3 18:00").assumed
    # Spanish words in an English server: nobody knows, so both are shown.
    assert outcome("el 3/4 a las 18:00", "en") == "2027-03-04 18:00|2027-04-03 18:00"
    # The day of the week settles it.
    assert outcome("domingo 4/3 a las 18:00", "en") == "!other_weekday"
    assert outcome("Saturday 3/4 18:00", "es") == "2027-04-03 18:00"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Saterday 6pm", "Saterday"),
        ("Saturday 6pm sharpish", "sharpish"),
        ("sábado como a las 6 pm", "como"),
        ("Saturday 6pm @everyone", "everyone"),
        ("Saturday 6pm <#123>", "?"),
        ("Saturday **6pm**", "?"),
        ("Saturday ½6 pm", "½6"),
        ("Saturday ٦pm", "٦pm"),
        ("30 de febrero a las 18:00", "30 de febrero"),
        ("Saturday 25:00", "25:00"),
    ],
)
def test_the_word_that_is_not_understood_is_named(text: str, word: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(text)
    assert refused.value.params["word"] == word
    for language in ("en", "es"):
        assert word in said(refused.value, language)


@pytest.mark.parametrize(
    "text", ["", " \n\t", "x" * 5000, "6pm " * 1250, "\0", "😀", "-", "a", "12"]
)
def test_what_is_no_time_is_refused_in_both_languages(text: str) -> None:
    for language in ("en", "es"):
        with pytest.raises(BadInput) as refused:
            read(text, language)
        assert said(refused.value, language)


def test_every_refusal_of_the_lists_has_a_sentence() -> None:
    for language, phrases in (("en", ENGLISH), ("es", SPANISH)):
        for text, meant in phrases:
            if meant.startswith("!") or "|" in meant:
                with pytest.raises(BadInput) as refused:
                    read(text, language)
                assert "{" not in said(refused.value, language)


# --- said back --------------------------------------------------------------------------------


def test_what_was_understood_is_said_with_the_zone() -> None:
    when = read("Friday 10pm to 2am")
    assert say_when(when, "en") == (
        "Friday, November 27, 2026, 10 pm to Saturday, November 28, 2026, 2 am (Central Time)"
    )
    assert say_when(read("Sat 6-8pm"), "es") == (
        "sábado 28 de noviembre de 2026, 18:00 a 20:00 (hora central)"
    )
    assert say_assumed(read("the 28th, 6-8pm"), "en") == [
        "No month was written: we took the next such day.",
        "We took morning or afternoon from the rest.",
    ]
    assert read("Saturday 10am for 90 minutes").shown_end == datetime.fromisoformat(
        "2026-11-28T11:30"
    )


# --- zones and clocks that are changed --------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "skipped", "twice"),
    [
        ("America/New_York", "2027-03-14 02:30", "2027-11-07 01:30"),
        ("America/Los_Angeles", "2027-03-14 02:30", "2027-11-07 01:30"),
        ("America/St_Johns", "2027-03-14 02:30", "2027-11-07 01:30"),
        ("Europe/Madrid", "2027-03-28 02:30", "2027-10-31 02:30"),
        ("America/Santiago", "2027-09-05 00:30", "2027-04-03 23:30"),
        ("Australia/Sydney", "2027-10-03 02:30", "2027-04-04 02:30"),
        ("Pacific/Auckland", "2027-09-26 02:30", "2027-04-04 02:30"),
    ],
)
def test_a_time_that_the_clocks_skip_or_show_twice_is_asked(
    zone: str, skipped: str, twice: str
) -> None:
    with pytest.raises(SkippedTime):
        read(skipped, zone=zone).moments()
    with pytest.raises(RepeatedTime):
        read(twice, zone=zone).moments()
    with pytest.raises(RepeatedTime):  # the end too
        read(f"{twice[:10]} 00:05 to {twice}", zone=zone).moments()
    start, end = read(f"{skipped[:10]} 12:00 for 2 hours", zone=zone).moments()
    assert end == start + timedelta(hours=2)


@pytest.mark.parametrize(
    ("text", "here", "zone", "moments"),
    [
        ("1:30 am EST", "America/New_York", "America/New_York", "06:30"),
        ("1:30 am EDT", "America/New_York", "America/New_York", "05:30"),
        ("1:30 am EST", "America/Detroit", "America/Detroit", "06:30"),
        ("1:30 am EST", "America/Chicago", "America/New_York", "06:30"),
        ("1:30 am MST", "America/Phoenix", "America/Phoenix", "08:30"),
        ("01:30-05:00", "America/New_York", "America/New_York", "06:30"),
        ("01:30-04:00", "America/New_York", "America/New_York", "05:30"),
        ("1:30 am to 3 am EST", "America/New_York", "America/New_York", "06:30 08:00"),
        ("1:30 am to 3 am EDT", "America/New_York", "America/New_York", "05:30 08:00"),
        ("1:30 am EDT for 2 hours", "America/New_York", "America/New_York", "05:30 07:30"),
        ("05:45 to 06:15 UTC", "America/New_York", "America/New_York", "05:45 06:15"),
    ],
)
def test_when_the_clocks_go_back_an_abbreviation_says_which_of_the_two(
    text: str, here: str, zone: str, moments: str
) -> None:
    when = read(f"2027-11-07{'T' if text[5] in '+-' else ' '}{text}", zone=here)
    assert when.zone == zone
    assert " ".join(f"{each:%H:%M}" for each in when.moments() if each) == moments
    again = read(write_when(when), zone=here)
    assert again.moments() == when.moments()


def test_what_was_settled_is_said() -> None:
    day, here = "November 7, 2027", "America/New_York"
    with pytest.raises(RepeatedTime):
        read(f"{day} 1:30 am ET", zone=here).moments()
    with pytest.raises(RepeatedTime):
        read(f"{day} 1:30 am", zone=here).moments()
    assert say_when(read(f"{day} 1:30 am EST", zone=here), "en").endswith(", EST, UTC-5)")
    assert say_when(read(f"{day} 1:30 am EDT", zone=here), "es").endswith(", EDT, UTC-4)")
    assert "EST" not in say_when(read(f"{day} 6 pm EST", zone=here), "en")


def test_a_zone_with_the_same_clocks_is_the_servers_own() -> None:
    assert read("July 10 6pm MST", zone="America/Phoenix").zone == "America/Phoenix"
    assert read("July 10 6pm Central", zone="America/Chicago").zone == "America/Chicago"
    assert read("Saturday 6pm hora de Denver", zone="America/Phoenix").zone == "America/Denver"
    with pytest.raises(BadInput, match="two_zones"):
        read("Saturday 6pm ET PT")


# --- whatever is typed ------------------------------------------------------------------------

ANY_ZONE = st.sampled_from(
    ["America/Chicago", "America/Santiago", "Europe/Madrid", "Australia/Lord_Howe", "UTC"]
)
NOWS = st.datetimes(datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2035-12-31"))
WORDS = sorted({word for text, _ in (*ENGLISH, *SPANISH) for word in text.split()})


def readings(text: str, moment: datetime, zone: str, language: str) -> tuple[When, ...]:
    """What it may be; nothing for bad input, which has a sentence."""
    try:
        return (read_when(text, now=moment, zone=zone, language=language),)
    except UnclearWhen as unclear:
        return unclear.choices
    except BadInput as refused:
        return () if said(refused, language) else (read("noon"),)


def last_moment(when: When) -> datetime:
    try:
        return resolve(when.start, when.zone)
    except UnclearTime as unclear:
        return unclear.choices[-1].moment


def try_it(text: str, moment: datetime, zone: str, language: str) -> None:
    """It is a time to come, or bad input."""
    aware = moment.replace(tzinfo=UTC)
    for when in readings(text, aware, zone, language):
        assert last_moment(when) > aware
        assert when.shown_end is None or when.shown_end > when.start
        assert say_when(when, language)


@given(text=st.text(max_size=5000), moment=NOWS, zone=ANY_ZONE, language=LANGUAGES)
def test_any_text_is_a_time_to_come_or_bad_input(
    text: str, moment: datetime, zone: str, language: str
) -> None:
    try_it(text, moment, zone, language)


@settings(max_examples=600)
@given(
    words=st.lists(st.sampled_from(WORDS), max_size=9),
    moment=NOWS,
    zone=ANY_ZONE,
    language=LANGUAGES,
)
def test_any_words_of_times_are_a_time_to_come_or_bad_input(
    words: list[str], moment: datetime, zone: str, language: str
) -> None:
    try_it(" ".join(words), moment, zone, language)


@given(
    start=st.datetimes(datetime.fromisoformat("2026-11-26"), datetime.fromisoformat("2031-11-01")),
    minutes=st.integers(1, 14 * 24 * 60 - 1),
    written=st.sampled_from(["", "end", "lasting"]),
    zone=ANY_ZONE,
    language=LANGUAGES,
)
def test_what_we_write_is_read_as_the_same_time(
    start: datetime, minutes: int, written: str, zone: str, language: str
) -> None:
    begins, length = start.replace(second=0, microsecond=0), timedelta(minutes=minutes)
    when = When(
        begins,
        zone,
        end=begins + length if written == "end" else None,
        lasting=length if written == "lasting" else None,
    )
    for here in (zone, ZONE) if zone != "UTC" else (zone,):
        again = read_when(write_when(when), now=now, zone=here, language=language)
        assert replace(again, assumed=frozenset()) == when
