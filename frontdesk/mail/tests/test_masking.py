"""Personal data is masked out of a mail's data; its shape stays."""

import re
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.mail.rendering import preview
from frontdesk.mail.shipped import load
from frontdesk.mail.template_types import TemplateType, known, sample_data
from frontdesk.mail.templates.masking import TAGS, mask, mask_address, words_of

KEY = b"k" * 32
HOST = "https://desk.example"


def masked(value: object, *, key: bytes = KEY) -> Any:
    return mask({"value": value}, key=key, host=HOST)["value"]


@pytest.mark.parametrize(
    "text",
    [
        "Carol Castillo",
        "O'Brien-Smith, Jr.",
        "12 High Street, London SW1A 1AA",
        "My passport (ES-1234567) expires; please call +34 600 123 456!",
        "¡Hola! Me llamo José Ángel Núñez, nací en Cádiz.",
        "Ünïcödé Ärger",
        "王小明 lives in 北京",
        "two\nlines\tand  spaces",
        "UPPER lower Title miXed",
        "emoji 🎉 stay",
        "",
    ],
)
def test_text_keeps_its_shape_and_loses_its_words(text: str) -> None:
    made = masked(text)
    assert len(made) == len(text)
    assert re.sub(r"[^\W_]", "w", made) == re.sub(r"[^\W_]", "w", text)
    assert set(words_of(made)).isdisjoint(words_of(text))


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("+34 600 123 456", r"\+\d\d \d{3} \d{3} \d{3}"),
        ("NG-1042", r"[A-Z]{2}-\d{4}"),
        ("€1,250.00", r"€\d,\d{3}\.\d\d"),
        ("carol.castillo@client.test", r"[a-z]{5}\.[a-z]{8}@example\.com"),
        ("Carol <carol@client.test>", r"[A-Z][a-z]{4} <[a-z]{5}@example\.com>"),
        ("https://client.test/visa/1042?token=abc", r"https://desk\.example/[a-z]{4}/\d{4}\?[a-z]{5}=[a-z]{3}"),
        ("See http://client.test.", r"[A-Z][a-z]{2} https://desk\.example\.?"),
        ("mailto:carol@client.test", r"[a-z]{6}:[a-z]{5}@example\.com"),
        ("#1f4f82", "#1f4f82"),
        (
            '<p class="x" onclick="carol()">Dear <b>Carol</b> <a href="https://client.test/a">here</a></p>',
            r'<p>[A-Z][a-z]{3} <b>[A-Z][a-z]{4}</b> <a href="https://desk\.example/[a-z]">[a-z]{4}</a></p>',
        ),
        ("<carol> likes <p>", r"<[a-z]{5}> [a-z]{5} <p>"),
    ],
)
def test_what_has_a_form_keeps_the_form(text: str, shape: str) -> None:
    assert re.fullmatch(shape, masked(text)), masked(text)


@pytest.mark.parametrize(
    ("moment", "shape"),
    [
        ("2027-03-04T10:30:00+01:00", r"\d{4}-\d\d-\d\dT10:30:00\+01:00"),
        ("2027-03-04", r"\d{4}-\d\d-\d\d"),
        ("2027-03-04 10:30", r"\d{4}-\d\d-\d\d 10:30"),
    ],
)
def test_dates_stay_dates_of_the_same_weekday(moment: str, shape: str) -> None:
    made = masked(moment)
    assert re.fullmatch(shape, made)
    assert made != moment
    assert date.fromisoformat(made[:10]).weekday() == date.fromisoformat(moment[:10]).weekday()


def test_dates_of_one_mail_keep_their_distance() -> None:
    made = mask({"starts": "2027-03-04T10:30:00Z", "ends": "2027-03-06T11:30:00Z"}, key=KEY, host=HOST)
    days = [date.fromisoformat(str(made[name])[:10]) for name in ("starts", "ends")]
    assert (days[1] - days[0]).days == 2


@pytest.mark.parametrize(
    "value", [0, 1, True, False, None, 42, -7, 1042, 3.5, -19.99, 10**15, 10**40, -5.8e199, 1e-9, [], {}]
)
def test_values_keep_their_type_sign_and_length(value: Any) -> None:
    made = masked(value)
    assert type(made) is type(value)
    if isinstance(value, int | float) and value not in (0, 1):
        assert made != value
        assert len(str(made)) <= max(8, len(str(value)))
        assert (made < 0) == (value < 0)
    elif not isinstance(value, int | float):
        assert made == value


def test_a_colour_stays_and_a_number_that_looks_like_one_does_not() -> None:
    assert masked("#1f5f5b") == "#1f5f5b"
    assert re.fullmatch(r"#\d{6}", made := str(masked("#204175")))
    assert made != "#204175"


def test_lists_and_objects_keep_their_lengths_and_keys() -> None:
    data = {"items": [{"name": "Visa", "price": 90}, {"name": "Stamp", "price": 5}], "tags": ["a b", "c"]}
    made: Any = mask(data, key=KEY, host=HOST)
    assert [sorted(each) for each in made["items"]] == [["name", "price"], ["name", "price"]]
    assert [len(each) for each in made["tags"]] == [3, 1]


def test_a_key_that_is_no_name_is_masked_too() -> None:
    assert "carol" not in str(masked({"carol@client.test": 5, "first name of Carol": 6})).lower()


def test_one_word_is_one_filler_and_another_organization_gets_others() -> None:
    made = str(masked("Carol met Carol, said CAROL"))
    first, second, third = re.findall(r"\b[A-Za-z]{5}\b", made)
    assert (first, first.upper()) == (second, third)
    assert made == masked("Carol met Carol, said CAROL")
    assert made != masked("Carol met Carol, said CAROL", key=b"x" * 32)


@pytest.mark.parametrize("type", list(TemplateType))
@pytest.mark.parametrize("locale", ["en", "es"])
def test_the_shipped_template_of_each_type_renders_with_masked_samples(type: TemplateType, locale: str) -> None:
    data = sample_data(type, locale)
    made = mask(data, key=KEY, host=HOST)
    assert made.keys() == data.keys()
    assert preview(load(type, locale).source(), made, known=known(type)).missing == ()


@pytest.mark.parametrize(
    ("address", "shown"),
    [("carol@client.test", "c…@c….test"), ("x", "…"), ("", "…"), ("@a.b", "…"), ("a@localhost", "…")],
)
def test_a_recipient_is_told_apart_without_being_told(address: str, shown: str) -> None:
    assert mask_address(address) == shown


NAMES = st.sampled_from(["name", "ticket", "items", "note_1", "a"])
LEAVES = st.one_of(
    st.text(max_size=60),
    st.emails(),
    st.from_regex(r"https?://[a-z]{3,12}\.test/[A-Za-z0-9/?=&%-]{0,30}", fullmatch=True),
    st.from_regex(r"\+[0-9]{2} [0-9]{3} [0-9]{6}", fullmatch=True),
    st.from_regex(r"<(p|b|carol|script)( class=\"[a-z ]{0,9}\")?>[A-Za-z ]{0,20}</(p|b|carol|script)>", fullmatch=True),
    st.integers(-(10**12), 10**12),
    st.booleans(),
    st.none(),
)
DATA = st.dictionaries(
    NAMES,
    st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner), max_leaves=12),
    max_size=5,
)
# What masking itself writes: the host, the safe domain, and the tags that it lets stand.
OURS = {"https", "desk", "example", "com", "mailto", "href", "src", *TAGS}


def strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in strings(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in strings(inner)]
    return [value] if isinstance(value, str) else []


def shape(value: object) -> object:
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [shape(inner) for inner in value]
    return type(value)


@given(DATA)
@settings(max_examples=300, deadline=None)
def test_no_word_survives_and_the_shape_does(data: dict[str, object]) -> None:
    made = mask(data, key=KEY, host=HOST)
    assert shape(made) == shape(data)
    assert made == mask(data, key=KEY, host=HOST)
    # Words of one or two letters are too few for there to be others.
    personal = {word for text in strings(data) for word in words_of(text) if len(word) > 2} - OURS
    assert not personal & {word for text in strings(made) for word in words_of(text)}
    for text in strings(made):
        for address in re.findall(r"https?://[^\s<>\"']+", text):
            assert urlsplit(address).hostname == "desk.example"
