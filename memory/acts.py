"""I, as far as it is learned: a fact, a question or chat, where plain rules are not sure.

Dialogue acts (Stolcke et al. 2000) by softmax regression over the encoder's vector of a text and
the signs that rules see in it. "no shoes on the mats please" is a fact, and has no verb; "my feet
are killing me" is none, and has one.
"""

import re
from collections.abc import Mapping
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor, nn

from memory.checkpoints import Checkpoint, load_features, restore, save
from memory.intents import Ask, Intent, Offer, SmallTalk, Teach, surely_asks, understand
from memory.leads import bare
from memory.telling import is_hedged, laughs
from memory.verbs import is_done

KIND = "acts"
SHIPPED = Path(__file__).parent / "weights" / KIND
_FACT = 0.6  # probability from which what may be told is told
_CHAT = 0.9  # the same of chat; of what looks like a fact it is asked then whether it is one
_LONG = 30  # words that count
_SUBJECT = 5  # words, behind the first, among which a verb is looked for
_SHORT = 3  # words of a text that hardly says anything
_TIME = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|today|tonight|tomorrow|yesterday|noon"
    r"|mornings?|evenings?|weeks?|months?|january|february|march|april|may|june|july|august"
    r"|september|october|november|december)\b",
    re.I,
)
_FIRST = re.compile(r"\b(?:i|im|ill|ive|my|me|we|our|us)\b", re.I)
_AT = re.compile(r"(?<!\w)@(?=\w)|(?<!\w):[\w+-]+:")  # "@brask leads", ":tada:"
_RULE = re.compile(r"\b(?:no|only|please|pls|always|never|must)\b", re.I)


class Act(IntEnum):
    """What a text does."""

    FACT = 0
    QUESTION = 1
    CHAT = 2


class Sign(IntEnum):
    """What the rules take it for, and what stands in it."""

    PLAIN = 0
    OWN = 1  # said of oneself
    OFFER = 2  # perhaps a fact
    ASKS = 3
    FALLS = 4  # taken for a question, for it is nothing else
    SMALL_TALK = 5
    MARK = 6  # a question mark
    DIGIT = 7
    TIME = 8
    WORDS = 9
    SHORT = 10
    NAME = 11
    CHEER = 12
    COMMA = 13
    FIRST = 14  # the first person
    RULE = 15
    DOES = 16  # a word that may be what somebody does: "TINKSAT-2 flies over at 21:14"


class Chances(NamedTuple):
    """The probabilities of the acts."""

    fact: float
    question: float
    chat: float


class Acts:
    """The trained regression."""

    def __init__(self, network: nn.Linear, encoder: str) -> None:
        self.network, self.encoder = network.eval(), encoder

    @classmethod
    def load(cls, folder: Path = SHIPPED) -> "Acts":
        """The regression in a folder. Raises CheckpointError."""
        found = load_features(folder, KIND, Sign)
        network = nn.Linear(int(found.config["dimension"]) + len(Sign), len(Act))
        restore(network, found, folder)
        return cls(network, str(found.config["encoder"]))

    def save(
        self, folder: Path, config: Mapping[str, object], metrics: Mapping[str, object]
    ) -> None:
        """Write the folder."""
        names, dimension = [sign.name for sign in Sign], self.network.in_features - len(Sign)
        whole = {**config, "encoder": self.encoder, "dimension": dimension}
        save(folder, Checkpoint(KIND, whole, names, self.network.state_dict(), metrics))

    @torch.inference_mode()
    def chances(self, vector: Float[Tensor, " d"], signs: list[float]) -> Chances:
        """Of a text with this vector and these signs."""
        given = torch.cat([vector, torch.tensor(signs)])
        return Chances(*self.network(given).softmax(0).tolist())


def read(text: str) -> str:
    """What of a message is looked at: what it tells, with names for mentions, without emoji."""
    said = _told(text)
    return _AT.sub("", said).strip() or said


def _told(text: str) -> str:
    return bare(" ".join(text.split())) or text


def signs(text: str) -> list[float]:
    """The signs of a message."""
    said = read(text)
    parts = said.split()
    row = {
        **_taken_for(understand(text)),
        Sign.MARK: said.rstrip("!. )").endswith("?"),
        Sign.DIGIT: any(letter.isdigit() for letter in said),
        Sign.TIME: _TIME.search(said) is not None,
        Sign.WORDS: min(len(parts), _LONG) / _LONG,
        Sign.SHORT: len(parts) <= _SHORT,
        Sign.NAME: any(part[:1].isupper() for part in parts[1:]),
        Sign.CHEER: "!" in said,
        Sign.COMMA: "," in said,
        Sign.FIRST: _FIRST.search(said) is not None,
        Sign.RULE: _RULE.search(said) is not None,
        Sign.DOES: any(is_done(part) for part in parts[1:_SUBJECT]),
    }
    return [float(row.get(sign, 0.0)) for sign in Sign]


def _taken_for(intent: Intent) -> dict[Sign, float]:
    match intent:
        case Teach(_, plainly):
            sign = Sign.PLAIN if plainly else Sign.OWN
        case Offer():
            sign = Sign.OFFER
        case Ask(question):
            sign = Sign.ASKS if surely_asks(question) else Sign.FALLS
        case SmallTalk():
            sign = Sign.SMALL_TALK
        case _:
            return {}
    return {sign: 1.0}


def is_unsure(intent: Intent) -> bool:
    """Whether the rules alone do not tell what it is."""
    match intent:
        case Ask(question):
            return not surely_asks(question)
        case SmallTalk(kind):
            return kind == "cheer"  # all that is known of it is its exclamation mark
        case _:
            return isinstance(intent, Teach | Offer)


def decided(text: str, intent: Intent, chances: Chances) -> Intent:
    """What a text is that is not sure, by the rules and by what was learned."""
    if isinstance(intent, Teach):
        return Offer(intent.fact) if chances.chat >= _CHAT else intent
    hedged = is_hedged(text)
    if hedged and isinstance(intent, Offer):
        return intent
    if chances.fact >= _FACT and not hedged:
        fact = intent.fact if isinstance(intent, Offer) else _told(text)
        return Offer(fact) if laughs(text) else Teach(fact, plainly=True)
    asked = isinstance(intent, Offer | Ask)
    return SmallTalk("feeling") if asked and chances.chat >= _CHAT else intent


@cache
def shipped() -> Acts:
    """The regression that ships."""
    return Acts.load()
