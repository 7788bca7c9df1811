"""What a call costs, and which price of a table is meant for a model. Pure: prices are arguments."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from frontdesk.ai.models.registry import Provider

MILLION = Decimal(1_000_000)
_SMALLEST = Decimal("0.00000001")  # as fine as the ledger keeps it
# What may follow a model's name without making it another model: a date, a tag, a version.
_BOUNDARIES = "-:@/"
# The same models under the same names at the same list price.
_PRICED_AS = {Provider.AZURE: Provider.OPENAI}


@dataclass(frozen=True, slots=True)
class Price:
    """Per million tokens. ``model_id`` stands for itself and for what it is the beginning of (a dated snapshot).

    ``host`` narrows an entry for OpenAI-compatible servers, where the same name costs something else elsewhere.
    """

    provider: Provider
    model_id: str
    input: Decimal | None
    output: Decimal | None
    context_window: int | None = None
    capabilities: tuple[str, ...] = ()
    host: str = ""


def cost(
    prompt_tokens: int, completion_tokens: int, input_price: Decimal | None, output_price: Decimal | None
) -> Decimal:
    """In the deployment's currency, to 8 decimals. A price that is not known counts as nothing."""
    exact = prompt_tokens * (input_price or Decimal(0)) + completion_tokens * (output_price or Decimal(0))
    return (exact / MILLION).quantize(_SMALLEST, ROUND_HALF_UP)


def find_price(prices: Iterable[Price], provider: Provider, model_id: str, host: str = "") -> Price | None:
    """The entry whose name is the longest beginning of ``model_id``; of two with one name the first."""
    name = _canonical(provider, model_id)
    wanted = _PRICED_AS.get(provider, provider)
    best: Price | None = None
    for price in prices:
        if price.provider not in {wanted, provider} or (price.host and price.host != host):
            continue
        if _begins(name, price.model_id.lower()) and (best is None or len(price.model_id) > len(best.model_id)):
            best = price
    return best


def _canonical(provider: Provider, model_id: str) -> str:
    name = model_id.lower().removeprefix("models/")  # as Google lists its own
    if provider is Provider.BEDROCK:  # "eu.anthropic.claude…": the region's profile of the same model
        region, _, rest = name.partition(".")
        return rest if region in {"us", "eu", "apac", "global", "us-gov", "jp", "au"} and rest else name
    return name


def _begins(name: str, beginning: str) -> bool:
    return name.startswith(beginning) and (len(name) == len(beginning) or name[len(beginning)] in _BOUNDARIES)
