"""Names under which everybody registers their own (the Public Suffix List), and what is somebody's own below them."""

from functools import lru_cache
from importlib import resources

from publicsuffix2 import PublicSuffixList  # type: ignore[import-untyped]  # has no types


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    """The list that comes along with the library that reads DMARC records: publicsuffix2's own is years older."""
    file = resources.files("authheaders").joinpath("public_suffix_list.txt")
    return PublicSuffixList(file.read_text(encoding="utf-8").splitlines())


def is_public(name: str) -> bool:
    """Whether it belongs to everybody who registers names under it: ``co.uk``. The name in ASCII and lower case."""
    return bool(name) and _suffixes().get_tld(name) == name


@lru_cache(maxsize=4096)
def organizational_domain(domain: str) -> str:
    """``mail.shop.example.co.uk`` → ``example.co.uk``."""
    name = domain.strip(".").lower()
    found = str(_suffixes().get_public_suffix(name) or "") if name else ""
    # The library knows nothing of the list's last rule: below a top domain that is not listed everybody is another.
    return found if "." in found else ".".join(name.split(".")[-2:])
