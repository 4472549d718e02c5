"""Made-up facts as people tell them to a bot, and questions that one of them answers."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from memory.perspective import second_person, third_person
from memory.scrolls import Said
from memory.training.rooms import NAMES

_EVENTS = """
    auction banquet bonfire ceremony concert drill exam ferry hike inspection lecture match parade
    picnic premiere quiz recital regatta review sale seminar siege sprint tasting voyage wedding
""".split()
_THINGS = """
    anchor banner beacon bicycle blanket boiler camera candle canoe compass cupboard drum easel
    fiddle generator hammer harness ladder lantern lawnmower loom microscope oven piano projector
    saddle sail scooter stove tent toolbox tractor trumpet van violin wagon
""".split()
_PLACES = """
    attic barn basement boathouse cellar chapel cottage courtyard depot garage greenhouse hangar
    jetty kiosk loft mill observatory pavilion pharmacy quarry shed stable station tower vineyard
    warehouse windmill workshop
""".split()
_KINDS = """
    animal author band book cake city colour drink film flower fruit game instrument meal poem shoe
    song soup sport tree vegetable
""".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = """
    January February March April May June July August September October November December
""".split()
_SYLLABLES = "ba dor fen gli ho kar lu mi nas or pel qui ran sil tov u vek wim xan yor zel".split()
# What is told, with the answer between angle brackets, and questions about it.
_TOLD: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("the {event} is on <{day}>", ("when is the {event}?", "on which day is the {event}?")),
    ("the {event} is on <{day} at {hour}>", ("when is the {event}?", "what time is the {event}?")),
    ("the {event} starts at <{hour}>", ("when does the {event} start?",)),
    ("the {event} was moved to <{month} {number}>", ("when is the {event}?",)),
    ("the {event} takes place in <the {place}>", ("where is the {event}?",)),
    ("<{name}> organises the {event} this year", ("who organises the {event}?",)),
    ("you find the {thing} in <the {place}>", ("where is the {thing}?",)),
    ("we keep the {thing} behind <the {place}>", ("where do we keep the {thing}?",)),
    ("<{name}> has the key of the {place}", ("who has the key of the {place}?",)),
    ("ask <{name}> about the {thing}", ("who knows about the {thing}?",)),
    ("the code of the {place} is <{code}>", ("what is the code of the {place}?",)),
    ("the {thing} costs <{number} dollars>", ("how much does the {thing} cost?",)),
    ("there are <{number}> chairs in the {place}", ("how many chairs are in the {place}?",)),
    ("the dog of the {place} is called <{new}>", ("what is the dog of the {place} called?",)),
    ("the {place} belongs to <{new}>", ("whose is the {place}?", "who owns the {place}?")),
    ("the {place} is closed because of <the {event}>", ("why is the {place} closed?",)),
)  # fmt: skip
_OWN: tuple[tuple[str, str, str], ...] = (  # what is told, asked by others, asked by oneself
    ("my favourite {kind} is <{new}>", "what is {who}'s favourite {kind}?",
     "what is my favourite {kind}?"),
    ("I live in <{new}>", "where does {who} live?", "where do I live?"),
    ("I work at <the {place}>", "where does {who} work?", "where do I work?"),
    ("I was born in <{month}>", "when was {who} born?", "when was I born?"),
    ("my cat is called <{new}>", "what is {who}'s cat called?", "what is my cat called?"),
    ("I am allergic to <{new}>", "what is {who} allergic to?", "what am I allergic to?"),
    ("I play <the {thing}>", "what does {who} play?", "what do I play?"),
    ("my {thing} is in <the {place}>", "where is {who}'s {thing}?", "where is my {thing}?"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """Facts as they were told, and somebody's question; no answer: none has it."""

    facts: tuple[Said, ...]
    own: tuple[bool, ...]  # whether each is of its author
    question: str
    asker: str
    answer: str
    at: int  # which fact has it; -1: none

    @property
    def memories(self) -> tuple[Said, ...]:
        """The facts as they are read by whoever asks."""
        both = zip(self.facts, self.own, strict=True)
        return tuple(_heard(fact, self.asker) if own else fact for fact, own in both)


def stories(count: int, seed: int, most: int) -> Iterator[Told]:
    """Up to `most` facts each, and a question that one of them answers, or none in one of six."""
    rng = random.Random(seed)  # noqa: S311 - made-up facts, no secrets
    for _ in range(count):
        yield _story(rng, most)


def _story(rng: random.Random, most: int) -> Told:
    own = rng.random() < 0.4
    author, asker = rng.sample(NAMES, 2)
    asker = author if own and rng.random() < 0.4 else asker
    blanks = _blanks(rng) | {"who": author}
    if own:
        fact, by_others, by_self = rng.choice(_OWN)
        question = (by_self if asker == author else by_others).format(**blanks)
    else:
        fact, asked = rng.choice(_TOLD)
        question = rng.choice(asked).format(**blanks)
    text, answer = _marked(fact.format(**blanks))
    found = [_other(rng, fact, question, asker) for _ in range(rng.randint(0, most - 1))]
    if rng.random() < 1 / 6 and found:
        facts, owns = zip(*found, strict=True)
        return Told(facts, owns, question, asker, "", -1)
    at = rng.randint(0, len(found))
    found.insert(at, (Said(author, text), own))
    facts, owns = zip(*found, strict=True)
    return Told(facts, owns, question, asker, answer, at)


def _other(rng: random.Random, fact: str, question: str, asker: str) -> tuple[Said, bool]:
    """A fact beside it, often of the same form, that does not answer; and whether it is own."""
    forms = [*(text for text, _ in _TOLD), *(text for text, _, _ in _OWN)]
    while True:
        author, blanks = rng.choice(NAMES), _blanks(rng)
        form = fact if rng.random() < 0.4 else rng.choice(forms)
        own = form in forms[len(_TOLD) :]
        text, _ = _marked(form.format(**blanks))
        answered = _questions(form, blanks | {"who": author}, by_self=asker == author)
        if question not in answered:
            return Said(author, text), own


def _questions(form: str, blanks: dict[str, str], *, by_self: bool) -> set[str]:
    """What a fact of this form answers."""
    found = [question for text, asked in _TOLD if text == form for question in asked]
    found += [mine if by_self else theirs for text, theirs, mine in _OWN if text == form]
    return {question.format(**blanks) for question in found}


def _marked(text: str) -> tuple[str, str]:
    """The text without its brackets, and what stood between them."""
    before, _, rest = text.partition("<")
    answer, _, after = rest.partition(">")
    return before + answer + after, answer


def _heard(fact: Said, asker: str) -> Said:
    own = fact.author == asker
    text = second_person(fact.text) if own else third_person(fact.text, fact.author)
    return Said(fact.author, text)


def _blanks(rng: random.Random) -> dict[str, str]:
    new = "".join(rng.choice(_SYLLABLES) for _ in range(rng.randint(2, 3)))
    hour = rng.choice((f"{rng.randint(1, 12)}pm", f"{rng.randint(1, 12)}:{rng.randint(10, 59)}"))
    return {
        "event": rng.choice(_EVENTS), "thing": rng.choice(_THINGS), "place": rng.choice(_PLACES),
        "kind": rng.choice(_KINDS), "day": rng.choice(_DAYS), "month": rng.choice(_MONTHS),
        "name": rng.choice(NAMES), "number": str(rng.randint(2, 30)), "hour": hour,
        "code": str(rng.randint(1000, 9999)), "new": new if rng.random() < 0.5 else new.title(),
    }  # fmt: skip
