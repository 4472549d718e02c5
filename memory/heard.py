"""The messages of conversations that R reads for an answer."""

from collections.abc import Iterable
from itertools import chain

from memory.addressing import NEVER, OutputSettings, Scores, best_rows
from memory.bank import Bank
from memory.slots import Kind, Supporting
from memory.supports import supporting

_AT_ONCE = 1000  # characters of messages that R reads in one window


def instead(
    bank: Bank, scores: Scores, first: Supporting, settings: OutputSettings
) -> list[Supporting]:
    """Messages that R may read where nothing taught is sure."""
    if scores.lead is not None and first.odds < 0:
        return messages(bank, scores, settings)
    return few_messages(bank, scores, first, settings)


def messages(bank: Bank, scores: Scores, settings: OutputSettings) -> list[Supporting]:
    """The best messages of conversations: R finds the answer in one of them, or in several."""
    total = scores.total.masked_fill(~bank.heard, NEVER)
    rows = best_rows(total, settings.messages)
    return [supporting(bank, scores, row, settings) for row in rows]


def few_messages(
    bank: Bank, scores: Scores, first: Supporting, settings: OutputSettings
) -> list[Supporting]:
    """The best messages of a short conversation; none where something taught is sure enough."""
    heard = first.slot.kind is Kind.HEARD
    if scores.lead is not None or not (heard or first.odds < 0):
        return []
    rows = (bank.heard & (scores.total > NEVER)).nonzero().flatten()  # few, however much is known
    order = scores.total[rows].argsort(descending=True, stable=True)
    others = (row for row in rows[order].tolist() if bank.slots[row] != first.slot)
    found = (supporting(bank, scores, row, settings) for row in others)
    return _at_once(chain([first], found) if heard else found)


def _at_once(found: Iterable[Supporting]) -> list[Supporting]:
    """As many of them as R reads together; the first in any case."""
    taken, length = list[Supporting](), 0
    for item in found:
        length += len(item.slot.text)
        if taken and length > _AT_ONCE:
            break
        taken.append(item)
    return taken
