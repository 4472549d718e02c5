"""Training the network of `memory.nn.chain` on questions with labelled supporting facts."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace

import torch
from torch import Tensor
from torch.nn import functional

from memory.nn.chain import Story
from memory.training.babi import Example
from memory.training.encoding import Hops, Network, Readings, Settings
from memory.training.loop import Plan, Row, fit

_NEARLY_ALWAYS = 0.9
_LEARNED = 1e-4  # R's loss without dropout
_AT_ONCE = 250  # questions answered together
MAX_HOPS = 10  # [bAbI, app. A]


def _score(network: Network, hops: Hops, chain: Tensor, wanted: Tensor) -> Tensor:
    table, (memories, written) = network.tables[0], hops.stories()
    story = Story(written, table.held(memories), table.held(hops.question))
    sentences, place = table.sentences(torch.cat([hops.question[:, None], memories], 1))
    scores: Tensor = network.output(sentences, place[:, 0], place[:, 1:], story, chain, wanted)
    return scores


def output_loss(network: Network, hops: Hops) -> Tensor:
    """Cross-entropy of every hop's choice, and of stopping after the last."""
    count = (hops.supports >= 0).sum(1)
    width = int(count.max()) + 1
    chain = functional.pad(hops.supports, (1, 0), value=-1)[:, :width]
    target = functional.pad(hops.supports, (0, 1), value=-1)
    target = target.scatter(1, count[:, None], int(hops.length.max()))[:, :width]
    wanted = torch.arange(width) <= count[:, None]
    return functional.cross_entropy(_score(network, hops, chain, wanted), target[wanted])


def response_scores(network: Network, readings: Readings, chosen: Tensor) -> Tensor:
    """Scores of the answers for some of the distinct readings."""
    length = readings.length[chosen]
    rows = readings.rows[chosen, : max(int(length.max()), 1) + 1]
    sentences, place = network.tables[1].sentences(rows)
    scores: Tensor = network.response(sentences, place[:, 0], place[:, 1:], length)
    return scores


def response_loss(network: Network, readings: Readings, answers: Tensor, batch: Tensor) -> Tensor:
    """Cross-entropy of the answers; what is alike in a batch is computed once."""
    distinct, place = readings.of[batch].unique(return_inverse=True)
    scores = response_scores(network, readings, distinct)
    return functional.cross_entropy(scores[place], answers[batch])


@torch.no_grad()
def choose(network: Network, hops: Hops) -> list[list[int]]:
    """The memories that O chooses, hop by hop, until it stops."""
    network.output.eval()
    chain = torch.full((len(hops), 1), -1)
    chosen: list[list[int]] = [[] for _ in range(len(hops))]
    running = torch.arange(len(hops))
    for _ in range(MAX_HOPS):
        part = hops.take(running)
        wanted = torch.zeros_like(chain, dtype=torch.bool)
        wanted[:, -1] = True
        best = _score(network, part, chain, wanted).argmax(-1)
        goes_on = best != int(part.length.max())
        running, chain = running[goes_on], torch.cat([chain, best[:, None]], 1)[goes_on]
        if not len(running):
            break
        for b, memory in zip(running.tolist(), chain[:, -1].tolist(), strict=True):
            chosen[b].append(memory)
    return chosen


def predict(network: Network, examples: Sequence[Example]) -> Iterator[tuple[str, list[int]]]:
    """Answer and chosen memories of each question."""
    for start in range(0, len(examples), _AT_ONCE):
        part = examples[start : start + _AT_ONCE]
        chains = choose(network, network.hops(part))
        for example, chain, best in zip(part, chains, respond(network, part, chains), strict=True):
            yield network.decoded(network.answers[best], example, chain), chain


@torch.no_grad()
def respond(
    network: Network, examples: Sequence[Example], chains: Sequence[Sequence[int]]
) -> list[int]:
    """Indices of the answers that R gives, these memories being chosen."""
    network.response.eval()
    readings = network.readings(examples, chains)
    best = response_scores(network, readings, torch.arange(len(readings.length))).argmax(1)
    found: list[int] = best[readings.of].tolist()
    return found


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
    network = Network.of(examples, settings)
    hops = network.hops(examples)
    readings = network.readings(examples, [example.supports for example in examples])
    index = {answer: i for i, answer in enumerate(network.answers)}
    answers = torch.tensor([index[network.coded(e, e.supports)] for e in examples])
    if settings.mixed:
        readings, answers = readings.once(answers)
    optimiser = torch.optim.Adam(network.module.parameters(), lr=settings.rate, fused=True)

    def steps(
        rate: float,
        begun: float,
        share: float,
        batches: Sequence[Tensor],
        loss: Callable[[Tensor], Tensor],
    ) -> float:
        losses = []
        for done, batch in enumerate(batches):
            now = (begun + share * done / len(batches)) % 1
            optimiser.param_groups[0]["lr"] = rate * (1 + math.cos(math.pi * now)) / 2
            losses.append(_step(network, optimiser, loss(batch)))
        return sum(losses) / len(losses)

    def epoch(number: int) -> Row:
        network.module.train()
        begun, share = number / settings.epochs, 1 / settings.epochs
        batches = _batches(hops.length, settings.batch)
        row = {"O": steps(settings.rate, begun, share, batches, output)}
        passes, answered, part = 0, 0.0, share / settings.readings
        while passes < settings.readings and not _knows(network, readings, answers):
            batches = list(torch.randperm(len(answers)).split(settings.reading_batch))
            now = begun + passes * part
            answered = steps(settings.reading_rate, now, part, batches, response)
            passes += 1
        row |= {"R": answered, "passes": passes}
        return row | ({"validation": validate(network)} if validate else {})

    def output(batch: Tensor) -> Tensor:
        return output_loss(network, hops.take(batch))

    def response(batch: Tensor) -> Tensor:
        return response_loss(network, readings, answers, batch)

    plan = plan or Plan(settings.epochs, settings.seed)
    sizes = {
        "questions": len(examples),
        "words": len(network.vocabulary),
        "answers": len(network.answers),
    }
    fit(network.module, optimiser, epoch, plan, {"kind": "chain", **sizes, **asdict(settings)})
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


@torch.no_grad()
def _knows(network: Network, readings: Readings, answers: Tensor) -> bool:
    """Whether R has nothing left to learn from these readings."""
    network.response.eval()
    loss = response_loss(network, readings, answers, torch.arange(len(answers)))
    network.response.train()
    return loss.item() < _LEARNED


def _step(network: Network, optimiser: torch.optim.Optimizer, loss: Tensor) -> float:
    optimiser.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.module.parameters(), 5.0)
    optimiser.step()
    return loss.item()


def _batches(lengths: Tensor, size: int) -> list[Tensor]:
    """Batches of questions with stories of about one length, in random order."""
    order = (lengths + 8 * torch.rand(len(lengths))).argsort()
    batches = order.split(size)
    return [batches[i] for i in torch.randperm(len(batches))]


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
