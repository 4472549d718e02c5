"""G: which slot a new memory takes.

The next free one (MemNN, 3.1), unless the same fact already stands in the same place: then that
slot gains a witness. The store carries it out in one transaction; what "the same" means is here.
"""

import unicodedata

from memory.errors import EmptyTextError, TextTooLongError
from memory.perspective import is_personal
from memory.slots import Fact, Kind, Person, Scope, Witness
from memory.words import words

_PUNCTUATION = ".,;:!?…\"'“”\u2018()"  # at the edge of a word it changes nothing


def generalize(
    text: str, scope: Scope, witness: Witness, *, kind: Kind = Kind.TAUGHT, max_length: int
) -> Fact:
    """The fact to write. Raises EmptyTextError or TextTooLongError."""
    text = checked(text, max_length)
    said = fingerprint(text, witness.author)
    return Fact(text, scope, witness, is_personal(text), said, kind)


def fingerprint(text: str, author: Person) -> str:
    """The text without case and punctuation, and with its author when it is a first-person fact.

    Signs within a word, and words of signs, tell facts apart: C++ and C#, 5 and -5, 🔴 and 🔵.
    """
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    said = " ".join(word.strip(_PUNCTUATION) or word for word in folded.split())
    return f"{author.id}: {said}" if is_personal(text) else said


def checked(text: str, max_length: int) -> str:
    """The text on one line, as it will be stored. Raises EmptyTextError or TextTooLongError."""
    whole = text.encode("utf-8", "replace").decode()  # half a character is no text
    text = " ".join(whole.replace("\0", " ").split())
    if len(text) > max_length:
        raise TextTooLongError(len(text), max_length)
    if not words(text):
        raise EmptyTextError
    return text
