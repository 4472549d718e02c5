"""O: k supporting memories for a question, hop by hop.

The first is the best by s_O (`memory.addressing`); hop 2 scores [x, m_o1] as a list (eq. 3). What a
newer memory says anew supports nothing any more: a trained preference (`memory.preference`) tells
of each pair whether the newer one takes the older one's place (eq. 10), in a linear scan (Algorithm
1).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from jaxtyping import Float
from torch import Tensor

from memory.addressing import NEVER, OutputSettings, Scores, holding, log_odds, score_all
from memory.bank import Bank
from memory.holding import Holding, Scan
from memory.hops import Hops, Step
from memory.preference import Preference
from memory.reading import Reading
from memory.scoring import Scorer
from memory.several import asks_for_several, holds, predicate, variants
from memory.slots import Kind, Question, Slot, Supporting
from memory.so_far import SoFar
from memory.traits import Trait

_CANDIDATES = 32  # rows that the scan of Algorithm 1 looks at: those far below cannot win
_AT_ONCE = 1000  # characters of messages that R reads in one window


@dataclass(frozen=True, slots=True)
class Trained:
    """The trained networks of O; what is missing leaves its part to fixed scores, or out."""

    scorer: Scorer | None = None  # of messages
    preference: Preference | None = None  # for what is newer
    hops: Hops | None = None  # after the first


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
    rows = [row for row, score in found if score > NEVER]
    scan = _scan(bank, reading, scores, settings, preference)
    return scan.holding(rows) if scan and rows else Holding(int(best.indices[0]), ())


def _scan(
    bank: Bank,
    reading: Reading,
    scores: Scores,
    settings: OutputSettings,
    preference: Preference | None,
) -> Scan | None:
    if preference is None:
        return None
    return Scan(bank, reading, scores.embedding, preference, settings.replaced)


def supporting_memories(
    bank: Bank,
    question: Question,
    reading: Reading,
    vectors: Float[Tensor, "2 d"],
    settings: OutputSettings,
    trained: Trained,
) -> list[Supporting]:
    """o_1 … o_k: the best supporting memory first, further ones as long as they add something.

    Where a message of a conversation is best, the best few messages, for R to read. In a long one
    people say again and again what resembles what they said before, and take nothing back by it;
    in a short one what holds now stands first. It is read, too, where nothing taught is sure.
    """
    if not len(bank):
        return []
    scores = score_all(bank, question, reading, vectors, settings, trained.scorer)
    if scores.lead is not None and bank.heard[int(scores.total.argmax())]:
        return _messages(bank, scores, settings)
    now = holding_now(bank, reading, scores, settings, trained.preference)
    if float(scores.total[now.row]) <= NEVER:
        return []
    first = _holding(bank, scores, now, settings)
    scores.total[list(now.past)] = NEVER  # they support nothing any more
    rows = _several(bank, reading, scores)
    beside = [_supporting(bank, scores, row, settings) for row in rows if row != now.row]
    if beside:  # "Dave doesn't live in Oslo" does not tell who does
        return [first, *beside] if now.row in rows else beside
    few = _few_messages(bank, scores, first, settings)
    if few or trained.hops is None:
        return few or [first]
    visible = bank.visible(question.audience.channel_ids)
    found = SoFar(bank, question, reading, scores.embedding, visible, (now.row,), now.past)
    scan = _scan(bank, reading, scores, settings, trained.preference)
    steps = trained.hops.further(found, settings.hops - 1, scan)
    return [first, *(_step(bank, scores, step, settings, n) for n, step in enumerate(steps, 2))]


def _step(bank: Bank, scores: Scores, step: Step, settings: OutputSettings, hop: int) -> Supporting:
    """A later support, on the scale of the first: at the threshold to stop is as good."""
    total = scores.total.clone()
    total[step.row] = settings.threshold + step.lead / settings.sharpness
    found = _supporting(bank, replace(scores, total=total), step.row, settings, hop)
    return replace(found, replaces=tuple(bank.slots[row] for row in step.past))


def _holding(bank: Bank, scores: Scores, now: Holding, settings: OutputSettings) -> Supporting:
    """The first support: as sure as the surest of those whose place it took."""
    found = _supporting(bank, scores, now.row, settings)
    best = float(scores.total[[now.row, *now.past]].max())
    past = tuple(bank.slots[row] for row in now.past)
    return replace(found, odds=log_odds(best, settings), replaces=past)


def _several(bank: Bank, reading: Reading, scores: Scores) -> list[int]:
    """The rows that answer, where the question asks for several."""
    wanted = predicate(reading.text)
    if not wanted or not asks_for_several(reading.text):
        return []
    found = scores.total > NEVER
    for one in wanted:
        found &= holding(bank, variants(one), every=False)
    rows = found.nonzero().flatten().tolist()
    return [row for row in rows if holds(bank.slots[row], wanted)]


def _messages(bank: Bank, scores: Scores, settings: OutputSettings) -> list[Supporting]:
    """The best messages of conversations: R finds the answer in one of them, or in several."""
    total = scores.total.masked_fill(~bank.heard, NEVER)
    best = total.topk(min(settings.messages, len(total)))
    pairs = zip(best.indices.tolist(), best.values.tolist(), strict=True)
    return [_supporting(bank, scores, row, settings) for row, score in pairs if score > NEVER]


def _few_messages(
    bank: Bank, scores: Scores, first: Supporting, settings: OutputSettings
) -> list[Supporting]:
    """The best messages of a short conversation; none where something taught is sure enough."""
    heard = first.slot.kind is Kind.HEARD
    if scores.lead is not None or not (heard or first.odds < 0):
        return []
    total = scores.total.masked_fill(~bank.heard, NEVER)
    order = total.argsort(descending=True, stable=True).tolist()
    rows = (row for row in order if total[row] > NEVER and bank.slots[row] != first.slot)
    found = [_supporting(bank, scores, row, settings) for row in rows]
    return _at_once([first, *found] if heard else found)


def _at_once(found: Sequence[Supporting]) -> list[Supporting]:
    """As many of them as R reads together; the first in any case."""
    ends = accumulate(len(item.slot.text) for item in found)
    return [
        item
        for n, (item, end) in enumerate(zip(found, ends, strict=True))
        if not n or end <= _AT_ONCE
    ]


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
    return [_supporting(bank, scores, row, settings) for row, score in pairs if score > NEVER]


def _supporting(
    bank: Bank, scores: Scores, row: int, settings: OutputSettings, hop: int = 1
) -> Supporting:
    total, embedding, match = (
        float(part[row]) for part in (scores.total, scores.embedding, scores.match)
    )
    odds = log_odds(total, settings)
    before = _answered(bank, row) if bank.heard[row] else None
    return Supporting(bank.slots[row], hop, total, embedding, match, odds, before, scores.lead)


def _answered(bank: Bank, row: int) -> Slot | None:
    """The question that a message follows in its session."""
    before = int(bank.context().before[row])
    asked = before != row and bool(bank.traits[before, Trait.QUESTION])
    return bank.slots[before] if asked else None
