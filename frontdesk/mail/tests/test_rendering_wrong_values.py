"""Values that Liquid cannot work with: named in words, at their place."""

import pytest

from frontdesk.mail.rendering import RenderError, TemplateSource, preview, render

DATA = {
    "seats": "2",
    "count": 3,
    "names": ["Ana", 1],
    "rows": [{"price": "€9"}, {"price": 3}],
    "day": "2026-11-23",
}


def refusal(code: str) -> tuple[str, int, int, str]:
    source = TemplateSource(subject="S", html_code=f"<p>Hello\n{code}</p>")
    with pytest.raises(RenderError) as error:
        render(source, DATA, strict=True)
    (problem,) = error.value.problems
    assert problem.code == "wrong_value"
    with pytest.raises(RenderError) as same:
        preview(source, DATA)
    assert same.value.problems == [problem]
    return problem.field, problem.line, problem.column, problem.message


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("seats > 1", "“seats” is a text and “1” a number: “>” cannot compare them. Give “seats” as a number."),
        ("1 < seats", "“1” is a number and “seats” a text: “<” cannot compare them. Give “seats” as a number."),
        ("count > 'one'", "“count” is a number and “'one'” a text: “>” cannot compare them."),
        ("names > 1", "“names” is a list and “1” a number: “>” cannot compare them."),
        ("count contains 'a'", "“count” is a number: “contains” looks into texts and lists."),
    ],
)
def test_comparisons(condition: str, message: str) -> None:
    field, line, _, told = refusal(f"{{% if {condition} %}}x{{% endif %}}")
    assert (field, line, told) == ("html_code", 2, message)


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("count | divided_by: 0", "“divided_by” divides by a number other than 0."),
        ("count | modulo: seats_left", "“modulo” divides by a number other than 0."),
        ("names | sort", "“sort” orders entries of one kind: all numbers, or all texts."),
        ("rows | sum: 'price'", "“sum” adds numbers up: an entry of this list is none."),
        ("names | map: 'price'", "“map” looks into objects: an entry of this list is none."),
        ("names | concat: count", "“concat” joins a list with another list, not with a number."),
        ("seats | truncate: 'all'", "“truncate” takes whole numbers after its colon, not a text."),
        ("seats | append", "“append” has more or fewer values after its colon than it takes."),
        ("'nan' | plus: 1 | round", "“round” cannot work with a number."),
        ("day | date: '%q'", "“date” does not know %q."),
    ],
)
def test_filters(output: str, message: str) -> None:
    piece = f"{{{{ {output} }}}}"
    field, line, column, told = refusal(piece)
    assert (field, line, told) == ("html_code", 2, f"In “{piece}”: {message}")
    assert column > 1
    assert refusal(f"{{% assign it = {output} %}}{{{{ it }}}}")[3].endswith(message)


def test_loops() -> None:
    message = refusal("{% for each in names limit: seats_text %}x{% endfor %}".replace("seats_text", "day"))[3]
    assert message == "In “{% for each in names limit: day %}”: “limit” and “offset” are whole numbers, not a text."
