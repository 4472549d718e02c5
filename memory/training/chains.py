"""Training the network of `memory.nn.chain` on questions with labelled supporting facts."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace

import torch
from torch import Tensor
from torch.nn import functional

from memory.nn.chain import Story
from memory.training.babi import Example, goes_on
from memory.training.encoding import Hops, Network, Readings, Settings
from memory.training.loop import Plan, Row, fit

_NEARLY_ALWAYS = 0.9
_LEARNED = 1e-4  # R's loss without dropout
_KNOWN, _RECALLED = 0.05, 0.25  # a loss below which only this share is read again in a pass
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
    lesson = _Lesson(in_order(examples), settings)
    network = lesson.network

    def epoch(number: int) -> Row:
        network.module.train()
        row = lesson.epoch(number)
        return row | ({"validation": validate(network)} if validate else {})

    plan = plan or Plan(settings.epochs, settings.seed)
    run = {"kind": "chain", **lesson.sizes(), **asdict(settings)}
    fit(network.module, lesson.optimiser, epoch, plan, run)
    return network


class _Lesson:
    """The questions as O and R see them, and what teaches them."""

    def __init__(self, examples: Sequence[Example], settings: Settings) -> None:
        self.settings, network = settings, Network.of(examples, settings)
        self.network, self.hops = network, network.hops(examples)
        readings = network.readings(examples, [example.supports for example in examples])
        index = {answer: i for i, answer in enumerate(network.answers)}
        answers = torch.tensor([index[network.coded(e, e.supports)] for e in examples])
        self.readings, self.answers = (
            readings.once(answers) if settings.mixed else (readings, answers)
        )
        self.optimiser = torch.optim.Adam(network.module.parameters(), lr=settings.rate, fused=True)

    def sizes(self) -> dict[str, object]:
        """What tells these questions from others."""
        network = self.network
        words, answers = len(network.vocabulary), len(network.answers)
        return {"questions": len(self.hops), "words": words, "answers": answers}

    def epoch(self, number: int) -> dict[str, float]:
        """O once over the questions, then R until it knows them, or `readings` times."""
        begun, share = number / self.settings.epochs, 1 / self.settings.epochs
        batches = _batches(self.hops.length, self.settings.batch)
        row = {"O": self._steps(self._output, self.settings.rate, (begun, share), batches)}
        passes, answered, part = 0, 0.0, share / self.settings.readings
        while passes < self.settings.readings:
            losses = _losses(self.network, self.readings, self.answers)
            if losses.mean() < _LEARNED:
                break
            batches = list(_to_read(losses, self.settings).split(self.settings.reading_batch))
            span = begun + passes * part, part
            answered = self._steps(self._response, self.settings.reading_rate, span, batches)
            passes += 1
        return row | {"R": answered, "passes": passes}

    def _output(self, batch: Tensor) -> Tensor:
        return output_loss(self.network, self.hops.take(batch))

    def _response(self, batch: Tensor) -> Tensor:
        return response_loss(self.network, self.readings, self.answers, batch)

    def _steps(
        self,
        loss: Callable[[Tensor], Tensor],
        rate: float,
        span: tuple[float, float],
        batches: Sequence[Tensor],
    ) -> float:
        """The mean loss; `span` is where the pass begins in the training, and its share of it."""
        losses = []
        for done, batch in enumerate(batches):
            now = (span[0] + span[1] * done / len(batches)) % 1
            self.optimiser.param_groups[0]["lr"] = rate * (1 + math.cos(math.pi * now)) / 2
            losses.append(_step(self.network, self.optimiser, loss(batch)))
        return sum(losses) / len(losses)


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
def _losses(network: Network, readings: Readings, answers: Tensor) -> Tensor:
    """R's loss on each question, without dropout."""
    network.response.eval()
    distinct = torch.arange(len(readings.length)).split(_AT_ONCE)
    scores = torch.cat([response_scores(network, readings, part) for part in distinct])
    network.response.train()
    return functional.cross_entropy(scores[readings.of], answers, reduction="none")


def _to_read(losses: Tensor, settings: Settings) -> Tensor:
    """Questions in random order; where tasks are mixed, few of those that R knows by now."""
    order = torch.randperm(len(losses))
    if not settings.mixed:
        return order
    return order[(losses[order] > _KNOWN) | (torch.rand(len(losses)) < _RECALLED)]


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
    starts = [i for i in range(1, len(examples)) if not goes_on(examples[i - 1], examples[i])]
    wanted = round(len(examples) * (1 - share))
    cut = min(starts, key=lambda start: abs(start - wanted), default=len(examples))
    return list(examples[:cut]), list(examples[cut:])
