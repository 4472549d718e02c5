"""Rows of a bank as supporting memories, and what holds now in their place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from memory.addressing import OutputSettings, Scores, best_rows, log_odds
from memory.bank import Bank
from memory.holding import Holding, Replacing, Scan
from memory.hops import Hops
from memory.preference import Preference
from memory.reading import Reading
from memory.scoring import Scorer
from memory.slots import Question, Slot, Supporting
from memory.traits import Trait

_CANDIDATES = 32  # rows that the scan of Algorithm 1 looks at: those far below cannot win
# log-odds that each memory, or two in a row, answer a question, where the first look had these
Verify = Callable[[Sequence[tuple[str, tuple[str, ...]]], Sequence[float]], list[float]]


@dataclass(frozen=True, slots=True)
class Trained:
    """The trained networks of O; what is missing leaves its part to fixed scores, or out."""

    scorer: Scorer | None = None  # of messages
    preference: Preference | None = None  # for what is newer
    hops: Hops | None = None  # after the first
    verify: Verify | None = None  # a second look at what was taught
    replacing: Replacing | None = None  # the same at what is newer


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of a question once the memories have scores."""

    bank: Bank
    question: Question
    reading: Reading
    scores: Scores
    settings: OutputSettings
    trained: Trained
    scan: Scan | None = None  # what finds which memory holds now


def holding_now(scan: Scan | None, scores: Scores) -> Holding:
    """The best row, or what a newer memory says in its place."""
    rows = likely(scores)
    return scan.holding(rows) if scan and rows else Holding(int(scores.total.argmax()), ())


def likely(scores: Scores) -> list[int]:
    """The best rows: those among which one may take another's place."""
    return [*best_rows(scores.total, _CANDIDATES)]


def scan_of(
    bank: Bank,
    reading: Reading,
    scores: Scores,
    settings: OutputSettings,
    trained: Trained,
) -> Scan | None:
    """What finds which memory holds now."""
    if trained.preference is None:
        return None
    return Scan(
        bank, reading, scores.embedding, trained.preference, settings.replaced, trained.replacing
    )


def held(bank: Bank, scores: Scores, now: Holding, settings: OutputSettings) -> Supporting:
    """The first support: as sure as the surest of those whose place it took."""
    found = supporting(bank, scores, now.row, settings)
    best = float(scores.total[[now.row, *now.past]].max())
    past = tuple(bank.slots[row] for row in now.past)
    return replace(found, odds=log_odds(best, settings), replaces=past)


def supporting(
    bank: Bank, scores: Scores, row: int, settings: OutputSettings, hop: int = 1
) -> Supporting:
    """A row as a supporting memory of this hop."""
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
