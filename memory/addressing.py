"""s_O(x, m_i): how well each memory that may answer supports the answer to a question.

For what was taught, s_O is the embedding score plus a weighted exact word match (MemNN, eq. 11);
for messages of a conversation a trained U_O scores features of question, message, neighbours and
session (`memory.scoring`), on the same scale: 0.5 of confidence at the threshold.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from memory.bank import Bank
from memory.features import features, said_by_named
from memory.handled import handled, of_mine
from memory.naming import name_stems
from memory.reading import Reading
from memory.scoring import Scorer
from memory.slots import Person, Question
from memory.words import rarity

NEVER = -1e4  # below every score: a row that may not support this answer


@dataclass(frozen=True)
class OutputSettings:
    """How O chooses. The defaults were chosen on the development conversations."""

    hops: int = 2  # k: at most so many supporting memories
    match_weight: float = 0.3  # lambda of eq. 11
    threshold: float = 0.45  # s_O below which the support is too weak to answer from
    sharpness: float = 8.0  # how quickly confidence falls around the threshold
    name_penalty: float = 0.5  # for a memory that lacks the person whom the question names
    replaced: float = 0.5  # probability from which a newer memory takes an older one's place
    messages: int = 8  # of long conversations that R reads for an answer
    least: float = 0.2  # probability from which a message of a conversation answers
    verify: bool = True  # whether what was taught is looked at twice
    conversation: int = 50  # messages from which they are scored as one: features need a spread

    def __post_init__(self) -> None:
        """Refuse what cannot work."""
        if not 1 <= self.hops <= 10:
            raise ValueError(f"hops must be between 1 and 10, got {self.hops}")
        self._check(("messages", "conversation"), lambda value: value >= 1, "at least 1")
        self._check(("least", "replaced"), lambda value: 0 < value < 1, "between 0 and 1")
        self._check(("match_weight", "name_penalty"), lambda value: value >= 0, "at least 0")
        self._check(("sharpness",), lambda value: 0 < value <= 100, "above 0 and at most 100")

    def _check(self, names: tuple[str, ...], fits: Callable[[float], bool], wanted: str) -> None:
        for name in names:
            if not fits(getattr(self, name)):
                raise ValueError(f"{name} must be {wanted}, got {getattr(self, name)}")


@dataclass(frozen=True, slots=True)
class Scores:
    """s_O of every row, and its parts."""

    total: Float[Tensor, " rows"]
    embedding: Float[Tensor, " rows"]
    match: Float[Tensor, " rows"]
    lead: float | None = None  # of those named over all others, where messages have learned scores


def log_odds(score: float, settings: OutputSettings) -> float:
    """How sure an answer with this s_O is: 0 at the threshold."""
    return settings.sharpness * (score - settings.threshold)


def confidence(odds: float) -> float:
    """The same as a probability."""
    return (1 + math.tanh(odds / 2)) / 2


def score_all(
    bank: Bank,
    question: Question,
    reading: Reading,
    vectors: Float[Tensor, "2 d"],
    settings: OutputSettings,
    scorer: Scorer | None = None,
) -> Scores:
    """s_O(x, m_i) for every row: Phi_x(x) . Phi_y(m_i) + lambda * match  [MemNN, eq. 11].

    `vectors` holds the question as asked and as its named people would ask it themselves. With a
    scorer, the messages of conversations get its log-odds on the scale of the confidence.
    """
    visible = bank.visible(question.audience.channel_ids)
    embedding = embedding_scores(bank, reading, vectors)
    match = match_scores(bank, reading.stems, visible)
    total = embedding + settings.match_weight * match
    total = total - settings.name_penalty * lacks_names(bank, reading).float()
    allowed = visible & may_answer(bank, question, reading)
    heard = allowed & bank.heard
    lead = None
    if scorer is not None and int(heard.sum()) >= settings.conversation:
        phi = features(bank, reading, vectors, heard)
        odds = scorer.log_odds(phi, heard.cpu())
        lead = scorer.lead(odds, phi, heard.cpu())
        odds = odds.to(bank.device) - math.log(settings.least / (1 - settings.least))
        total = torch.where(bank.heard, settings.threshold + odds / settings.sharpness, total)
    return Scores(total.masked_fill(~allowed, NEVER), embedding, match, lead)


def best_rows(total: Float[Tensor, " rows"], most: int) -> dict[int, float]:
    """The best so many rows that may support an answer, the best first, with their scores."""
    best = total.topk(min(most, len(total)))
    pairs = zip(best.indices.tolist(), best.values.tolist(), strict=True)
    return {row: score for row, score in pairs if score > NEVER}


def embedding_scores(
    bank: Bank, reading: Reading, vectors: Float[Tensor, "2 d"]
) -> Float[Tensor, " rows"]:
    """Cosines; the own facts of a named person are met in that person's words."""
    asked, neutral = (bank.vectors @ vectors.to(bank.device).T).unbind(dim=1)  # (rows,) each
    return torch.where(own_facts(bank, reading), neutral, asked) if reading.people else asked


def match_scores(
    bank: Bank, asked: frozenset[str], visible: Bool[Tensor, " rows"]
) -> Float[Tensor, " rows"]:
    """The share of the question's words that stand in each memory, rare words counting more.

    Rarity is taken among the visible rows alone: what somebody may not see changes nothing.
    """
    found, whole = torch.zeros(len(bank), device=bank.device), 0.0
    count = int(visible.sum())
    for stem in asked:
        rows = bank.bucket(stem)
        frequency = int(visible[rows].sum())
        weight = 1 + rarity(count, frequency)
        found[rows] += weight
        whole += weight
    return found / whole if whole else found


def holding(bank: Bank, stems: frozenset[str], *, every: bool) -> Bool[Tensor, " rows"]:
    """The rows whose text holds every one of the stems, or any."""
    counts = torch.zeros(len(bank), dtype=torch.int64, device=bank.device)
    for stem in stems:
        counts[bank.bucket(stem)] += 1
    return counts >= (len(stems) if every else 1)


def own_facts(bank: Bank, reading: Reading) -> Bool[Tensor, " rows"]:
    """The rows that are own facts of somebody whom the question names."""
    people = torch.tensor(sorted(reading.people), dtype=torch.int64, device=bank.device)
    return torch.isin(bank.subjects, people)


def lacks_names(bank: Bank, reading: Reading) -> Bool[Tensor, " rows"]:
    """The rows that are not about the person whom the question names, nor heard from them."""
    about = holding(bank, reading.names, every=True) | own_facts(bank, reading)
    return ~(about | (bank.heard & said_by_named(bank, reading).to(bank.device)))


def may_answer(bank: Bank, question: Question, reading: Reading) -> Bool[Tensor, " rows"]:
    """Who is asked about: "my …" is answered from the asker's own facts and nobody else's.

    Besides these only from what names the asker, also from own facts of whom the question names
    ("what does Ada owe me?"), or tells of a thing that it names ("where did I put the keys?"), or
    of what others did with what is the asker's ("I found red glasses"). Of one of several people
    with the same name only what they told of themselves.
    """
    if reading.alone:
        return own_facts(bank, reading)
    nobodys = bank.subjects == 0
    if not reading.personal:
        return torch.ones_like(nobodys)
    of_asker = _naming(bank, question.asker)
    told = nobodys & (of_asker | holding(bank, reading.nouns, every=False))
    by_named = of_asker & own_facts(bank, reading)
    own = bank.subjects == question.asker.id
    return own | told | by_named | _handled(bank, question, ~(own | nobodys))


def _naming(bank: Bank, person: Person) -> Bool[Tensor, " rows"]:
    """The rows whose text names somebody, by the whole name or for short."""
    found = torch.zeros(len(bank), dtype=torch.bool, device=bank.device)
    for name in name_stems(person.name):
        found |= holding(bank, name, every=True)
    return found


def _handled(
    bank: Bank, question: Question, others: Bool[Tensor, " rows"]
) -> Bool[Tensor, " rows"]:
    """The own facts of others that tell what they did with a thing of the asker's."""
    rows = others & holding(bank, of_mine(question.text), every=False)
    for row in rows.nonzero().flatten().tolist():
        rows[row] = handled(bank.slots[row].text, question.asker.name)
    return rows
