"""What calls cost: the table, corrections, a model's own prices."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.ai.models import Capability, PriceOverride, Provider, SystemModel
from frontdesk.ai.pricing import Price, cost, find_price
from frontdesk.ai.registry import prices
from frontdesk.orgs.models import Profile
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

MINI = Price(Provider.OPENAI, "gpt-4o-mini", Decimal("0.15"), Decimal("0.60"))
FULL = Price(Provider.OPENAI, "gpt-4o", Decimal("2.50"), Decimal(10))
CLAUDE = Price(Provider.BEDROCK, "anthropic.claude-3-haiku", Decimal("0.25"), Decimal("1.25"))
MISTRAL = Price(Provider.OPENAI_COMPATIBLE, "mistral-large", Decimal(2), Decimal(6), host="api.mistral.ai")
TABLE = (FULL, MINI, CLAUDE, MISTRAL)


@pytest.mark.parametrize(
    ("provider", "model_id", "host", "found"),
    [
        (Provider.OPENAI, "gpt-4o", "", FULL),
        (Provider.OPENAI, "gpt-4o-2024-08-06", "", FULL),
        (Provider.OPENAI, "GPT-4o-mini-2024-07-18", "", MINI),
        (Provider.OPENAI, "gpt-4omega", "", None),
        (Provider.OPENAI, "gpt-4", "", None),
        (Provider.OPENAI, "", "", None),
        (Provider.AZURE, "gpt-4o", "", FULL),
        (Provider.ANTHROPIC, "gpt-4o", "", None),
        (Provider.BEDROCK, "anthropic.claude-3-haiku-20240307-v1:0", "", CLAUDE),
        (Provider.BEDROCK, "eu.anthropic.claude-3-haiku-20240307-v1:0", "", CLAUDE),
        (Provider.OPENAI_COMPATIBLE, "mistral-large-latest", "api.mistral.ai", MISTRAL),
        (Provider.OPENAI_COMPATIBLE, "mistral-large-latest", "llm.internal.test", None),
    ],
)
def test_the_longest_beginning_names_the_price(
    provider: Provider, model_id: str, host: str, found: Price | None
) -> None:
    assert find_price(TABLE, provider, model_id, host) is found
    assert find_price(TABLE[::-1], provider, model_id, host) is found


def test_of_two_with_one_name_the_first_counts() -> None:
    corrected = replace(FULL, input=Decimal(9))
    assert find_price((corrected, *TABLE), Provider.OPENAI, "gpt-4o-2024-08-06") is corrected
    assert find_price((corrected, *TABLE), Provider.OPENAI, "gpt-4o-mini") is MINI


@pytest.mark.parametrize(
    ("prompt", "completion", "input", "output", "expected"),
    [
        (1_000_000, 1_000_000, "2.50", "10", "12.5"),
        (1, 0, "0.15", "0.60", "0.00000015"),
        (1, 1, "0.0375", "0.15", "0.00000019"),
        (0, 0, "15", "75", "0"),
        (10, 10, None, None, "0"),
        (10, 10, None, "1", "0.00001"),
    ],
)
def test_cost_is_tokens_times_price(
    prompt: int, completion: int, input: str | None, output: str | None, expected: str
) -> None:
    given_prices = [None if each is None else Decimal(each) for each in (input, output)]
    assert cost(prompt, completion, *given_prices) == Decimal(expected)


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.decimals(0, 10**6, places=6), st.decimals(0, 10**6, places=6))
def test_cost_is_off_by_less_than_its_last_digit(prompt: int, completion: int, input: Decimal, output: Decimal) -> None:
    exact = (prompt * input + completion * output) / 1_000_000
    assert abs(cost(prompt, completion, input, output) - exact) <= Decimal("0.000000005")


def test_the_table_that_ships_is_sound() -> None:
    as_of, table = prices.shipped()
    assert as_of.count("-") == 1
    keys = [(price.provider, price.host, price.model_id) for price in table]
    assert len(set(keys)) == len(keys) > 50
    for price in table:
        assert price.model_id == price.model_id.lower()
        assert set(price.capabilities) <= set(Capability.values)
        assert price.capabilities
        assert (price.input is None) == (price.output is None)
        assert find_price(table, price.provider, price.model_id, price.host) is price


def row(**values: Any) -> SystemModel:
    return SystemModel(**{"provider": Provider.OPENAI, "model_id": "gpt-4o-mini", **values})


def price_of(row: SystemModel) -> tuple[str, str]:
    input, output = prices.price_of(row)
    return str(input), str(output)


def test_own_prices_win_over_corrections_over_what_ships(db: None) -> None:
    with tenancy.platform("tests"):
        assert price_of(row()) == ("0.15", "0.60")
        PriceOverride.objects.create(
            provider="openai", model_id="gpt-4o-mini", input_price_per_mtok=1, output_price_per_mtok=2
        )
        assert price_of(row()) == ("1.000000", "2.000000")
        assert price_of(row(input_price_per_mtok=Decimal(7))) == ("7", "2.000000")
        own = row(input_price_per_mtok=Decimal(0), output_price_per_mtok=Decimal(0))
        assert price_of(own) == ("0", "0")
        assert price_of(row(model_id="gpt-4o")) == ("2.50", "10")
        assert price_of(row(provider=Provider.OLLAMA, model_id="llama3")) == ("None", "None")
        assert price_of(row(provider=Provider.BUILTIN, model_id="builtin")) == ("0", "0")


PRICE = {
    "provider": "openai",
    "model_id": "gpt-4o",
    "input_price_per_mtok": "2.25",
    "output_price_per_mtok": "9.000001",
}


def line_of(client: ApiClient, words: str = "gpt-4o") -> Any:
    items = client.get(f"/api/ai/prices?provider=openai&q={words}").json["items"]
    return next(item for item in items if item["model_id"] == words)


def test_root_corrects_a_price_and_takes_it_back(root: ApiClient, alice: ApiClient) -> None:
    assert line_of(alice)["source"] == "shipped"
    answer = root.put("/api/ai/prices", PRICE)
    assert answer.status == 200, answer.json
    line = line_of(root)
    assert (line["source"], line["input_price_per_mtok"], line["output_price_per_mtok"]) == (
        "override",
        "2.250000",
        "9.000001",
    )
    assert line_of(alice)["id"] is None
    again = root.put("/api/ai/prices", {**PRICE, "input_price_per_mtok": "3"})
    assert again.json["id"] == line["id"]
    assert root.delete(f"/api/ai/prices/{line['id']}").status == 204
    assert line_of(root)["source"] == "shipped"
    assert root.delete(f"/api/ai/prices/{line['id']}").status == 404
    actions = [item["action"] for item in root.get("/api/audit").json["items"]]
    assert actions[:3] == ["ai_price.deleted", "ai_price.set", "ai_price.set"]


def test_pages_of_prices_meet_and_do_not_repeat(alice: ApiClient) -> None:
    seen: list[tuple[str, str, str]] = []
    cursor = ""
    while True:
        answer = alice.get(f"/api/ai/prices?limit=20{cursor}").json
        seen += [(item["provider"], item["model_id"], item["host"]) for item in answer["items"]]
        if answer["next_cursor"] is None:
            break
        cursor = f"&cursor={answer['next_cursor']}"
    assert len(seen) == len(set(seen)) == len(prices.shipped()[1])


@pytest.mark.parametrize(
    "changes",
    [
        {"provider": "nobody"},
        {"model_id": ""},
        {"input_price_per_mtok": "-1"},
        {"input_price_per_mtok": "1e20"},
        {"output_price_per_mtok": "0.0000001"},
        {"output_price_per_mtok": "NaN"},
        {"currency": "EUR"},
    ],
)
def test_prices_that_cannot_be_are_refused(root: ApiClient, changes: dict[str, str]) -> None:
    assert root.put("/api/ai/prices", {**PRICE, **changes}).status == 422
    assert line_of(root)["source"] == "shipped"


def test_only_superadmins_correct_prices(
    alice: ApiClient, bob: ApiClient, dave: ApiClient, root: ApiClient, cast: dict[str, Profile]
) -> None:
    made = root.put("/api/ai/prices", PRICE).json["id"]
    for client in (alice, bob, dave):
        assert client.put("/api/ai/prices", PRICE).status == 403
    assert bob.get("/api/ai/prices").status == 403
    assert [client.delete(f"/api/ai/prices/{made}").status for client in (alice, bob, dave)] == [404, 403, 404]
    assert line_of(root)["id"] == made
