"""The frozen values that pass between I, G, O and R."""

import math
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Person:
    """Who says something: an id that lasts, and the name that people see."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Home:
    """A server, or one direct conversation: memories never leave it."""

    guild_id: int | None  # None: a direct conversation
    channel_id: int | None  # None: a whole server


@dataclass(frozen=True, slots=True)
class Scope:
    """Where something was said. Without a server it is a direct conversation."""

    guild_id: int | None
    channel_id: int

    @property
    def home(self) -> Home:
        """The server, or the direct conversation itself."""
        return Home(self.guild_id, None if self.guild_id is not None else self.channel_id)


@dataclass(frozen=True, slots=True)
class Audience:
    """What may support an answer: the memories of these channels of this home."""

    home: Home
    channel_ids: frozenset[int]

    @classmethod
    def of(cls, scope: Scope, *others: int) -> "Audience":
        """The channel in which something is said, and the other channels that its readers read."""
        return cls(scope.home, frozenset((scope.channel_id, *others)))

    def sees(self, scope: Scope) -> bool:
        """Whether a memory made there may be shown to this audience."""
        return scope.home == self.home and scope.channel_id in self.channel_ids


class Kind(StrEnum):
    """How a memory came about."""

    TAUGHT = "taught"
    HEARD = "heard"
    IMPORTED = "imported"
    ADDED = "added"  # by an admin, for the whole server


class Status(StrEnum):
    """Whether a memory may support an answer: only an active one may."""

    ACTIVE = "active"
    SUPERSEDED = "superseded"
    FORGOTTEN = "forgotten"


@dataclass(frozen=True, slots=True)
class Witness:
    """Somebody who said a fact, and when they last did."""

    author: Person
    said_at: float  # Unix seconds, UTC
    message_id: int | None = None


FactKey = tuple[int, int, str]  # server (0: none), channel, fingerprint: one slot holds them


@dataclass(frozen=True, slots=True)
class Fact:
    """A memory on its way into a slot, as G prepared it."""

    text: str
    scope: Scope
    witness: Witness
    personal: bool  # said in the first person, of its witness
    fingerprint: str  # what all ways of writing the same fact share
    kind: Kind = Kind.TAUGHT

    @property
    def key(self) -> FactKey:
        """What the slot that holds it is found by."""
        return self.scope.guild_id or 0, self.scope.channel_id, self.fingerprint


@dataclass(frozen=True, slots=True)
class Slot:
    """One memory m_i, as stored. Its witnesses stand in the order in which they first said it."""

    id: int
    scope: Scope
    text: str
    personal: bool  # said in the first person, of its first witness
    witnesses: tuple[Witness, ...]
    written_at: float  # Unix seconds, UTC
    kind: Kind = Kind.TAUGHT
    status: Status = Status.ACTIVE

    @property
    def author(self) -> Person:
        """Who said it first."""
        return self.witnesses[0].author

    @property
    def subject(self) -> Person | None:
        """Whom "I" means in the text; None when it is nobody's own fact."""
        return self.author if self.personal else None

    def word_of(self, person_id: int) -> Witness | None:
        """What this person has to do with it; None when they did not say it."""
        return next((item for item in self.witnesses if item.author.id == person_id), None)

    @property
    def said_at(self) -> float:
        """When it was last said, in Unix seconds: what makes a memory newer than another."""
        return max(witness.said_at for witness in self.witnesses)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which slots a list shows; empty: all of them."""

    text: str = ""  # words that stand in it
    author_id: int | None = None
    channel_id: int | None = None
    kind: Kind | None = None
    since: float | None = None  # said then or later, in Unix seconds, UTC


EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Limits:
    """How many memories there may be; None: as many as there are."""

    slots: int  # of one server or direct conversation, as the configuration says
    per_server: int | None = None  # of one server, as its admins say
    per_person: int | None = None  # that one person said, in one server


@dataclass(frozen=True, slots=True)
class Former:
    """What a slot said before it was corrected."""

    text: str
    author_id: int  # whose words they were
    said_at: float  # Unix seconds, UTC


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks, and which memories they may see."""

    text: str
    asker: Person
    audience: Audience


@dataclass(frozen=True, slots=True)
class Supporting:
    """A supporting memory m_o: the slot that hop `hop` chose, and why."""

    slot: Slot
    hop: int  # from 1
    score: float  # s_O
    embedding: float  # cosine of question and memory, -1 to 1
    match: float  # share of the question's words that stand in the memory, 0 to 1
    odds: float = 0.0  # log-odds that it supports the answer; above 0 it is good enough
    before: Slot | None = None  # the question of somebody that this message followed
    lead: float | None = None  # of whom a message was asked of over all others, in log-odds
    replaces: tuple[Slot, ...] = ()  # older memories whose place it took, newest first


@dataclass(frozen=True, slots=True)
class Answer:
    """What R says. `text` is None when the support is too weak to answer from."""

    text: str | None
    confidence: float  # 0 to 1: how likely what it would say is right
    supporting: tuple[Supporting, ...] = ()
    responder: str = ""  # the name of the one that answered
    worth: float = -math.inf  # whether to say it; from 0 on it is said
    nearest: Supporting | None = None  # what may answer nevertheless, when `text` is None
