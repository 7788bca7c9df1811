"""Whether a piece is Liquid as ours reads it."""

from functools import lru_cache

from frontdesk.mail.rendering.liquid_env import environment
from frontdesk.mail.rendering.model import Limits
from frontdesk.mail.rendering.parsing import LIQUID_FAILURES

_LIMITS = Limits()


@lru_cache(maxsize=4096)
def parses(source: str) -> bool:
    """Whether this stretch of template stands on its own and uses no filter that is not there."""
    env = environment(_LIMITS, "en", "text")
    try:
        template = env.from_string(source)
    except LIQUID_FAILURES:
        return False
    return all(name in env.filters for name in template.analyze(include_partials=False).filters)


def is_liquid(expression: str) -> bool:
    return "}}" not in expression and "{%" not in expression and parses(f"{{{{ {expression} }}}}")
