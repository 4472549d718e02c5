"""What passes between people and the bot: messages, their edits, and replies."""

from dataclasses import dataclass

from memory.slots import Answer, Audience, Person, Scope, Slot
from memory.threads import Exchange

_PASSING = 200  # characters that one reads in passing


@dataclass(frozen=True, slots=True)
class Message:
    """Something that a person says to the bot."""

    text: str
    author: Person
    scope: Scope
    audience: Audience  # whose memories may support the reply
    at: float  # Unix seconds, UTC
    message_id: int | None = None
    is_admin: bool = False  # may make the bot forget what others said
    parent_id: int | None = None  # the channel that this thread belongs to
    role_ids: frozenset[int] = frozenset()
    replies_to: int | None = None  # the id of the message that it answers
    private: bool = False  # only its author reads the reply


@dataclass(frozen=True, slots=True)
class Edit:
    """A message that was changed after it was sent."""

    message_id: int
    author: Person
    scope: Scope
    text: str | None  # None: it cannot be read any more
    at: float  # Unix seconds, UTC
    parent_id: int | None = None
    role_ids: frozenset[int] = frozenset()
    is_admin: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot says, and what it did."""

    text: str
    answer: Answer | None = None  # when a question was asked
    stored: Slot | None = None  # when a fact was taught
    forgotten: int = 0  # memories that are gone
    removal: int | None = None  # brings back what an admin removed
    others: tuple[int, ...] = ()  # memories of others that an admin changed or removed
    sources: tuple[Slot, ...] = ()  # memories that it speaks of
    asked: str = ""  # the whole question, where it leaned on the one before
    exchange: Exchange | None = None  # what a reply to this one may lean on
    answer_id: int | None = None  # by which it can be voted on


def excerpt(text: str) -> str:
    """The text, shortened to what one reads in passing."""
    return text if len(text) <= _PASSING else text[: _PASSING - 1].rstrip() + "…"
