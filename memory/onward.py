"""The later hops: memories that answer together with the first, once both were read in a row.

U_O of the second hop (`memory.hops`) finds what may go on; the verifier reads the best of it behind
the first memory, with the question, and tells whether both together answer it, and better than one
alone does.
"""

from dataclasses import replace

from memory.holding import Holding
from memory.hops import Hops, Step
from memory.second_look import Looks, newer, second_look
from memory.slots import Supporting
from memory.so_far import SoFar
from memory.supports import Asked, supporting

_BEHIND = 2.0  # by how much to stop may be better in U_O's eyes than what is still read


def onward(asked: Asked, looks: Looks | None, now: Holding, first: Supporting) -> list[Supporting]:
    """The first support, looked at twice, and those of later hops, if they answer with it."""
    hops, most = asked.trained.hops, asked.settings.hops - 1
    if hops is None or not most:
        return [second_look(asked, looks, now, first) if looks else first]
    so_far = first_found(asked, now)
    if looks is None:
        return [first, *_supports(asked, hops.further(so_far, most, asked.scan))]
    known = _behind(hops, so_far)
    looks.ahead(now, next(iter(known), None), first)
    alone = second_look(asked, looks, now, first)
    odds = looks.behind(now.row, known[0]) if known else float("-inf")
    if odds <= max(alone.odds, 0.0):
        return [alone, *newer(asked, looks, now, alone)]
    steps = hops.further(so_far, most, asked.scan, known)
    return [replace(first, odds=odds), *_supports(asked, steps)]


def first_found(asked: Asked, now: Holding) -> SoFar:
    """The question and its first memory, which others may go on from."""
    visible = asked.bank.visible(asked.question.audience.channel_ids)
    near = asked.scores.embedding
    return SoFar(asked.bank, asked.question, asked.reading, near, visible, (now.row,), now.past)


def _behind(hops: Hops, so_far: SoFar) -> list[Step]:
    """What may go on, the best first; empty where to stop is far better."""
    likely = hops.likely(so_far)
    if not likely or likely[0].lead <= -_BEHIND:
        return []
    return [likely[0], *(step for step in likely[1:] if step.lead > 0)]


def _supports(asked: Asked, steps: list[Step]) -> list[Supporting]:
    return [_step(asked, step, hop) for hop, step in enumerate(steps, 2)]


def _step(asked: Asked, step: Step, hop: int) -> Supporting:
    """A later support, on the scale of the first: at the threshold to stop is as good."""
    bank, scores = asked.bank, asked.scores
    total = scores.total.clone()
    total[step.row] = asked.settings.threshold + step.lead / asked.settings.sharpness
    found = supporting(bank, replace(scores, total=total), step.row, asked.settings, hop)
    return replace(found, replaces=tuple(bank.slots[row] for row in step.past))
