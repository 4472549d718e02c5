"""Training the network of `memory.nn.chain` on questions with labelled supporting facts."""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace

import torch
from torch import Tensor
from torch.nn import functional

from memory.nn.chain import Story
from memory.training.babi import Example
from memory.training.encoding import Hops, Network, Settings
from memory.training.loop import Plan, Row, fit

_NEARLY_ALWAYS = 0.9
MAX_HOPS = 10  # [bAbI, app. A]


def _story(batch: Sequence[Hops]) -> tuple[Tensor, Tensor, Story]:
    count = max(len(hops.memories) for hops in batch)
    size = len(batch)
    memories = torch.zeros(size, count, dtype=torch.long)
    written = torch.zeros(size, count, dtype=torch.bool)
    asked = torch.zeros(size, count)
    shared, fresh = torch.zeros(2, size, count, count)
    for b, hops in enumerate(batch):
        length = len(hops.memories)
        memories[b, :length] = torch.tensor(hops.memories)
        written[b, :length] = True
        asked[b, :length] = hops.asked
        shared[b, :length, :length] = hops.shared
        fresh[b, :length, :length] = hops.fresh
    question = torch.tensor([hops.question for hops in batch])
    return question, memories, Story(written, asked, shared, fresh)


def _score(network: Network, batch: Sequence[Hops], chain: Tensor) -> Tensor:
    question, memories, story = _story(batch)
    rows = torch.cat([question[:, None], memories], 1)
    sentences, place = network.tables[0].sentences(rows)
    scores: Tensor = network.output(sentences, place[:, 0], place[:, 1:], story, chain)
    return scores


def output_loss(network: Network, batch: Sequence[Hops]) -> Tensor:
    """Cross-entropy of every hop's choice, and of stopping after the last."""
    length = max(len(hops.supports) for hops in batch) + 1
    stop = max(len(hops.memories) for hops in batch)
    chain = torch.full((len(batch), length), -1)
    target = torch.full((len(batch), length), -100)  # ignored
    for b, hops in enumerate(batch):
        k = len(hops.supports)
        chain[b, 1 : k + 1] = torch.tensor(hops.supports)
        target[b, : k + 1] = torch.tensor([*hops.supports, stop])
    scores = _score(network, batch, chain)
    return functional.cross_entropy(scores.flatten(0, 1), target.flatten())


def response_scores(network: Network, batch: Sequence[Sequence[int]]) -> Tensor:
    """Scores of the answers for encoded questions with their facts."""
    length = torch.tensor([len(reading) - 1 for reading in batch])
    longest = max(int(length.max()), 1)
    rows = torch.tensor([[*r, *[r[0]] * (longest + 1 - len(r))] for r in batch])
    sentences, place = network.tables[1].sentences(rows)
    scores: Tensor = network.response(sentences, place[:, 0], place[:, 1:], length)
    return scores


@torch.no_grad()
def choose(network: Network, batch: Sequence[Hops]) -> list[list[int]]:
    """The memories that O chooses, hop by hop, until it stops."""
    network.output.eval()
    stop = max(len(hops.memories) for hops in batch)
    chain = torch.full((len(batch), 1), -1)
    chosen: list[list[int]] = [[] for _ in batch]
    running = torch.ones(len(batch), dtype=torch.bool)
    for _ in range(MAX_HOPS):
        best = _score(network, batch, chain)[:, -1].argmax(-1)
        running = running & (best != stop)
        if not running.any():
            break
        for b in running.nonzero()[:, 0].tolist():
            chosen[b].append(int(best[b]))
        chain = torch.cat([chain, torch.where(running, best, 0)[:, None]], 1)
    return chosen


def predict(network: Network, examples: Sequence[Example]) -> Iterator[tuple[str, list[int]]]:
    """Answer and chosen memories of each question."""
    for start in range(0, len(examples), 50):
        part = examples[start : start + 50]
        chains = choose(network, [network.hops(example) for example in part])
        for example, chain, best in zip(part, chains, respond(network, part, chains), strict=True):
            yield network.decoded(network.answers[best], example, chain), chain


@torch.no_grad()
def respond(
    network: Network, examples: Sequence[Example], chains: Sequence[Sequence[int]]
) -> list[int]:
    """Indices of the answers that R gives, these memories being chosen."""
    network.response.eval()
    readings = [network.reading(e, c) for e, c in zip(examples, chains, strict=True)]
    best: list[int] = response_scores(network, readings).argmax(1).tolist()
    return best


def evaluate(network: Network, examples: Sequence[Example]) -> tuple[float, float]:
    """Shares of right answers and of right chains, the order of facts aside."""
    found = list(predict(network, examples))
    right = sum(answer == e.answer for (answer, _), e in zip(found, examples, strict=True))
    chains = sum(set(c) == set(e.supports) for (_, c), e in zip(found, examples, strict=True))
    return right / len(examples), chains / len(examples)


def train(
    examples: Sequence[Example],
    settings: Settings,
    plan: Plan | None = None,
    validate: Callable[[Network], float] | None = None,
) -> Network:
    """The network of these questions, O and R learning side by side."""
    examples = in_order(examples)
    network = Network(examples, settings)
    hops = [network.hops(example) for example in examples]
    readings = [network.reading(example, example.supports) for example in examples]
    answers = torch.tensor([network.answers.index(network.coded(e, e.supports)) for e in examples])
    optimiser = torch.optim.Adam(network.module.parameters(), lr=settings.rate)

    def epoch(number: int) -> Row:
        network.module.train()
        rate = settings.rate * (1 + math.cos(math.pi * number / settings.epochs)) / 2
        optimiser.param_groups[0]["lr"] = rate
        rng = random.Random(settings.seed * 100_003 + number)  # noqa: S311 a seed is wanted
        chosen = [
            _step(network, optimiser, output_loss(network, [hops[i] for i in batch]))
            for batch in _batches([len(h.memories) for h in hops], settings.batch, rng)
        ]
        answered = [
            _step(network, optimiser, _response_loss(network, readings, answers, batch))
            for _ in range(settings.readings)
            for batch in _batches([0] * len(hops), settings.batch, rng)
        ]
        row = {"O": sum(chosen) / len(chosen), "R": sum(answered) / len(answered)}
        return row | ({"accuracy": validate(network)} if validate else {})

    plan = plan or Plan(settings.epochs, settings.seed)
    fit(network.module, optimiser, epoch, plan, {"kind": "chain", **asdict(settings)})
    return network


def in_order(examples: Sequence[Example]) -> list[Example]:
    """Supporting facts in the story's order, where they nearly always are in it already.

    The few exceptions follow rules of the labels that no question tells.
    """
    ordered = [tuple(sorted(example.supports)) for example in examples]
    kept = sum(o == e.supports for o, e in zip(ordered, examples, strict=True))
    if kept < _NEARLY_ALWAYS * len(examples):
        return list(examples)
    return [replace(e, supports=o) for e, o in zip(examples, ordered, strict=True)]


def _response_loss(
    network: Network, readings: Sequence[Sequence[int]], answers: Tensor, batch: list[int]
) -> Tensor:
    scores = response_scores(network, [readings[i] for i in batch])
    return functional.cross_entropy(scores, answers[batch])


def _step(network: Network, optimiser: torch.optim.Optimizer, loss: Tensor) -> float:
    optimiser.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.module.parameters(), 5.0)
    optimiser.step()
    return loss.item()


def _batches(lengths: Sequence[int], size: int, rng: random.Random) -> list[list[int]]:
    """Batches of questions with stories of about one length, in random order."""
    order = sorted(range(len(lengths)), key=lambda i: lengths[i] + rng.uniform(0, 8))
    batches = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(batches)
    return batches


def hold_out(
    examples: Sequence[Example], share: float = 0.1
) -> tuple[list[Example], list[Example]]:
    """Training and validation questions: the last stories, and no story on both sides."""
    starts = [i for i in range(1, len(examples)) if not _goes_on(examples[i - 1], examples[i])]
    wanted = round(len(examples) * (1 - share))
    cut = min(starts, key=lambda start: abs(start - wanted), default=len(examples))
    return list(examples[:cut]), list(examples[cut:])


def _goes_on(earlier: Example, later: Example) -> bool:
    return later.story[: len(earlier.story)] == earlier.story
