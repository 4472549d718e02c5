"""O: k supporting memories for a question, hop by hop.

The first is the best by s_O (`memory.addressing`); hop 2 scores [x, m_o1] as a list (eq. 3). What a
newer memory says anew supports nothing any more: a trained preference (`memory.preference`) tells
of each pair whether the newer one takes the older one's place (eq. 10), in a linear scan (Algorithm
1).
"""

from dataclasses import replace

from jaxtyping import Float
from torch import Tensor

from memory.addressing import NEVER, OutputSettings, Scores, holding, score_all
from memory.bank import Bank
from memory.heard import few_messages, instead, messages
from memory.holding import Holding
from memory.hops import Step
from memory.reading import Reading
from memory.scoring import Scorer
from memory.second_look import second_look
from memory.several import asks_for_several, holds, predicate, variants
from memory.slots import Question, Supporting
from memory.so_far import SoFar
from memory.supports import Asked, Trained, held, holding_now, supporting


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
        return messages(bank, scores, settings)
    now = holding_now(bank, reading, scores, settings, trained.preference)
    if float(scores.total[now.row]) <= NEVER:
        return []
    first = held(bank, scores, now, settings)
    scores.total[list(now.past)] = NEVER  # they support nothing any more
    rows = _several(bank, reading, scores)
    beside = [supporting(bank, scores, row, settings) for row in rows if row != now.row]
    if beside:  # "Dave doesn't live in Oslo" does not tell who does
        return [first, *beside] if now.row in rows else beside
    if bank.heard[now.row]:
        return few_messages(bank, scores, first, settings) or [first]
    asked = Asked(bank, question, reading, scores, settings, trained)
    steps = _further(asked, now)
    if not steps:  # what leads to a later hop need not answer itself
        first = second_look(asked, now, first)
    return instead(bank, scores, first, settings) or [first, *steps]


def _further(asked: Asked, now: Holding) -> list[Supporting]:
    """The supports of later hops."""
    bank, scores, hops = asked.bank, asked.scores, asked.trained.hops
    if hops is None:
        return []
    visible = bank.visible(asked.question.audience.channel_ids)
    found = SoFar(
        bank, asked.question, asked.reading, scores.embedding, visible, (now.row,), now.past
    )
    steps = hops.further(found, asked.settings.hops - 1, asked.scan)
    return [_step(bank, scores, step, asked.settings, hop) for hop, step in enumerate(steps, 2)]


def _step(bank: Bank, scores: Scores, step: Step, settings: OutputSettings, hop: int) -> Supporting:
    """A later support, on the scale of the first: at the threshold to stop is as good."""
    total = scores.total.clone()
    total[step.row] = settings.threshold + step.lead / settings.sharpness
    found = supporting(bank, replace(scores, total=total), step.row, settings, hop)
    return replace(found, replaces=tuple(bank.slots[row] for row in step.past))


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
    return [supporting(bank, scores, row, settings) for row, score in pairs if score > NEVER]
