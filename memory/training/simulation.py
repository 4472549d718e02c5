"""The paper's network on the simulated world: word stream in, memories cut, hops, one word out."""

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from memory.nn import memnn
from memory.nn.losses import margin_pairs, margin_ranking, margin_segments
from memory.nn.memnn import Bank, MemNN
from memory.nn.segmenter import Segmenter, cut
from memory.training.vocabulary import Vocabulary, pad
from memory.training.world import Run, stream


@dataclass(frozen=True)
class Paper:
    """The configuration of section 5.2."""

    k: int = 2
    time: bool = True
    n: int = 100
    rate: float = 0.01
    gamma: float = 0.1
    epochs: int = 10
    batch: int = 1  # questions whose losses are summed into one step
    stream: bool = True  # False: the sentences come cut (table 5)
    seed: int = 0


@dataclass(frozen=True)
class Encoded:
    """A run as bags of words; supports and lengths count memories, not statements."""

    memories: Tensor  # (N, W)
    questions: Tensor  # (Q, W)
    lengths: Tensor  # (Q,) memories written before the question
    supports: Tensor  # (Q, 2); a single supporting fact stands twice
    answers: Tensor  # (Q,) word ids


def vocabulary_of(run: Run) -> Vocabulary:
    """All words of a run."""
    asked = (word for q in run.questions for word in (*q.words, *q.answer))
    return Vocabulary([*stream(run)[0], *asked])


def encode(run: Run, vocabulary: Vocabulary, segmenter: Segmenter | None, gamma: float) -> Encoded:
    """Bags for every memory and question; without a segmenter the statements are the memories."""
    ids, ends = stream(run)
    coded = vocabulary.encode(ids)
    cuts = ends if segmenter is None else cut(segmenter, coded, gamma)
    starts = [0, *cuts[:-1]]
    if not cuts or cuts[-1] < ends[-1]:  # words that the segmenter never closed
        starts, cuts = [*starts[: len(cuts)], cuts[-1] if cuts else 0], [*cuts, ends[-1]]
    rows = pad([coded[start:end] for start, end in zip(starts, cuts, strict=True)])
    boundaries = torch.tensor(cuts)
    last_word = torch.tensor(ends)
    holding = torch.searchsorted(boundaries, last_word)  # the memory with a statement's last word
    asked = run.questions
    pairs = torch.tensor([(q.supports[0], q.supports[-1]) for q in asked])
    written = torch.tensor([q.at - 1 for q in asked])
    return Encoded(
        memories=memnn.bag(rows, len(vocabulary)),
        questions=memnn.bag(pad([vocabulary.encode(q.words) for q in asked]), len(vocabulary)),
        lengths=holding[written] + 1,
        supports=holding[pairs],
        answers=torch.tensor([vocabulary.encode(q.answer)[0] for q in asked]),
    )


def train_segmenter(run: Run, vocabulary: Vocabulary, config: Paper) -> Segmenter:
    """Eq. 12 on the labelled supporting segments and on their unfinished beginnings."""
    torch.manual_seed(config.seed)
    whole, other = _segments(run, vocabulary)
    segmenter = Segmenter(len(vocabulary), config.n)
    optimiser = torch.optim.SGD(segmenter.parameters(), lr=config.rate)
    for _ in range(200):
        loss = margin_segments(segmenter(whole), segmenter(other), config.gamma)
        if loss.item() == 0:
            break
        for f, g in zip(_batches(len(whole)), _batches(len(other)), strict=False):
            loss = margin_segments(segmenter(whole[f]), segmenter(other[g]), config.gamma)
            optimiser.zero_grad()
            (loss / len(f)).backward()  # type: ignore[no-untyped-call] torch leaves it untyped
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


def train(data: Encoded, config: Paper) -> Iterator[MemNN]:
    """The network after each epoch of SGD over the questions."""
    torch.manual_seed(config.seed)
    network = MemNN(data.memories.shape[1], config.n)
    optimiser = torch.optim.SGD(network.parameters(), lr=config.rate)
    for _ in range(config.epochs):
        for rows in _batches(len(data.questions), config.batch):
            optimiser.zero_grad()
            loss(network, data, rows, config).backward()  # type: ignore[no-untyped-call] torch leaves it untyped
            optimiser.step()
        yield network


def loss(network: MemNN, data: Encoded, rows: Tensor, config: Paper) -> Tensor:
    """Eq. 6-8 with one sampled negative each; with time, the two-sided form of eq. 6-7."""
    x, length = data.questions[rows], data.lengths[rows]
    chosen = data.supports[rows, : config.k]
    bags = [data.memories[chosen[:, hop]] for hop in range(config.k)]
    total = torch.zeros(())
    for hop in range(config.k):
        query = memnn.query(network.U_O, x, bags[:hop])
        written = length if hop == 0 else chosen[:, hop - 1]
        wrong = _other_than(chosen[:, hop], length)
        usable = length > 1
        parts = (query, written, chosen[:, hop], wrong)
        total = total + _hop_loss(network, data, [part[usable] for part in parts], config)
    answer = data.answers[rows]
    response = memnn.query(network.U_R, x, bags)
    guess = torch.randint(1, network_words(network), answer.shape)
    scores = [_word_scores(network, response, word) for word in (answer, guess)]
    scores[1] = scores[1].masked_fill(guess == answer, -torch.inf)
    return total + margin_ranking(scores[0], scores[1][:, None], config.gamma)


def _hop_loss(network: MemNN, data: Encoded, parts: list[Tensor], config: Paper) -> Tensor:
    query, written, right, wrong = parts
    both = data.memories[torch.stack([right, wrong])]
    y, other = memnn.embed(network.U_O, both, Bank.CANDIDATE)
    if not config.time:
        return margin_ranking((query * y).sum(-1), (query * other).sum(-1)[:, None], config.gamma)
    before = memnn.embed_time(network.U_O, memnn.time_features(written, right, wrong))
    after = memnn.embed_time(network.U_O, memnn.time_features(written, wrong, right))
    first = memnn.score_pair(query, y, other, before)
    second = memnn.score_pair(query, other, y, after)
    return margin_pairs(first, second, config.gamma)


def _other_than(index: Tensor, length: Tensor) -> Tensor:
    """A memory drawn from those written so far, the given one left out."""
    drawn = (torch.rand(len(index)) * (length - 1)).long()
    return drawn + (drawn >= index)


def network_words(network: MemNN) -> int:
    """|W|, from the shape of U_O."""
    return (network.U_O.shape[1] - memnn.TIME_FEATURES) // 3


def _word_scores(network: MemNN, response: Tensor, word: Tensor) -> Tensor:
    return (response * network.U_R[:, word].T).sum(-1)


@torch.no_grad()
def answer(network: MemNN, data: Encoded, config: Paper) -> tuple[Tensor, Tensor]:
    """Word answered and memories chosen (Q, k), for every question of a run."""
    written, chosen = data.lengths, list[Tensor]()
    memories = memnn.embed(network.U_O, data.memories, Bank.CANDIDATE)
    for _ in range(config.k):
        query = memnn.query(network.U_O, data.questions, [data.memories[c] for c in chosen])
        chosen.append(_choose(network, query @ memories.T, query, written, data.lengths, config))
        written = chosen[-1]
    response = memnn.query(network.U_R, data.questions, [data.memories[c] for c in chosen])
    words = network.U_R[:, : network_words(network)].T
    return memnn.respond(response, words), torch.stack(chosen, 1)


def _choose(
    network: MemNN, match: Tensor, query: Tensor, written: Tensor, length: Tensor, config: Paper
) -> Tensor:
    if not config.time:
        return memnn.best(match, length)
    time = query @ network.U_O[:, -memnn.TIME_FEATURES :]
    return memnn.scan_batch(match, time, written, length)


def accuracy(network: MemNN, data: Encoded, config: Paper) -> float:
    """Share of questions answered with the right word."""
    return (answer(network, data, config)[0] == data.answers).float().mean().item()
