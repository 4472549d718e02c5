"""Long chats to learn from, put together out of question sets: sessions, speakers, small talk.

A post of somebody becomes their messages; the other one puts in short remarks, or asks what the
next message answers. "What does the author recommend?" is asked of whom the post was given to. What
matters is that features are spread as in real chats: whose message it is, what stands beside it,
what the session is about, and that what resembles a question most is often another question.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from memory.training.dialogues import Asked, Dialogue, Turn
from memory.training.passages import Passage, Query

NAMES = """
    Ada Amir Anya Asher Bea Boris Bram Carla Cleo Dario Dina Dora Edda Elif Emil Esra Farid
    Fay Felix Greta Gus Hana Hugo Ida Igor Ines Ivo Jana Jonas Joy Jun Kai Katya Lars Lea
    Lionel Luz Mads Maya Mira Nadia Nico Nora Olaf Olive Otto Paula Petra Pia Quin Rafael
    Rosa Ruben Sana Selma Tara Theo Timur Ulla Vera Viktor Wanda Yara Yusuf Zoe
""".split()
_SESSION = (16, 30)  # messages
_ANSWERED = 0.3  # of the messages follow a question that they answer
_REMARKED = 0.4  # of the messages are followed by a remark
_POSSESSED = 0.5  # of the questions that name nobody get "Ada's" in the place of their first "the"
_DATED = 0.1  # of the questions name the month in which it was said
_CRUMB = 3  # characters of an answer that says too little by itself
_DAY = 86_400.0
_START = 1_600_000_000.0  # Unix seconds: the first room opens in September 2020
_ROLE = re.compile(
    r"\b(?:the|this|that) (?:original )?(?:author|writer|poster|person|user|reviewer|buyer"
    r"|review writer|customer|purchaser|narrator|speaker|op|individual|owner|consumer|man|woman"
    r"|guy|shopper)\b",
    re.I,
)
_THEIR = re.compile(r"\b(?:their|his|her)\b(?! (?:own)\b)", re.I)
_THEY = re.compile(r"\b(?:they|he|she)\b", re.I)
_THE = re.compile(r"(?<!^)\bthe (?=[a-z])")


@dataclass(frozen=True)
class Material:
    """What rooms are made of."""

    posts: Sequence[Passage]  # of one person each
    dialogues: Sequence[Passage]  # of several
    remarks: Sequence[str]

    @classmethod
    def of(cls, posts: Sequence[Passage], dialogues: Sequence[Passage]) -> "Material":
        """Short utterances of the dialogues are what people remark."""
        said = [text for dialogue in dialogues for text in dialogue.pieces]
        return cls(posts, dialogues, [text for text in said if 2 <= len(text.split()) <= 12])


def named(text: str, name: str, rng: random.Random) -> str:
    """The question with its author by name, where there is a place for the name."""
    for pattern, word in ((_ROLE, name), (_THEIR, f"{name}'s"), (_THEY, name)):
        if pattern.search(text):
            return pattern.sub(word, text, count=1)
    if rng.random() < _POSSESSED:
        return _THE.sub(f"{name}'s ", text, count=1)
    return text


def rooms(material: Material, *, turns: int, asked: int, seed: int) -> Iterator[Dialogue]:
    """Rooms of about `turns` messages and at most `asked` questions, until no post is left."""
    rng = random.Random(seed)  # noqa: S311 - made-up chats, no secrets
    posts = rng.sample(material.posts, len(material.posts))
    while posts:
        room = _Room(material.remarks, rng)
        while posts and len(room.turns) < turns:
            room.session([posts.pop() for _ in range(min(3, len(posts)))])
        yield room.dialogue(asked)


def transcripts(material: Material, *, count: int, asked: int, seed: int) -> Iterator[Dialogue]:
    """Rooms of `count` dialogues of several people each, one a session."""
    rng = random.Random(seed)  # noqa: S311 - made-up chats, no secrets
    order = rng.sample(material.dialogues, len(material.dialogues))
    for start in range(0, len(order), count):
        room = _Room(material.remarks, rng)
        for dialogue in order[start : start + count]:
            room.transcript(dialogue)
        yield room.dialogue(asked)


class _Room:
    """A chat as it grows."""

    def __init__(self, remarks: Sequence[str], rng: random.Random) -> None:
        self.turns: list[Turn] = []
        self._asked: list[Asked] = []
        self._remarks, self._rng = remarks, rng
        self._people = rng.sample(NAMES, rng.choice((2, 2, 3, 5)))
        self._number, self._now = 0, _START + rng.randrange(1000) * _DAY

    def dialogue(self, asked: int) -> Dialogue:
        """The room with some of the questions that it answers."""
        chosen = self._rng.sample(self._asked, min(asked, len(self._asked)))
        return Dialogue("room", tuple(self.turns), tuple(chosen))

    def session(self, posts: Sequence[Passage]) -> None:
        """A few posts, each said by one of the people while another listens."""
        self._open()
        for post in posts:
            author, other = self._rng.sample(self._people, 2)
            self._post(post, author, other)

    def _post(self, post: Passage, author: str, other: str) -> None:
        aloud, places = set[Query](), dict[int, int]()
        most = self._rng.randint(*_SESSION)
        for piece, text in enumerate(post.pieces[:most]):
            of_piece = [query for query in post.queries if query.piece == piece]
            if of_piece and self._rng.random() < _ANSWERED:
                query = self._rng.choice(of_piece)
                aloud.add(query)
                self._say(other, _to_you(query.text))
            places[piece] = self._say(author, text)
            if self._remarks and self._rng.random() < _REMARKED:
                self._say(other, self._rng.choice(self._remarks))
        for query in post.queries:
            if query not in aloud and query.piece in places:
                text = self._dated(named(query.text, author, self._rng))
                self._ask(replace(query, text=text), places[query.piece])

    def transcript(self, dialogue: Passage) -> None:
        """A dialogue of several people, as it stands."""
        self._open()
        pairs = zip(dialogue.authors, dialogue.pieces, strict=True)
        places = [self._say(_called(author), text) for author, text in pairs]
        for query in dialogue.queries:
            if query.piece >= 0:
                said = dialogue.authors[query.piece]
                answers = tuple(_called(a) if a == said else a for a in query.answers)
                self._ask(replace(query, answers=answers), places[query.piece])

    def _open(self) -> None:
        self._number += 1
        self._now += self._rng.uniform(0.5, 12) * _DAY

    def _say(self, author: str, text: str) -> int:
        id_ = f"{self._number}:{len(self.turns)}"
        self.turns.append(Turn(id_, self._number, author, text, self._now))
        return len(self.turns) - 1

    def _ask(self, query: Query, place: int) -> None:
        self._asked.append(Asked(query.text, _concise(query.answers), (place,), 1))

    def _dated(self, text: str) -> str:
        if self._rng.random() >= _DATED:
            return text
        month = datetime.fromtimestamp(self._now, tz=UTC).strftime("%B %Y")
        return f"{text.rstrip(' ?')} in {month}?"


def _concise(answers: Sequence[str]) -> str:
    """Of those accepted the middle one by length, or the shorter; but no crumb like "not"."""
    whole = sorted((one for one in answers if len(one) > _CRUMB), key=len)
    return whole[(len(whole) - 1) // 2] if whole else answers[0]


def _called(name: str) -> str:
    """What others call somebody: the first of their names."""
    return name.split(maxsplit=1)[0]


def _to_you(text: str) -> str:
    return _THEY.sub("you", _THEIR.sub("your", _ROLE.sub("you", text)))
