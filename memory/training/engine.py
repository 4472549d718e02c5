"""A small text adventure: actors act on objects in rooms   [MemNN, appendix A].

The world knows at every moment which past actions tell where somebody or something is.
"""

import random
from bisect import insort
from dataclasses import dataclass, field
from typing import Literal

Verb = Literal["go", "get", "get from", "put", "give", "drop", "look", "inventory", "examine"]
GO: tuple[Verb, ...] = ("go",)
GO_GET_DROP: tuple[Verb, ...] = ("go", "get", "drop")
ALL: tuple[Verb, ...] = (
    "go", "get", "get from", "put", "give", "drop", "look", "inventory", "examine",
)  # fmt: skip


@dataclass(frozen=True)
class Cast:
    """Who and what there is; containers hold objects, and stay in the room where they stand."""

    actors: tuple[str, ...] = ("Bill", "Fred", "Joe", "Mary")
    objects: tuple[str, ...] = ("milk", "football", "apple")
    rooms: tuple[str, ...] = ("kitchen", "bathroom", "bedroom", "garden", "office")
    containers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Action:
    """Who does what: `thing` is a room for go, and `other` a container or the one given to."""

    actor: str
    verb: Verb
    thing: str = ""
    other: str = ""


@dataclass(frozen=True)
class Visit:
    """An actor came to a room, by the action of that index."""

    room: str
    index: int


@dataclass
class World:
    """The state of play, and the actions that made it known."""

    cast: Cast
    room_of: dict[str, str]  # of actors and containers
    holder_of: dict[str, str]  # object -> actor, container or room
    visits: dict[str, list[Visit]] = field(default_factory=dict)
    told: dict[str, tuple[int, Visit | None]] = field(default_factory=dict)
    acted: int = 0
    _having: dict[str, list[str]] = field(default_factory=dict, init=False)

    @classmethod
    def begin(cls, cast: Cast, rng: random.Random) -> "World":
        """Everybody and everything somewhere, and nothing said of it yet."""
        rooms = {name: rng.choice(cast.rooms) for name in cast.actors + cast.containers}
        holders = {name: rng.choice(cast.rooms) for name in cast.objects}
        return cls(cast, rooms, holders, {name: [] for name in cast.actors})

    def __post_init__(self) -> None:
        """Who has what, so that a large world need not look at every object at every step."""
        self._rank = {thing: rank for rank, thing in enumerate(self.cast.objects)}
        for thing in self.cast.objects:
            self._having.setdefault(self.holder_of[thing], []).append(thing)

    def valid(self, actor: str, verb: Verb) -> list[Action]:
        """What this actor can do with this verb now."""
        return [Action(actor, verb, thing, other) for thing, other in self._options(actor, verb)]

    def _options(self, actor: str, verb: Verb) -> list[tuple[str, str]]:
        here, cast = self.room_of[actor], self.cast
        held, lying = self._having.get(actor, []), self._having.get(here, [])
        near = [c for c in cast.containers if self.room_of[c] == here]
        if verb == "go":
            return [(room, "") for room in cast.rooms if room != here]
        if verb == "get from":
            return [(o, c) for c in near for o in self._having.get(c, [])]
        if verb == "put":
            return [(o, c) for o in held for c in near]
        if verb == "give":
            company = [a for a in cast.actors if a != actor and self.room_of[a] == here]
            return [(o, a) for o in held for a in company]
        things = {"get": lying, "drop": held, "examine": held + lying}.get(verb, [""])
        return [(thing, "") for thing in things]

    def choose(self, verbs: tuple[Verb, ...], rng: random.Random) -> Action:
        """Pick a random actor's random valid action."""
        while True:
            actor, verb = rng.choice(self.cast.actors), rng.choice(verbs)
            if options := self._options(actor, verb):
                return Action(actor, verb, *rng.choice(options))

    def _hand(self, thing: str, holder: str) -> None:
        """Give an object to an actor, a container or a room."""
        self._having[self.holder_of[thing]].remove(thing)
        self.holder_of[thing] = holder
        insort(self._having.setdefault(holder, []), thing, key=self._rank.__getitem__)

    def act(self, action: Action) -> None:
        """Change the world; what was done is remembered by its index."""
        actor, verb, thing = action.actor, action.verb, action.thing
        if verb == "go":
            self.room_of[actor] = thing
            self.visits[actor].append(Visit(thing, self.acted))
        elif verb in ("get", "get from", "give"):
            self._hand(thing, action.other if verb == "give" else actor)
            self.told[thing] = (self.acted, None)
        elif verb in ("put", "drop"):
            place = action.other if verb == "put" else self.room_of[actor]
            self._hand(thing, place)
            self.told[thing] = (self.acted, self.last_visit(actor))
        self.acted += 1

    def last_visit(self, actor: str) -> Visit | None:
        """Where the actor went last, if that has been said."""
        return self.visits[actor][-1] if self.visits[actor] else None

    def place(self, thing: str) -> tuple[str, tuple[int, ...]] | None:
        """An object's room and the actions that tell it: its last change, and a visit."""
        if thing not in self.told:
            return None
        index, dropped = self.told[thing]
        holder = self.holder_of[thing]
        visit = self.last_visit(holder) if holder in self.visits else dropped
        return (visit.room, (index, visit.index)) if visit else None

    def before(self, actor: str, back: int) -> tuple[str, str, tuple[int, int]] | None:
        """Where the actor was before a room: that room, the earlier one, the two visits.

        The room is that of the visit `back` visits ago, if the actor has not been there since.
        """
        visits = self.visits[actor]
        if len(visits) < back + 2:
            return None
        later, earlier = visits[-1 - back], visits[-2 - back]
        if any(visit.room == later.room for visit in visits[len(visits) - back :]):
            return None
        return later.room, earlier.room, (later.index, earlier.index)
