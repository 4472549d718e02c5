"""The simulated world of MemNN, section 5.2: statements, questions, answers, supporting facts."""

import random
from dataclasses import dataclass, field, replace

from memory.training.engine import ALL, GO, GO_GET_DROP, Action, Cast, Verb, World

Words = tuple[str, ...]

SAID: dict[Verb, tuple[str, ...]] = {
    "go": (
        "{actor} went to the {thing}",
        "{actor} travelled to the {thing}",
        "{actor} moved to the {thing}",
        "{actor} journeyed to the {thing}",
    ),
    "get": (
        "{actor} picked up the {thing}",
        "{actor} got the {thing}",
        "{actor} grabbed the {thing}",
        "{actor} took the {thing}",
    ),
    "drop": (
        "{actor} dropped the {thing}",
        "{actor} left the {thing}",
        "{actor} discarded the {thing}",
        "{actor} put down the {thing}",
    ),
    "get from": ("{actor} took the {thing} out of the {other}",),
    "put": ("{actor} put the {thing} in the {other}",),
    "give": ("{actor} gave the {thing} to {other}", "{actor} handed the {thing} to {other}"),
    "look": ("{actor} looked around",),
    "inventory": ("{actor} checked the inventory",),
    "examine": ("{actor} examined the {thing}",),
}
JOINERS: tuple[Words, ...] = (
    (".",), ("and",), ("then",), (",", "then"), (";",), (",", "later"), (",", "after", "that"),
    (",", "and", "then"), (",", "next"),
)  # fmt: skip
ENDINGS = ("", " i believe", " i think")  # of an answer that is a sentence
UNSEEN = Cast(
    actors=("Bilbo", "Frodo", "Gollum", "Sauron"),
    objects=("ring", "sword", "lantern"),
    rooms=("shire", "mordor", "rivendell", "bree", "moria"),
)


@dataclass(frozen=True)
class Setting:
    """Which world: the columns of the paper's tables are five of these."""

    verbs: tuple[Verb, ...] = GO_GET_DROP
    difficulty: int = 5  # how many steps back what is asked about was last mentioned, at most
    before: bool = True  # also "where was X before Y?"
    sentences: bool = False  # answer with a sentence instead of a word
    cast: Cast = field(default_factory=Cast)


WORLDS: dict[str, Setting] = {
    "difficulty 1, actor without before": Setting(GO, 1, before=False),
    "difficulty 1, actor": Setting(GO, 1),
    "difficulty 1, actor + object": Setting(GO_GET_DROP, 1),
    "difficulty 5, actor": Setting(GO, 5),
    "difficulty 5, actor + object": Setting(GO_GET_DROP, 5),
}


def everything(setting: Setting) -> Setting:
    """The same world with the whole engine: containers, gifts, looking around."""
    return replace(setting, verbs=ALL, cast=replace(setting.cast, containers=("box", "basket")))


@dataclass(frozen=True)
class Question:
    """Asked after `at` statements; `supports` are the statements that answer it, in hop order."""

    at: int
    words: Words
    answer: Words
    supports: tuple[int, ...]
    place: str  # the room that a right answer names
    about: str


@dataclass(frozen=True)
class Run:
    """One long story: statements, what joins each to the next, and questions on the way."""

    statements: tuple[Words, ...]
    joiners: tuple[Words, ...]
    questions: tuple[Question, ...]


def simulate(setting: Setting, statements: int, questions: int, seed: int) -> Run:
    """Let the world run for so many statements, asking as evenly as can be."""
    return _Narrator(setting, random.Random(seed)).tell(statements, questions)  # noqa: S311 a seed is wanted


class _Narrator:
    def __init__(self, setting: Setting, rng: random.Random) -> None:
        self._setting, self._rng = setting, rng
        self._world = World.begin(setting.cast, rng)
        self._actions: list[Action] = []

    def tell(self, statements: int, questions: int) -> Run:
        said, asked = [], list[Question]()
        for step in range(1, statements + 1):
            action = self._world.choose(self._setting.verbs, self._rng)
            self._world.act(action)
            self._actions.append(action)
            said.append(self._say(action))
            while len(asked) < step * questions // statements:
                if (question := self._ask()) is None:
                    break  # nothing can be asked yet: catch up later
                asked.append(question)
        if len(asked) < questions:
            message = f"only {len(asked)} of {questions} questions fit {statements} statements"
            raise ValueError(message)
        joiners = tuple(self._rng.choice(JOINERS) for _ in said)
        return Run(tuple(said), joiners, tuple(asked))

    def _say(self, action: Action) -> Words:
        form = self._rng.choice(SAID[action.verb])
        text = form.format(actor=action.actor, thing=action.thing, other=action.other)
        return tuple(text.lower().split())

    def _ask(self) -> Question | None:
        back = list(range(1, min(self._setting.difficulty, len(self._actions)) + 1))
        self._rng.shuffle(back)
        for steps in back:
            if question := self._ask_about(self._actions[-steps]):
                return question
        return None

    def _ask_about(self, action: Action) -> Question | None:
        if action.thing in self._setting.cast.objects and action.verb != "examine":
            return self._ask_object(action.thing)
        if self._setting.before and self._rng.random() < 0.5:
            return self._ask_before(action.actor)
        return self._ask_actor(action.actor)

    def _ask_actor(self, actor: str) -> Question | None:
        visit = self._world.last_visit(actor)
        if visit is None:
            return None
        return self._question(f"where is {actor}", actor, visit.room, (visit.index,))

    def _ask_before(self, actor: str) -> Question | None:
        known = self._world.before(actor, self._rng.randrange(self._setting.difficulty))
        if known is None:
            return None
        later, earlier, visits = known
        return self._question(f"where was {actor} before the {later}", actor, earlier, visits)

    def _ask_object(self, thing: str) -> Question | None:
        known = self._world.place(thing)
        return known and self._question(f"where is the {thing}", thing, *known)

    def _question(self, text: str, about: str, place: str, supports: tuple[int, ...]) -> Question:
        words = tuple(f"{text} ?".lower().split())
        place = place.lower()
        answer = self._sentence(text, about, place) if self._setting.sentences else (place,)
        return Question(self._world.acted, words, answer, supports, place, about.lower())

    def _sentence(self, text: str, about: str, place: str) -> Words:
        subject = self._rng.choice(subjects(about in self._setting.cast.actors, about))
        verb = "was" if text.startswith("where was") else "is"
        return _answer(subject, verb, place, self._rng.choice(ENDINGS))


def _answer(subject: str, verb: str, place: str, ending: str) -> Words:
    return tuple(f"{subject} {verb} in the {place}{ending}".lower().split())


def right_answers(question: Question, cast: Cast) -> set[Words]:
    """Every sentence of the grammar with the right place and a subject that fits."""
    is_actor = question.about in map(str.lower, cast.actors)
    return {
        _answer(subject, question.words[1], question.place, ending)
        for subject in subjects(is_actor, question.about)
        for ending in ENDINGS
    }


def subjects(is_actor: bool, about: str) -> tuple[str, ...]:  # noqa: FBT001 a fact about the second argument
    """How an answer may begin: by name, or by a pronoun."""
    return (about, "he", "she") if is_actor else (f"the {about}", "it")


def stream(run: Run) -> tuple[list[str], list[int]]:
    """The statements joined into one stream of words, and where each statement's words end."""
    words: list[str] = []
    ends: list[int] = []
    for index, statement in enumerate(run.statements):
        if index:
            words.extend(run.joiners[index - 1])
        words.extend(statement)
        ends.append(len(words))
    return words, ends
