"""The paper's network on the simulated world: word stream in, memories cut, hops, one word out."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

import torch
from torch import Tensor

from memory.nn import memnn
from memory.nn.losses import margin_segments
from memory.nn.memnn import Bank, MemNN
from memory.nn.segmenter import Segmenter, cut
from memory.training.loop import Plan, Row, fit
from memory.training.vocabulary import STOP, Vocabulary, pad
from memory.training.world import Run, stream


@dataclass(frozen=True)
class Config:
    """A way to train; the defaults are section 5.2's."""

    k: int = 2
    time: bool = True
    n: int = 100
    rate: float = 0.01
    gamma: float = 0.1
    epochs: int = 10
    draws: int = 32  # negatives looked at for one that breaks the margin, as WSABIE does
    batch: int = 8  # questions whose losses are summed into one step
    both_sides: bool = (
        False  # also pairs in the order that a scan from newest to oldest never meets
    )
    adam: bool = False  # instead of SGD, with a rate that falls to zero
    stream: bool = True  # False: the sentences come cut (table 5)
    words: bool = True  # False: without eq. 8, since R is a generator (table 6)
    seed: int = 0


_SEGMENT_MARGINS = 10
PAPER = Config()
IMPROVED = Config(adam=True, rate=0.01, epochs=30, batch=32)


@dataclass(frozen=True)
class Encoded:
    """A run as bags of words; supports and lengths count memories, not statements."""

    memories: Tensor  # (N, W)
    questions: Tensor  # (Q, W)
    lengths: Tensor  # (Q,) memories written before the question
    supports: (
        Tensor  # (Q, 2); after a single supporting fact comes m_0, the memory that says enough
    )
    answers: Tensor  # (Q,) word ids


def vocabulary_of(run: Run) -> Vocabulary:
    """All words of a run."""
    asked = (word for q in run.questions for word in (*q.words, *q.answer))
    return Vocabulary([*stream(run)[0], *asked])


def encode(run: Run, vocabulary: Vocabulary, segmenter: Segmenter | None, gamma: float) -> Encoded:
    """Bags for every memory and question; without a segmenter the statements are the memories."""
    rows, cuts = segments(run, vocabulary, segmenter, gamma)
    boundaries = torch.tensor(cuts)
    last_word = torch.tensor(stream(run)[1])
    holding = torch.searchsorted(boundaries, last_word)  # the memory with a statement's last word
    asked = run.questions
    pairs = torch.tensor([(*holding[list(q.supports)].tolist(), -1)[:2] for q in asked]) + 1
    written = torch.tensor([q.at - 1 for q in asked])
    return Encoded(
        memories=memnn.bag(pad([[STOP], *rows]), len(vocabulary)),
        questions=memnn.bag(pad([vocabulary.encode(q.words) for q in asked]), len(vocabulary)),
        lengths=holding[written] + 2,
        supports=pairs,
        answers=torch.tensor([vocabulary.encode(q.answer)[0] for q in asked]),
    )


def segments(
    run: Run, vocabulary: Vocabulary, segmenter: Segmenter | None, gamma: float
) -> tuple[list[list[int]], list[int]]:
    """Each memory's words, and where in the stream it ends."""
    words, ends = stream(run)
    coded = vocabulary.encode(words)
    cuts = ends if segmenter is None else cut(segmenter, coded, gamma)
    starts = [0, *cuts[:-1]]
    if not cuts or cuts[-1] < ends[-1]:  # words that the segmenter never closed
        starts, cuts = [*starts[: len(cuts)], cuts[-1] if cuts else 0], [*cuts, ends[-1]]
    return [coded[start:end] for start, end in zip(starts, cuts, strict=True)], cuts


def train_segmenter(run: Run, vocabulary: Vocabulary, config: Config) -> Segmenter:
    """Eq. 12 on the labelled supporting segments and on their unfinished beginnings.

    With a wider margin than the one at which streams are cut: a new segment that falls just short
    joins the next one, and such a memory, holding the words of two, matches too much.
    """
    gamma = _SEGMENT_MARGINS * config.gamma
    torch.manual_seed(config.seed)
    whole, other = _segments(run, vocabulary)
    segmenter = Segmenter(len(vocabulary), config.n)
    optimiser = torch.optim.SGD(segmenter.parameters(), lr=config.rate)
    for _ in range(200):
        loss = margin_segments(segmenter(whole), segmenter(other), gamma)
        if loss.item() == 0:
            break
        for f, g in zip(_batches(len(whole)), _batches(len(other)), strict=False):
            loss = margin_segments(segmenter(whole[f]), segmenter(other[g]), gamma)
            optimiser.zero_grad()
            (loss / len(f)).backward()
            optimiser.step()
    return segmenter


def _segments(run: Run, vocabulary: Vocabulary) -> tuple[Tensor, Tensor]:
    """Distinct bags of whole labelled segments, and of their beginnings."""
    words, ends = stream(run)
    coded = vocabulary.encode(words)
    labelled = {index for question in run.questions for index in question.supports}
    whole: dict[tuple[int, ...], None] = {}
    other: dict[tuple[int, ...], None] = {}
    for index in sorted(labelled):
        segment = coded[ends[index - 1] if index else 0 : ends[index]]
        whole[tuple(sorted(segment))] = None
        for length in range(1, len(segment)):
            other[tuple(sorted(segment[:length]))] = None
    size = len(vocabulary)
    others = [row for row in other if row not in whole]
    return memnn.bag(pad(list(whole)), size), memnn.bag(pad(others), size)


def _batches(count: int, size: int = 32) -> Iterator[Tensor]:
    yield from torch.randperm(count).split(size)


def train(data: Encoded, config: Config, plan: Plan | None = None) -> MemNN:
    """The network after its epochs over the questions."""
    torch.manual_seed(config.seed)
    network = MemNN(data.memories.shape[1], config.n)
    kind = torch.optim.Adam if config.adam else torch.optim.SGD
    optimiser = kind(network.parameters(), lr=config.rate)

    def epoch(number: int) -> Row:
        if config.adam:
            optimiser.param_groups[0]["lr"] = config.rate * (1 - number / config.epochs)
        total = 0.0
        for rows in _batches(len(data.questions), config.batch):
            optimiser.zero_grad()
            margin = loss(network, data, rows, config)
            margin.backward()
            optimiser.step()
            total += margin.item()
        return {"loss": total / len(data.questions)}

    fit(network, optimiser, epoch, plan or Plan(config.epochs, config.seed), asdict(config))
    return network


def loss(network: MemNN, data: Encoded, rows: Tensor, config: Config) -> Tensor:
    """Eq. 6-8 with sampled negatives; with time, the two-sided form of eq. 6-7."""
    x, length = data.questions[rows], data.lengths[rows]
    chosen = data.supports[rows, : config.k]
    bags = [data.memories[chosen[:, hop]] for hop in range(config.k)]
    total = torch.zeros(())
    for hop in range(config.k):
        query = memnn.query(network.U_O, x, bags[:hop])
        written = length if hop == 0 else chosen[:, hop - 1]
        wrong = _others(chosen[:, hop], length, config.draws, recent=True)
        for rival in (torch.zeros_like(length), *chosen[:, :hop].T):  # m_0, and the earlier hops
            place = torch.randint(config.draws, (len(rows), 1))
            other = torch.where(rival == chosen[:, hop], wrong[:, 0], rival)
            wrong.scatter_(1, place, other[:, None])
        total = total + _hop_loss(network, data, (query, written, chosen[:, hop], wrong), config)
    if not config.words:
        return total
    scores = memnn.query(network.U_R, x, bags) @ _words(network).T
    others = torch.full_like(rows, scores.shape[1] - 1)  # every word but padding
    wrong = _others(data.answers[rows] - 1, others, config.draws, recent=False)
    right = scores.gather(1, data.answers[rows, None])
    return total + violated(config.gamma - right + scores.gather(1, wrong + 1)).sum()


def violated(margins: Tensor) -> Tensor:
    """Of each row's negatives in drawn order, the first that breaks its margin, or zero."""
    first = (margins > 0).int().argmax(1, keepdim=True)
    return margins.gather(1, first)[:, 0].clamp_min(0)


def _hop_loss(
    network: MemNN, data: Encoded, parts: tuple[Tensor, Tensor, Tensor, Tensor], config: Config
) -> Tensor:
    query, written, right, wrong = parts
    match = memnn.embed(network.U_O, data.memories[right], Bank.CANDIDATE)
    other = memnn.embed(network.U_O, data.memories[wrong], Bank.CANDIDATE)
    gap = (query * match).sum(-1, keepdim=True) - (query[:, None] * other).sum(-1)  # (batch, draws)
    if not config.time:
        return violated(config.gamma - gap).sum()
    time = (query @ network.U_O[:, -memnn.TIME_FEATURES :])[:, None]
    written, right = written[:, None].expand_as(wrong), right[:, None].expand_as(wrong)
    first = gap + (memnn.time_features(written, right, wrong) * time).sum(-1)
    second = -gap + (memnn.time_features(written, wrong, right) * time).sum(-1)
    if config.both_sides:
        return (violated(config.gamma - first) + violated(config.gamma + second)).sum()
    return violated(config.gamma - torch.where(right < wrong, first, -second)).sum()


def _others(index: Tensor, length: Tensor, draws: int, *, recent: bool) -> Tensor:
    """Draw so many of the first `length` for each row, never the given one   (batch, draws).

    Recent: as many from each doubling of the distance back. Drawn evenly from thousands of
    memories, the few recent ones that compete with the right one would hardly ever come up.
    """
    others = (length - 1)[:, None]
    share = torch.rand(len(index), draws)
    back = (others + 1) ** share if recent else 1 + share * others
    drawn = others - back.long().clamp_max(others)
    return drawn + (drawn >= index[:, None])


def _words(network: MemNN) -> Tensor:
    return network.U_R[:, : network_words(network)].T


def network_words(network: MemNN) -> int:
    """|W|, from the shape of U_O."""
    return (network.U_O.shape[1] - memnn.TIME_FEATURES) // 3


@torch.no_grad()
def answer(network: MemNN, data: Encoded, config: Config) -> tuple[Tensor, Tensor]:
    """Word answered and memories chosen (Q, k), for every question of a run."""
    written, chosen = data.lengths, list[Tensor]()
    memories = memnn.embed(network.U_O, data.memories, Bank.CANDIDATE)
    for _ in range(config.k):
        query = memnn.query(network.U_O, data.questions, [data.memories[c] for c in chosen])
        chosen.append(_choose(network, query @ memories.T, query, written, data.lengths, config))
        written = chosen[-1]
    response = memnn.query(network.U_R, data.questions, [data.memories[c] for c in chosen])
    return memnn.respond(response, _words(network)), torch.stack(chosen, 1)


def _choose(
    network: MemNN, match: Tensor, query: Tensor, written: Tensor, length: Tensor, config: Config
) -> Tensor:
    if not config.time:
        return memnn.best(match, length)
    time = query @ network.U_O[:, -memnn.TIME_FEATURES :]
    return memnn.scan_batch(match, time, written, length)


def accuracy(network: MemNN, data: Encoded, config: Config) -> float:
    """Share of questions answered with the right word."""
    return (answer(network, data, config)[0] == data.answers).float().mean().item()
