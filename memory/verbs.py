"""English verbs by lemminflect's tables: what a word is a form of, and its other forms.

The tables are read when they are first asked, which takes about a second: `read_tables` beforehand.
"""

import re
from functools import lru_cache

_KEPT = 4096  # words
_IN_S = re.compile(r"[a-z]{2,}s")


def read_tables() -> None:
    """Read the tables, where that holds nobody up."""
    for lemma in lemmas("finds"):
        third_person_of(lemma)


@lru_cache(maxsize=_KEPT)
def lemmas(word: str) -> tuple[str, ...]:
    """The verbs that a word in lower case is a form of: find and found, of "found"."""
    import lemminflect  # noqa: PLC0415 - reads its tables on import

    return tuple(lemminflect.getAllLemmas(word, upos="VERB").get("VERB", ()))


def third_person_of(lemma: str) -> tuple[str, ...]:
    """The forms that follow "she": "finds"."""
    return _forms(lemma, "VBZ")


def is_done(word: str) -> bool:
    """Whether a word may be a verb in the third person: "flies"."""
    if not _IN_S.fullmatch(word):
        return False
    return any(word in third_person_of(lemma) for lemma in lemmas(word))


def past_of(lemma: str) -> tuple[str, ...]:
    """The forms of what was, the commonest first: "found"."""
    return _forms(lemma, "VBD")


@lru_cache(maxsize=_KEPT)
def _forms(lemma: str, tag: str) -> tuple[str, ...]:
    import lemminflect  # noqa: PLC0415 - reads its tables on import

    return tuple(lemminflect.getInflection(lemma, tag=tag))
