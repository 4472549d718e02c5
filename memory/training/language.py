"""The baselines: RNN and LSTM language models over the same word stream   [MemNN, sec. 5.2].

They read statements, questions and answers as one stream, and learn from the answers only.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass

import torch
from torch import Tensor
from torch.nn import functional

from memory.nn.generator import Cell, Generator, State, detached, emit, side_by_side
from memory.training.loop import Plan, Row, fit
from memory.training.vocabulary import STOP, Vocabulary
from memory.training.world import Run

Score = Callable[[Generator, Tensor, Tensor], float]  # of a model over words and is_answer


@dataclass(frozen=True)
class Config:
    """What a baseline is tuned over: hidden size, steps of backpropagation, learning rate."""

    cell: Cell = "LSTM"
    n: int = 100
    rate: float = 0.003
    steps: int = 50  # of backpropagation through time
    lanes: int = 32  # stretches of the stream that are read side by side
    epochs: int = 40
    patience: int = 15
    seed: int = 0


def tokens(run: Run, vocabulary: Vocabulary) -> tuple[Tensor, Tensor]:
    """The whole stream, and which of its words are answers."""
    words: list[str] = []
    is_answer: list[bool] = []
    asked = iter(run.questions)
    question = next(asked, None)
    for index, statement in enumerate(run.statements):
        said = [*(run.joiners[index - 1] if index else ()), *statement]
        words.extend(said)
        is_answer.extend(False for _ in said)
        while question and question.at == index + 1:
            words.extend((*question.words, *question.answer))
            is_answer.extend([False] * len(question.words) + [True] * len(question.answer))
            question = next(asked, None)
    return torch.tensor(vocabulary.encode(words)), torch.tensor(is_answer)


def lanes(stream: Tensor, count: int) -> Tensor:
    """The stream cut into `count` stretches of one length   (time, count); a rest is dropped."""
    length = len(stream) // count
    return stream[: length * count].reshape(count, length).T


def train(
    run: Run,
    vocabulary: Vocabulary,
    config: Config,
    plan: Plan | None = None,
    score: Score | None = None,
) -> Generator:
    """A model that stopped where the last tenth of the stream, kept for validation, went best."""
    score = score or accuracy
    torch.manual_seed(config.seed)
    model = Generator(len(vocabulary), config.n, config.cell)
    words, is_answer = tokens(run, vocabulary)
    kept = len(words) * 9 // 10
    optimiser = torch.optim.Adam(model.parameters(), lr=config.rate)
    learning = lanes(words[:kept], config.lanes), lanes(is_answer[:kept], config.lanes)

    def epoch(_: int) -> Row:
        loss = _epoch(model, optimiser, learning, config)
        return {"loss": loss, "validation": score(model, words[kept:], is_answer[kept:])}

    plan = plan or Plan(config.epochs, config.seed, config.patience)
    fit(model, optimiser, epoch, plan, {"kind": "language model", **asdict(config)})
    return model


def _epoch(
    model: Generator,
    optimiser: torch.optim.Optimizer,
    learning: tuple[Tensor, Tensor],
    config: Config,
) -> float:
    words, is_answer = learning
    state: State | None = None
    total, count = 0.0, 0
    for start in range(0, len(words) - 1, config.steps):
        hidden, state = model(words[start : start + config.steps][: len(words) - 1 - start], state)
        state = detached(state)
        asked = is_answer[start + 1 : start + 1 + len(hidden)]
        if not asked.any():
            continue
        target = words[start + 1 : start + 1 + len(hidden)][asked]
        loss = functional.cross_entropy(model.next(hidden[asked]), target)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimiser.step()
        total, count = total + loss.item() * len(target), count + len(target)
    return total / max(count, 1)


@torch.no_grad()
def accuracy(model: Generator, words: Tensor, is_answer: Tensor) -> float:
    """Share of answer words that are the best scored next word, over the stream in one piece."""
    state: State | None = None
    right, count = 0, 0
    for start in range(0, len(words) - 1, 1000):
        hidden, state = model(words[start : start + 1000, None][: len(words) - 1 - start], state)
        asked = is_answer[start + 1 : start + 1 + len(hidden)]
        target = words[start + 1 : start + 1 + len(hidden)][asked]
        right += int((model.next(hidden[:, 0][asked]).argmax(1) == target).sum())
        count += len(target)
    return right / max(count, 1)


@torch.no_grad()
def emitted(model: Generator, words: Tensor, is_answer: Tensor, limit: int) -> Tensor:
    """What the model says where the stream has an answer; the stream goes on with the true one."""
    starts = (is_answer[1:] & ~is_answer[:-1]).nonzero()[:, 0] + 1
    state: State | None = None
    states = []
    for part in torch.tensor_split(words, starts)[:-1]:
        _, state = model(part[:, None], state)
        states.append(state)
    return emit(model, side_by_side(states), STOP, limit)
