"""O: k supporting memories for a question, hop by hop.

For what was taught, s_O is the embedding score plus a weighted exact word match (MemNN, eq. 11);
for messages of a conversation a trained U_O scores features of question, message, neighbours and
session (`memory.scoring`), on the same scale: 0.5 of confidence at the threshold. Hop 2 scores [x,
m_o1] as a list (eq. 3). What a newer memory says anew supports nothing any more: a trained
preference (`memory.preference`) tells of each pair whether the newer one takes the older one's
place (eq. 10), in a linear scan (Algorithm 1).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from memory.bank import Bank
from memory.features import features
from memory.holding import Holding, Scan
from memory.preference import Preference
from memory.reading import Reading
from memory.scoring import Scorer
from memory.several import asks_for_several, holds, predicate, variants
from memory.slots import Question, Slot, Supporting
from memory.traits import Trait
from memory.words import stems

_NEVER = -1e4  # below every score: a row that may not support this answer
_CANDIDATES = 32  # rows that the scan of Algorithm 1 looks at: those far below cannot win


@dataclass(frozen=True)
class OutputSettings:
    """How O chooses. The defaults were chosen on the development conversations."""

    hops: int = 2  # k: at most so many supporting memories
    match_weight: float = 0.3  # lambda of eq. 11
    threshold: float = 0.45  # s_O below which the support is too weak to answer from
    sharpness: float = 8.0  # how quickly confidence falls around the threshold
    name_penalty: float = 0.5  # for a memory that lacks the person whom the question names
    replaced: float = 0.5  # probability from which a newer memory takes an older one's place
    messages: int = 8  # of conversations that R reads for an answer
    least: float = 0.2  # probability from which a message of a conversation answers
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
    return Scores(total.masked_fill(~allowed, _NEVER), embedding, match, lead)


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
        weight = 1 + math.log(1 + (count - frequency + 0.5) / (frequency + 0.5))
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
    """The rows that are not about the person whom the question names."""
    return ~(holding(bank, reading.names, every=True) | own_facts(bank, reading))


def may_answer(bank: Bank, question: Question, reading: Reading) -> Bool[Tensor, " rows"]:
    """Who is asked about: "my …" is answered from the asker's own facts and nobody else's.

    Besides these only from what names the asker, or tells of a thing that the question names
    ("where did I put the keys?").
    """
    nobodys = bank.subjects == 0
    if not reading.personal:
        return torch.ones_like(nobodys)
    asker = stems(question.asker.name)
    told = holding(bank, asker, every=True) | holding(bank, reading.nouns, every=False)
    return (bank.subjects == question.asker.id) | (nobodys & told)


def holding_now(
    bank: Bank,
    reading: Reading,
    scores: Scores,
    settings: OutputSettings,
    preference: Preference | None,
) -> Holding:
    """The best row, or what a newer memory says in its place."""
    best = scores.total.topk(min(_CANDIDATES, len(bank)))
    found = zip(best.indices.tolist(), best.values.tolist(), strict=True)
    rows = [row for row, score in found if score > _NEVER]
    if preference is None or not rows:
        return Holding(int(best.indices[0]), ())
    return Scan(bank, reading, scores.embedding, preference, settings.replaced).holding(rows)


def supporting_memories(
    bank: Bank,
    question: Question,
    reading: Reading,
    vectors: Float[Tensor, "2 d"],
    settings: OutputSettings,
    scorer: Scorer | None = None,
    preference: Preference | None = None,
) -> list[Supporting]:
    """o_1 … o_k: the best supporting memory first, further ones as long as they add something.

    Where a message of a conversation is best, the best few messages, for R to read: people say
    again and again what resembles what they said before, and take nothing back by it.
    """
    if not len(bank):
        return []
    scores = score_all(bank, question, reading, vectors, settings, scorer)
    if scores.lead is not None and bank.heard[int(scores.total.argmax())]:
        return _messages(bank, scores, settings)
    now = holding_now(bank, reading, scores, settings, preference)
    if float(scores.total[now.row]) <= _NEVER:
        return []
    first = _holding(bank, scores, now, settings)
    scores.total[list(now.past)] = _NEVER  # they support nothing any more
    chosen, supports = [now.row], [first]
    if beside := _beside(bank, reading, scores, now.row):
        return [first, *(_supporting(bank, scores, row, settings) for row in beside)]
    while len(chosen) < settings.hops:
        scores = next_hop(bank, reading, scores, chosen)
        row = int(scores.total.argmax())
        if float(scores.total[row]) < settings.threshold:
            break
        chosen.append(row)
        supports.append(_supporting(bank, scores, row, settings, hop=len(chosen)))
    return supports


def _holding(bank: Bank, scores: Scores, now: Holding, settings: OutputSettings) -> Supporting:
    """The first support: as sure as the surest of those whose place it took."""
    found = _supporting(bank, scores, now.row, settings)
    best = float(scores.total[[now.row, *now.past]].max())
    past = tuple(bank.slots[row] for row in now.past)
    return replace(found, odds=log_odds(best, settings), replaces=past)


def _beside(bank: Bank, reading: Reading, scores: Scores, first: int) -> list[int]:
    """Further rows that answer as well, where the question asks for several."""
    wanted = predicate(reading.text)
    if not asks_for_several(reading.text) or not holds(bank.slots[first], wanted):
        return []
    found = scores.total > _NEVER
    for one in wanted:
        found &= holding(bank, variants(one), every=False)
    rows = (row for row in found.nonzero().flatten().tolist() if row != first)
    return [row for row in rows if holds(bank.slots[row], wanted)]


def _messages(bank: Bank, scores: Scores, settings: OutputSettings) -> list[Supporting]:
    """The best messages of conversations: R finds the answer in one of them, or in several."""
    total = scores.total.masked_fill(~bank.heard, _NEVER)
    best = total.topk(min(settings.messages, len(total)))
    pairs = zip(best.indices.tolist(), best.values.tolist(), strict=True)
    return [_supporting(bank, scores, row, settings) for row, score in pairs if score > _NEVER]


def ranking(
    bank: Bank,
    question: Question,
    reading: Reading,
    vectors: Float[Tensor, "2 d"],
    settings: OutputSettings,
    scorer: Scorer | None = None,
    *,
    limit: int,
) -> list[Supporting]:
    """The memories that may support the answer by falling s_O of the first hop, at most `limit`."""
    if not len(bank):
        return []
    scores = score_all(bank, question, reading, vectors, settings, scorer)
    best = scores.total.topk(min(limit, len(scores.total)))
    pairs = zip(best.indices.tolist(), best.values.tolist(), strict=True)
    return [_supporting(bank, scores, row, settings) for row, score in pairs if score > _NEVER]


def next_hop(bank: Bank, reading: Reading, scores: Scores, chosen: list[int]) -> Scores:
    """s_O([x, m_o1], m_i) = s_O(x, m_i) + s_O(m_o1, m_i)  [MemNN, eq. 3 and footnote 3].

    The second term counts the words of m_o1 that the question does not have: a memory is worth a
    hop when it brings words of the question that are still open, and hangs together with m_o1.
    """
    said = frozenset[str]().union(*(bank.stems[row] for row in chosen))
    still_open = reading.stems - said
    brings = holding(bank, still_open, every=False) if still_open else _none(bank)
    hangs = holding(bank, said - reading.stems, every=False)
    total = scores.total.masked_fill(~(brings & hangs), _NEVER)
    total[chosen] = _NEVER
    return Scores(total + bank.vectors @ bank.vectors[chosen[-1]], scores.embedding, scores.match)


def _none(bank: Bank) -> Bool[Tensor, " rows"]:
    return torch.zeros(len(bank), dtype=torch.bool, device=bank.device)


def _supporting(
    bank: Bank, scores: Scores, row: int, settings: OutputSettings, hop: int = 1
) -> Supporting:
    total, embedding, match = (
        float(part[row]) for part in (scores.total, scores.embedding, scores.match)
    )
    odds = log_odds(total, settings)
    before = None if scores.lead is None else _answered(bank, row)  # else nobody reads it
    return Supporting(bank.slots[row], hop, total, embedding, match, odds, before, scores.lead)


def _answered(bank: Bank, row: int) -> Slot | None:
    """The question that a message follows in its session."""
    before = int(bank.context().before[row])
    asked = before != row and bool(bank.traits[before, Trait.QUESTION])
    return bank.slots[before] if asked else None
