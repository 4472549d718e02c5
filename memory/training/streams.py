"""A simulated run as the paper's network sees it: a stream cut into memories, bags of words."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import torch
from torch import Tensor

from memory.nn import memnn, unseen
from memory.nn.losses import margin_segments
from memory.nn.segmenter import Segmenter, cut
from memory.training import roles
from memory.training.babi import Example
from memory.training.vocabulary import STOP, Vocabulary, pad
from memory.training.world import Run, stream

SEGMENT_BANKS = 3  # a word itself, and the words left and right of an unseen one
_MARGINS = 10


@dataclass(frozen=True)
class Reading:
    """How streams are cut and words known: what was learned before the network itself."""

    vocabulary: Vocabulary
    names: frozenset[str] = frozenset()  # words that are to be seen as unseen ones
    segmenter: Segmenter | None = None  # None: the sentences come cut
    gamma: float = 0.1

    def extended(self, run: Run) -> Vocabulary:
        """The words of another run too, behind those that were learned."""
        return Vocabulary([*self.vocabulary.words[3:], *_words(run)])

    def own(self, vocabulary: Vocabulary) -> Tensor:
        """Which words of an extended vocabulary have features of their own, names aside."""
        known = torch.tensor([word not in self.names for word in vocabulary.words])
        return known & (torch.arange(len(vocabulary)) < len(self.vocabulary))


@dataclass(frozen=True)
class Encoded:
    """A run as bags of words; supports and lengths count memories, not statements."""

    distinct: Tensor  # (M, V) few beside the memories, which repeat each other
    rows: Tensor  # (N,) the bag of each memory; m_0, the memory that says enough, comes first
    questions: Tensor  # (Q, V)
    lengths: Tensor  # (Q,) memories written before the question
    supports: Tensor  # (Q, 2); after a single supporting fact comes m_0
    answers: Tensor  # (Q,) word ids
    trained: Tensor  # (V,) words with features of their own
    common: Tensor  # (V,) those of them that are no names
    context: unseen.Contexts
    words: Vocabulary  # those of training first

    @cached_property
    def memories(self) -> Tensor:
        """Each memory's bag   (N, V)."""
        return self.distinct[self.rows]


def vocabulary_of(run: Run) -> Vocabulary:
    """All words of a run."""
    return Vocabulary(_words(run))


def _words(run: Run) -> list[str]:
    return [*stream(run)[0], *(w for q in run.questions for w in (*q.words, *q.answer))]


def names_of(run: Run) -> frozenset[str]:
    """Words that matter by where else they stand, found from the labelled questions."""
    return roles.names([_example(run, index) for index in range(len(run.questions))])


def _example(run: Run, index: int) -> Example:
    question = run.questions[index]
    facts = tuple(run.statements[i] for i in question.supports)
    asked = tuple(word for word in question.words if word != "?")
    return Example(facts, asked, " ".join(question.answer), tuple(range(len(facts))))


def learn(run: Run, *, names: bool, stream: bool, seed: int) -> Reading:
    """What a training run tells before the network is trained; without `stream` nothing is cut."""
    torch.manual_seed(seed)
    reading = Reading(vocabulary_of(run), names_of(run) if names else frozenset())
    return replace(reading, segmenter=train_segmenter(run, reading)) if stream else reading


def encode(run: Run, reading: Reading) -> Encoded:
    """Bags for every memory and question; words new to the reading get ids behind its own."""
    vocabulary, trained = reading.extended(run), len(reading.vocabulary)
    found, holding = segments(run, reading)
    memories = pad([[STOP], *found])
    distinct, rows = memnn.bag(memories, len(vocabulary)).unique(dim=0, return_inverse=True)
    asked = run.questions
    return Encoded(
        distinct=distinct,
        rows=rows,
        questions=memnn.bag(pad([vocabulary.encode(q.words) for q in asked]), len(vocabulary)),
        lengths=holding[[q.at - 1 for q in asked]] + 2,
        supports=torch.tensor([(*holding[list(q.supports)].tolist(), -1)[:2] for q in asked]) + 1,
        answers=torch.tensor([vocabulary.encode(q.answer)[0] for q in asked]),
        trained=torch.arange(len(vocabulary)) < trained,
        common=reading.own(vocabulary),
        context=unseen.contexts(memories, len(vocabulary), trained),
        words=vocabulary,
    )


def segments(run: Run, reading: Reading) -> tuple[list[list[int]], Tensor]:
    """Each memory's words, and for each statement the memory that holds its last word."""
    words, ends = stream(run)
    coded, cuts = reading.extended(run).encode(words), ends
    if reading.segmenter is not None:
        with torch.no_grad():
            worth = reading.segmenter(_features(run, reading)).tolist()
        cuts = cut(worth, coded, reading.gamma)
    if not cuts or cuts[-1] < ends[-1]:
        cuts = [*cuts, ends[-1]]  # words that the segmenter never closed
    starts = [0, *cuts[:-1]]
    found = [coded[start:end] for start, end in zip(starts, cuts, strict=True)]
    return found, torch.searchsorted(torch.tensor(cuts), torch.tensor(ends))


def _features(run: Run, reading: Reading) -> Tensor:
    """Phi_seg of each word: itself, or the words next to an unseen one   (V, SEGMENT_BANKS |W|).

    In a linear score one feature for all unseen words could not tell a segment's last word.
    """
    vocabulary = reading.extended(run)
    own, coded = reading.own(vocabulary), torch.tensor([vocabulary.encode(stream(run)[0])])
    around = unseen.contexts(coded, len(vocabulary), len(reading.vocabulary), reach=1)
    around = unseen.known_neighbours(around, own)
    return torch.cat(unseen.replace_unseen(torch.eye(len(vocabulary)), ~own, around), 1)


def train_segmenter(run: Run, reading: Reading) -> Segmenter:
    """Eq. 12 on the labelled supporting segments and on their unfinished beginnings.

    With a wider margin than the one at which streams are cut: a new segment that falls just short
    joins the next one, and such a memory, holding the words of two, matches too much.
    """
    whole, other = _segments(run, reading)
    features = _features(run, reading)
    whole, other = whole @ features, other @ features
    segmenter = Segmenter(features.shape[1])
    optimiser = torch.optim.Adam(segmenter.parameters(), lr=0.03)
    for _ in range(300):
        loss = margin_segments(segmenter(whole), segmenter(other), _MARGINS * reading.gamma)
        if loss.item() == 0:
            break
        optimiser.zero_grad()
        (loss / len(whole)).backward()
        optimiser.step()
    return segmenter


def _segments(run: Run, reading: Reading) -> tuple[Tensor, Tensor]:
    """Distinct bags of whole labelled segments, and of their beginnings."""
    words, ends = stream(run)
    coded = reading.vocabulary.encode(words)
    labelled = {index for question in run.questions for index in question.supports}
    whole: dict[tuple[int, ...], None] = {}
    other: dict[tuple[int, ...], None] = {}
    for index in sorted(labelled):
        segment = coded[ends[index - 1] if index else 0 : ends[index]]
        whole[tuple(sorted(segment))] = None
        for length in range(1, len(segment)):
            other[tuple(sorted(segment[:length]))] = None
    size = len(reading.vocabulary)
    others = [row for row in other if row not in whole]
    return memnn.bag(pad(list(whole)), size), memnn.bag(pad(others), size)


def batches(count: int, size: int) -> Iterator[Tensor]:
    """All indices in random order, so many at a time."""
    yield from torch.randperm(count).split(size)
