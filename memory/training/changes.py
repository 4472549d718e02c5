"""Made-up pairs of memories to learn write time from: facts that change, and look-alikes.

Words and sentences are this module's own; the written cases that the result is measured on share
none of its templates.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

PEOPLE = "Agnes Bruno Celia Duncan Edith Floris Gloria Hamid Isolde Jasper Katrin Leopold".split()
_EVENTS = "barbecue tournament workshop inspection parade auction hike seminar eclipse jam".split()
_THINGS = "telescope trolley piano generator banner toolbox aquarium stapler drone canoe".split()
_PLACES = (
    "the cellar,the garden,the chapel,the warehouse,the boiler room,the loft,the courtyard"
    ",the corridor,the yard,the cloakroom"
).split(",")
_CITIES = "Bergen Cadiz Dresden Lyon Krakow Tampere Zadar Aarhus Cardiff Bologna".split()
_DAYS = (
    "Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday,the third,the twelfth,5 May,2 October"
).split(",")
_TIMES = "7:20,half past four,six,eleven,13:45,quarter to nine,16:10,noon".split(",")
_TESTED = 0.3  # of the questions ask whether it is as it was
_COUNTS = [str(number) for number in range(3, 90, 4)]
_NAMES = "Comet Juniper Saffron Basalt Walrus Tinder Quartz Magpie Cobalt Thistle".split()
_TASTES = {
    "dish": "lasagne,goulash,dumplings,curry,paella".split(","),
    "song": "Yesterday,Jolene,Hurt,Imagine,Creep".split(","),
    "animal": "otters,owls,lynxes,geckos,herons".split(","),
    "sport": "badminton,judo,curling,rowing,fencing".split(","),
}
_SEVERAL = {  # what one may do several things of, and how it is asked
    ("I like", "do I like"): "mushrooms,opera,thunderstorms,liquorice,chess",
    ("I have", "do I have"): "a hamster,a tandem,a sewing machine,two sons,a balcony",
    ("I play", "do I play"): "the cello,the oboe,snooker,bridge,the banjo",
    ("I owe Agnes", "what do I owe Agnes, is it"): "4 euros,a lunch,a favour,a postcard",
    ("I work", "do I work"): "in the mornings,on Saturdays,at night,from home",
    ("I know", "do I know"): "Pascal,sign language,the mayor,morse code",
    ("I can't come", "can I come"): "on Tuesdays,on Sundays,in July,before ten",
    ("I am allergic to", "am I allergic to"): "penicillin,strawberries,cats,dust",
}
_SEVERAL_OF_OTHERS = {
    "plays": "the harp,the tuba,tennis,darts".split(","),
    "owns": "a caravan,a vineyard,the top flat,a trumpet".split(","),
    "speaks": "Danish,Arabic,Basque,Welsh".split(","),
    "sits on": "the parish council,the jury,the school board,the front bench".split(","),
    "is in": "the debating club,the choir,team green,the relay squad".split(","),
}
_COLOURS = "purple grey brown pink turquoise beige".split()
_TASKS = "archive,playlist,greenhouse,rota,minutes,raffle,cash box".split(",")


@dataclass(frozen=True)
class Kind:
    """A fact that can change: {s} is what it is about, {v} what it says, {w} what it says later."""

    said: str
    asked: str
    subjects: tuple[str, ...]
    values: tuple[str, ...]
    changes: tuple[str, ...]
    people: bool = False  # the values are people: several may be right at once
    own: bool = False  # said of oneself
    tested: str = ""  # the question whether it is {v}
    many: bool = False  # several values are right at once, whoever has them
    before: str = ""  # what was once, told later


def _kind(  # noqa: PLR0913 what a kind may have
    said: str, asked: str, subjects: list[str], values: list[str], *changes: str,
    people: bool = False, own: bool = False, tested: str = "", many: bool = False,
    before: str = "",
) -> Kind:  # fmt: skip
    lists = tuple(subjects), tuple(values), changes
    return Kind(said, asked, *lists, people, own, tested, many, before)


KINDS = (
    _kind("the {s} is on {v}", "when is the {s}?", _EVENTS, _DAYS,
          "the {s} was postponed to {w}", "they moved the {s} to {w}", "the {s} has been cancelled",
          "the {s} is brought forward to {w}", "the {s} slips to {w}", "no {s} on {v} after all",
          "we put the {s} off until {w}", "the {s} is not on {v} but on {w}",
          tested="is the {s} on {v}?", before="last year the {s} was on {w}"),
    _kind("the {s} begins at {v}", "when does the {s} begin?", _EVENTS, _TIMES,
          "the {s} was delayed, it begins at {w}", "the {s} will begin at {w}, not at {v}",
          "they changed the time of the {s} to {w}", "the {s} kicks off at {w} as of this month",
          tested="does the {s} begin at {v}?", before="the old {s} used to begin at {w}"),
    _kind("the {s} stands in {v}", "where is the {s}?", _THINGS, _PLACES,
          "I put the {s} into {w}", "somebody brought the {s} to {w}", "the {s} has gone to {w}",
          "the {s} was taken from {v} to {w}", "the {s} ended up in {w}",
          tested="is the {s} in {v}?", before="the former {s} stood in {w}"),
    _kind("the {s} takes place in {v}", "where is the {s}?", _EVENTS, _PLACES,
          "the {s} was relocated to {w}", "we hold the {s} in {w} because {v} is flooded",
          "the {s} will be in {w} rather than {v}"),
    _kind("the {s} costs {v} euros", "how much does the {s} cost?", _THINGS + _EVENTS, _COUNTS,
          "the price of the {s} went up to {w} euros", "the {s} got cheaper, {w} euros",
          "they lowered the {s} to {w} euros", "it's {w} euros for the {s} since the new list",
          tested="does the {s} cost {v} euros?", before="the old {s} was {w} euros"),
    _kind("the {s} weighs {v} kilos", "how heavy is the {s}?", _THINGS, _COUNTS,
          "we weighed the {s} again: {w} kilos", "my mistake, the {s} weighs {w} kilos"),
    _kind("there are {v} people at the {s}", "how many people are at the {s}?", _EVENTS, _COUNTS,
          "some signed up late, {w} people at the {s}", "the {s} grew to {w} people"),
    _kind("{v} looks after the {s}", "who looks after the {s}?", _TASKS, PEOPLE,
          "{w} took the {s} over from {v}", "{v} passed the {s} on to {w}",
          "{w} replaced {v} at the {s}",
          "{v} resigned, {w} looks after the {s}", "{v} is away, {w} does the {s} meanwhile",
          "{w} looks after the {s} in place of {v}", people=True,
          tested="does {v} look after the {s}?"),
    _kind("{v} is head of the {s}", "who is head of the {s}?", _TASKS + _EVENTS, PEOPLE,
          "they chose {w} as the new head of the {s}", "{w} succeeds {v} as head of the {s}",
          "{w} became head of the {s}", "{v} quit as head of the {s}", people=True,
          tested="is {v} head of the {s}?", before="years ago {w} was head of the {s}"),
    _kind("{v} keeps the {s}", "who has the {s}?", _THINGS, PEOPLE,
          "{v} lent the {s} to {w}", "{w} picked the {s} up from {v}",
          "{v} returned the {s} to {w}",
          "{w} bought the {s} from {v}", people=True, tested="does {v} keep the {s}?"),
    _kind("the {s} is called {v}", "what is the {s} called?", ["boat", "project", "mascot", "team"],
          _NAMES, "the {s} was rebranded as {w}", "the {s} got a new name, {w}",
          "I misread it: the {s} is called {w}", "call the {s} {w}, {v} was taken",
          tested="is the {s} called {v}?", before="the previous {s} was called {w}"),
    _kind("the {s} is {v}", "what colour is the {s}?", _THINGS, _COLOURS,
          "we painted the {s} {w}", "the {s} was dyed {w}", "the {s} turned out {w}",
          tested="is the {s} {v}?", before="the {s} was {w} until 2019"),
    _kind("I live in {v}", "where does {p} live?", ["I"], _CITIES,
          "I relocated to {w}", "I have left {v} for {w}", "I don't live in {v} any longer",
          "I found a flat in {w} and live there", own=True,
          tested="does {p} live in {v}?", before="I used to live in {w}"),
    _kind("I study in {v}", "where do I study?", ["I"], _CITIES,
          "I transferred to {w}", "I gave up {v}, I study in {w}", own=True,
          before="before that I was in {w}"),
    *(_kind(f"my favourite {thing} is {{v}}", f"what is my favourite {thing}?", [thing], values,
            f"I have come to like {{w}} more than any other {thing}",
            f"{{w}} has replaced {{v}} as my favourite {thing}",
            f"I like {{w}} better as a {thing}",
            "I'm tired of {v}, I prefer {w}", own=True)
      for thing, values in _TASTES.items()),
    _kind("my {s} is called {v}", "what is my {s} called?",
          ["aunt", "uncle", "niece", "daughter", "goldfish", "pony", "neighbour"], PEOPLE,
          "I mixed it up, my {s} is called {w}", own=True, before="my last {s} was called {w}"),
    _kind("{p}'s {s} is {v}", "what is {p}'s {s}?", ["badge", "desk", "extension", "lane"], _COUNTS,
          "{p} got another {s}, {w}", "{p} swapped to {s} {w}", tested="is {p}'s {s} {v}?",
          before="{p}'s old {s} was {w}"),
    *(_kind(f"{said} {{v}}", f"{asked} {{v}}?", ["I"], values.split(","),
            f"it is not so any more that {said} {{v}}", f"{said} {{v}} no longer",
            f"these days {said} {{v}} no more", own=True, many=True)
      for (said, asked), values in _SEVERAL.items()),
    *(_kind(f"{{p}} {verb} {{v}}", f"who {verb} {{v}}?", ["{p}"], values,
            "{p} gave {v} up", "{p} is through with {v}", many=True)
      for verb, values in _SEVERAL_OF_OTHERS.items()),
)  # fmt: skip
AGAIN = (
    "{new} now", "now {new}", "{new} instead", "actually {new}", "correction: {new}",
    "{new}, not {v}",
    "{new} from next month on", "since last week {new}", "{new} after all", "sorry, {new}",
    "I was wrong, {new}", "{new} and no longer {v}", "update: {new}", "{new} these days",
    "it turns out {new}", "{new} for the time being", "forget {v}, {new}",
)  # fmt: skip
SIDES = (
    ("front", "rear"), ("upper", "lower"), ("inner", "outer"), ("children's", "parents'"),
    ("silver", "golden"), ("long", "short"), ("winter", "summer"), ("Danish", "Irish"),
)  # fmt: skip
MORE = ("{new} too", "{new} as well", "also {new}", "besides, {new}", "in addition {new}")
TRAITS = (
    "the {s} is very old", "we need more people for the {s}", "the {s} was fun last year",
    "nobody knows who paid for the {s}", "bring gloves for the {s}", "the {s} is hard to find",
    "there is a photo of the {s} on the wall", "we talked about the {s} all evening",
    "the {s} has a new sponsor", "the {s} got good reviews",
)  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """Two statements, the older first; whether the newer one takes its place."""

    question: str
    older: str
    newer: str
    speakers: tuple[str, str]
    replaces: bool


def pairs(count: int, seed: int) -> Iterator[Pair]:
    """A third of them changes."""
    rng = random.Random(seed)  # noqa: S311 - made-up chats, no secrets
    for number in range(count):
        yield (_change if number % 3 == 0 else _look_alike)(rng)


def _first(kind: Kind, rng: random.Random) -> tuple[dict[str, str], str]:
    v, w = rng.sample(kind.values, 2)
    filled = {"s": rng.choice(kind.subjects), "v": v, "w": w, "p": rng.choice(PEOPLE)}
    return filled, kind.said.format(**filled)


def _change(rng: random.Random) -> Pair:
    kind = rng.choice(KINDS)
    filled, older = _first(kind, rng)
    again = kind.said.format(**{**filled, "v": filled["w"]})
    way = rng.random()
    if kind.many or way < 0.55:
        newer = rng.choice(kind.changes).format(**filled)
    elif way < 0.9 or kind.people:
        newer = rng.choice(AGAIN).format(new=again, v=filled["v"])
    else:
        newer = again
    return _pair(kind, filled, (older, newer), rng, replaces=True)


def _look_alike(rng: random.Random) -> Pair:
    kind = rng.choice(KINDS)
    filled, older = _first(kind, rng)
    ways = _ways(kind)
    filled, older, newer = rng.choice(ways)(kind, filled, older, rng)
    return _pair(kind, filled, (older, newer), rng, replaces=False)


def _ways(kind: Kind) -> tuple["_Way", ...]:
    """How something may look like a change of it."""
    if kind.many:
        return (_bare,)
    once = (_once,) if kind.before else ()
    if kind.own:
        return (_another_of_mine, _another_of_mine, _more, *once)
    return (_elsewhere, _sides, _more, _besides, _before, *once)


def _bare(kind: Kind, filled: dict[str, str], older: str, rng: random.Random) -> "Look":
    """Another value of the same verb, or another fact."""
    others = [k for k in KINDS if k.many and k.own == kind.own and k.said != kind.said]
    if rng.random() < 0.3:
        other = rng.choice(others)
        return filled, older, other.said.format(**filled | {"v": rng.choice(other.values)})
    return filled, older, kind.said.format(**filled | {"v": filled["w"]})


def _once(kind: Kind, filled: dict[str, str], older: str, _: random.Random) -> "Look":
    """What was before, told later."""
    return filled, older, kind.before.format(**filled)


Look = tuple[dict[str, str], str, str]
_Way = Callable[[Kind, dict[str, str], str, random.Random], Look]


def _retold(kind: Kind, filled: dict[str, str], rng: random.Random) -> str:
    """Something new, in plain words or in words of change."""
    if rng.random() < 0.5:
        return rng.choice(kind.changes).format(**filled)
    return kind.said.format(**{**filled, "v": filled["w"]})


def _elsewhere(kind: Kind, filled: dict[str, str], older: str, rng: random.Random) -> Look:
    """Of another subject."""
    other = rng.choice([subject for subject in kind.subjects if subject != filled["s"]])
    return filled, older, _retold(kind, filled | {"s": other}, rng)


def _sides(kind: Kind, filled: dict[str, str], _: str, rng: random.Random) -> Look:
    """Of another of two that are called alike."""
    here, there = rng.sample(rng.choice(SIDES), 2)
    one, two = f"{here} {filled['s']}", f"{there} {filled['s']}"
    newer = _retold(kind, filled | {"s": two}, rng)
    return filled | {"s": one}, kind.said.format(**{**filled, "s": one}), newer


def _more(kind: Kind, filled: dict[str, str], older: str, rng: random.Random) -> Look:
    """True at once."""
    again = kind.said.format(**{**filled, "v": filled["w"]})
    bare = kind.people and rng.random() < 0.7
    return filled, older, again if bare else rng.choice(MORE).format(new=again)


def _other_fact(kind: Kind, filled: dict[str, str], rng: random.Random) -> str:
    others = [k for k in KINDS if k.said != kind.said and filled["s"] in k.subjects]
    if not others or rng.random() < 0.5:
        return rng.choice(TRAITS).format(**filled)
    other = rng.choice(others)
    values = dict(zip("vw", rng.sample(other.values, 2), strict=True))
    return _retold(other, filled | values, rng)


def _besides(kind: Kind, filled: dict[str, str], older: str, rng: random.Random) -> Look:
    """Another fact of the same subject."""
    return filled, older, _other_fact(kind, filled, rng)


def _before(kind: Kind, filled: dict[str, str], _: str, rng: random.Random) -> Look:
    """A change, of which another fact of the same subject knows nothing."""
    return filled, _other_fact(kind, filled, rng), rng.choice(kind.changes).format(**filled)


def _another_of_mine(kind: Kind, filled: dict[str, str], older: str, rng: random.Random) -> Look:
    other = rng.choice([k for k in KINDS if k.own and k.said != kind.said])
    return filled, older, _retold(other, _first(other, rng)[0], rng)


def _pair(
    kind: Kind, filled: dict[str, str], said: tuple[str, str], rng: random.Random, *, replaces: bool
) -> Pair:
    first, second = rng.choices(PEOPLE, k=2)
    if kind.own:
        first = second = filled["p"]
    tested = kind.tested and rng.random() < _TESTED
    question = (kind.tested if tested else kind.asked).format(**filled)
    return Pair(question, *said, (first, second), replaces)
