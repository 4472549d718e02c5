"""Training I: what people say in written rooms, and whether it tells, asks or chats."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from jaxtyping import Float, Int
from sklearn.linear_model import LogisticRegression
from torch import Tensor, nn

from memory.acts import Act, Acts, Sign, decided, is_unsure, read, signs
from memory.intents import Offer, SmallTalk, Teach, understand
from memory.training.conversations import read_conversations
from memory.training.scoring import Encode

_KEYS = re.compile(
    r"(?:who|what|when|where)(?:['’]?s| is| are) (?:the |my |our )?"
    r"(?P<keys>[\w'’-]+(?: [\w'’-]+){0,3})\??",
    re.I,
)
_NAMES = {Teach: "stored", Offer: "offered", SmallTalk: "small talk"}


@dataclass(frozen=True)
class Labelled:
    """Texts, what is known of each, and what it does."""

    texts: Sequence[str]
    phi: Float[Tensor, "texts features"]
    acts: Int[Tensor, " texts"]


def said(paths: Sequence[Path], encode: Encode) -> Labelled:
    """Every text of the rooms of these files, once, and what short questions ask for."""
    found: dict[str, Act] = {turn["say"]: _act(turn.get("expect")) for turn in _turns(paths)}
    asked = (key_words(text) for text, act in found.items() if act is Act.QUESTION)
    found |= {words: Act.QUESTION for words in asked if words and words not in found}
    texts = list(found)
    vectors = encode([read(text) for text in texts])
    phi = torch.cat([vectors, torch.tensor([signs(text) for text in texts])], 1)
    return Labelled(texts, phi, torch.tensor([*found.values()]))


def key_words(question: str) -> str:
    """Of "what is the wifi password?" the wifi password; empty where it is no such question."""
    found = _KEYS.fullmatch(question)
    return found["keys"] if found else ""


def _turns(paths: Sequence[Path]) -> list[dict[str, Any]]:
    rooms = (room for path in paths for room in read_conversations(path))
    return [turn for room in rooms for turn in room["turns"]]


def _act(expect: Mapping[str, Any] | None) -> Act:
    if expect is None:
        return Act.FACT
    return Act.CHAT if "small_talk" in expect else Act.QUESTION


def train(some: Labelled, strength: float, encoder: str) -> Acts:
    """The regression, `strength` being the inverse of what its weights cost (sklearn's C)."""
    spread = some.phi.std(0).clamp(min=1e-6)
    spread[: -len(Sign)] = spread[: -len(Sign)].mean()  # a vector is stretched as one
    fitted = LogisticRegression(C=strength, max_iter=2000).fit(some.phi / spread, some.acts)
    network = nn.Linear(some.phi.shape[1], len(Act))
    with torch.no_grad():
        network.weight.copy_(torch.tensor(fitted.coef_) / spread)
        network.bias.copy_(torch.tensor(fitted.intercept_))
    return Acts(network, encoder)


def judged(acts: Acts, some: Labelled) -> dict[str, dict[str, int]]:
    """How many texts of each act are taken for what, by rules and regression together."""
    found: dict[str, dict[str, int]] = {act.name.lower(): {} for act in Act}
    for text, phi, act in zip(some.texts, some.phi, some.acts.tolist(), strict=True):
        intent = understand(text)
        if is_unsure(intent):
            vector, seen = phi[: -len(Sign)], phi[-len(Sign) :]
            intent = decided(text, intent, acts.chances(vector, seen.tolist()))
        name = _NAMES.get(type(intent), "other")
        row = found[Act(act).name.lower()]
        row[name] = row.get(name, 0) + 1
    return found
