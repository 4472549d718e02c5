"""Made-up rooms to learn hops from: statements that lead on, and what is asked.

Half of what is said are links and traits of `memory.training.journeys`, with look-alikes and
further facts of the same people, places, things and events beside them; the other half are pieces
of question sets, some of whose names stand for what a made-up statement leads to. What is asked
needs one memory, or two, or three; of some, the last was never told.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from memory.training import entities, journeys
from memory.training.entities import Sort
from memory.training.journeys import Link, Trait
from memory.training.passages import Passage, Query
from memory.training.rooms import NAMES

_T = TypeVar("_T")
_THEY = {
    Sort.PERSON: ("that person", "they", "this person"), Sort.PLACE: ("that place", "it"),
    Sort.THING: ("it", "that thing"), Sort.EVENT: ("that", "that event"),
}  # fmt: skip
_PROPER = re.compile(r"(?<=\w )[A-Z][a-z]{2,}(?: [A-Z][a-z]+)*")
_WORDS = 30  # of a piece: longer ones are no messages
_LONG_WAY = 0.2  # of the ways lead over two links
_UNTOLD = 0.15  # of the ways end before what is asked for
_LOWER = 0.3  # of the questions are typed without capitals
_OWN = 0.5  # of the traits of people are told by themselves


@dataclass(frozen=True)
class Asked:
    """A question and the places of the statements that answer it, in the order of the hops."""

    text: str
    support: tuple[int, ...]


@dataclass(frozen=True)
class Room:
    """Statements with who said them, and questions."""

    told: tuple[tuple[str, str], ...]  # author, text
    asked: tuple[Asked, ...]


def rooms(
    passages: Sequence[Passage], *, count: int, ways: int, pieces: int, seed: int
) -> Iterator[Room]:
    """Rooms with so many ways of their own and so many passages each."""
    rng = random.Random(seed)  # noqa: S311 - made-up chats, no secrets
    for _ in range(count):
        room = _Room(rng)
        for _ in range(ways):
            room.way()
        for passage in rng.sample(passages, min(pieces, len(passages))):
            room.passage(passage)
        yield room.whole()


@dataclass
class _Room:
    """A room as it is told."""

    rng: random.Random
    told: list[tuple[str, str]] = field(default_factory=list)
    asked: list[tuple[str, tuple[int, ...]]] = field(default_factory=list)
    _traits: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._people = self.rng.sample(NAMES, 12)
        self._free = {
            sort: self.rng.sample(names, len(names)) for sort, names in entities.NAMES.items()
        } | {Sort.PERSON: self._people[4:]}

    def whole(self) -> Room:
        """The room with its statements in any order, and its questions as people type them."""
        order = self.rng.sample(range(len(self.told)), len(self.told))
        places = {old: new for new, old in enumerate(order)}
        return Room(
            tuple(self.told[old] for old in order),
            tuple(
                Asked(self._typed(text), tuple(places[place] for place in support))
                for text, support in self.asked
            ),
        )

    def _typed(self, text: str) -> str:
        bare = text.rstrip("?").strip()
        if text.endswith("?") and self.rng.random() < 0.7:
            text = self.rng.choice(journeys.OPENINGS) + bare + self.rng.choice(journeys.ENDINGS)
        return text.lower() if self.rng.random() < _LOWER else text

    def _new(self, sort: Sort) -> str:
        return self._free[sort].pop() if self._free[sort] else self.rng.choice(self._people)

    def _tell(self, text: str, author: str | None = None) -> int:
        self.told.append((author or self.rng.choice(self._people), text))
        return len(self.told) - 1

    def way(self) -> None:
        """A way from an entity over one link or two to a trait, with what looks like it."""
        path = self._path()
        anchor = self._new(path[0].of)
        described, last, places = anchor, anchor, list[int]()
        for link in path:
            before, last = last, self._new(link.to)
            places.append(self._link(link, before, last))
            self.asked.append((self._one(link.asked).format(a=before), (places[-1],)))
            inner, described = described, self._one(link.described).format(a=described)
            if self.rng.random() < 0.6:
                self._beside(link, before, last)
        trait = self._one([one for one in journeys.TRAITS if one.of is path[-1].to])
        told = None if self.rng.random() < _UNTOLD else self._trait(trait, last)
        support = (*places, told) if told is not None else tuple(places)
        self._ask(path, trait, (inner, described), support)
        for _ in range(self.rng.randrange(3)):
            self._another(last)

    def _path(self) -> list[Link]:
        """One link or two; the last one leads to what has traits."""
        path = [self._one(journeys.LINKS)]
        if self.rng.random() < _LONG_WAY:
            further = [link for link in journeys.LINKS if link.of is path[0].to]
            path += [self._one(further)] if further else []
        return path

    def _ask(
        self, path: list[Link], trait: Trait, names: tuple[str, str], support: tuple[int, ...]
    ) -> None:
        inner, described = names
        link = path[-1]
        texts = [self._one(trait.asked).format(b=described)]
        if unsaid := [text for sort, text in trait.unsaid if sort is link.of]:
            texts += [text.format(a=inner) for text in self.rng.sample(unsaid, min(2, len(unsaid)))]
        if self.rng.random() < 0.2:
            first = self._one(link.asked).format(a=inner).rstrip("?")
            second = self._one(trait.asked).format(b=self._one(_THEY[link.to])).rstrip("?")
            texts.append(self._one(journeys.BOTH).format(first=first, second=second))
        self.asked += [(text, support) for text in texts]

    def _link(self, link: Link, a: str, b: str) -> int:
        return self._tell(self._one(link.told).format(a=a, b=b, p="them"))

    def _trait(self, trait: Trait, b: str) -> int | None:
        """Tell a trait, and ask for it by the entity's name; None: one like it is known."""
        if (b, trait.values) in self._traits:
            return None
        self._traits.add((b, trait.values))
        value = self._one(entities.VALUES[trait.values])
        own = bool(trait.own) and b in self._people and self.rng.random() < _OWN
        text = self._one(trait.own if own else trait.told).format(b=b, v=value)
        place = self._tell(text, b if own else None)
        self.asked.append((self._one(trait.asked).format(b=b), (place,)))
        return place

    def _beside(self, link: Link, a: str, b: str) -> None:
        """The same of others, and further facts of the one that leads on."""
        other, third = self._new(link.of), self._new(link.to)
        place = self._link(link, other, third)
        self.asked.append((self._one(link.asked).format(a=other), (place,)))
        for one in (third, b, a):
            if self.rng.random() < 0.6:
                self._another(one)

    def _another(self, name: str) -> None:
        sort = next((s for s, names in entities.NAMES.items() if name in names), Sort.PERSON)
        self._trait(self._one([one for one in journeys.TRAITS if one.of is sort]), name)

    def passage(self, passage: Passage) -> None:
        """A few pieces of a passage, with what is asked of them, by name or over a link."""
        short = [n for n, piece in enumerate(passage.pieces) if len(piece.split()) <= _WORDS]
        start = self.rng.randrange(max(1, len(short) - 3))
        kept = short[start : start + 4]
        places = {n: self._tell(passage.pieces[n]) for n in kept}
        queries = [query for query in passage.queries if query.piece in places]
        for query in self.rng.sample(queries, min(2, len(queries))):
            self.asked.append((query.text, (places[query.piece],)))
            self._over_a_link(query, passage.pieces[query.piece], places[query.piece])

    def _over_a_link(self, query: Query, piece: str, place: int) -> None:
        """The question with a name that the piece holds described by a link to it."""
        names = [name for name in _PROPER.findall(query.text) if name in piece]
        if not names or self.rng.random() < 0.2:
            return
        name = self._one(names)
        told, described = self._one(journeys.ROLES)
        person = self._one(self._people)
        described = described.format(p=person)
        link = self._tell(told.format(p=person, b=name))
        text = re.sub(rf"(?:\b[Tt]he )?{re.escape(name)}", described, query.text, count=1)
        self.asked.append((text, (link, place)))
        if self.rng.random() < 0.5:
            self.asked.append((f"what is {described}?", (link,)))

    def _one(self, some: Sequence[_T]) -> _T:
        return self.rng.choice(some)
