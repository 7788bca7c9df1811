"""Words as rules compare them: small letters without accents, one character for each of the text's."""

_PLAIN = str.maketrans(
    "áàâäãåéèêëíìîïóòôöõúùûüçñýÿ’‘`´“”«»\u00a0\u2007\u202f\u2009–—‑−",
    "aaaaaaeeeeiiiiooooouuuucnyy''''\"\"\"\"    ----",
)


def word_set(words: str) -> frozenset[str]:
    """The words of a line, for lists that are easier to read as one."""
    return frozenset(words.split())


def fold(text: str) -> str:
    """``text`` in small letters, without accents and typographic marks. Offsets stay the same."""
    small = text.lower()
    if len(small) != len(text):  # a few letters of other scripts grow
        small = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    return small.translate(_PLAIN)
