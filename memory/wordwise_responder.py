"""R as networks that read the nearest memories word by word: pointer, lstm and ntm.

None of them asks O which memory it is.
"""

from collections.abc import Sequence
from pathlib import Path

from memory.checkpoints import CONFIG, CheckpointError
from memory.decoding import Saying, in_words
from memory.lineup import Lineup
from memory.perspective import told_to
from memory.responders import Looked, Spoken
from memory.scrolls import QUESTION, Said, Word, scroll
from memory.slots import Question, Slot, Supporting
from memory.wordwise import KINDS, Kind, Wordwise

SHIPPED = Path(__file__).parent / "weights"
READS = 8  # memories


class WordwiseResponder:
    """Reads the nearest memories in the order in which they were said, and then the question."""

    reads = READS

    def __init__(self, name: Kind, folder: Path | None = None) -> None:
        """Nothing is loaded before it is needed. Raises CheckpointError when there is nothing."""
        self.name: str = name
        self._kind, self._folder = name, folder or SHIPPED / name
        self._trained: Wordwise | None = None
        if not (self._folder / CONFIG).is_file():
            problem = f"there is no trained {name}: make one with engram train responder {name}"
            raise CheckpointError(self._folder, problem)

    def prepare(self) -> None:
        """Load it, once."""
        self._trained = self._trained or Wordwise.load(self._kind, self._folder)

    def respond(self, question: Question, supporting: Sequence[Supporting]) -> Spoken:
        """What it says, from the memory in which it found most of it."""
        self.prepare()
        assert self._trained is not None  # noqa: S101 for the type checker
        read = sorted(supporting, key=lambda item: (item.slot.said_at, item.slot.id))
        texts = [Said(i.slot.author.name, told_to(i.slot, question.asker)) for i in read]
        words = scroll(texts, question.text)
        saying = self._trained.answer(words)
        looked = _looked([item.slot for item in read], words, saying)
        if not saying.words:
            return Spoken("", (), -abs(self._trained.odds(saying.probability)), looked)
        places = [words[place].of for place in saying.places if words[place].of != QUESTION]
        used = [read[number] for number in dict.fromkeys(places)]
        text = in_words(saying, words, texts)
        return Spoken(text, used, self._trained.odds(saying.probability), looked)


def _looked(slots: Sequence[Slot], words: Sequence[Word], saying: Saying) -> tuple[Looked, ...]:
    """The attention on each memory, those first that got most."""
    rows: dict[int, list[tuple[str, float]]] = {}
    for word, weight in zip(words, saying.attention, strict=True):
        if word.of != QUESTION:
            rows.setdefault(word.of, []).append((word.text, weight))
    best = sorted(rows, key=lambda number: -sum(weight for _, weight in rows[number]))
    return tuple(Looked(slots[number], rows[number]) for number in best)


def load_into(lineup: Lineup, name: str) -> str:
    """Offer it. Returns its name. Raises CheckpointError or ResponderNotLoadedError."""
    for kind in KINDS:
        if kind == name and name not in lineup.names:
            lineup.add(WordwiseResponder(kind))
    return lineup.named(name).name
