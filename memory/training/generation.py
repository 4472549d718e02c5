"""R as an RNN or LSTM, trained on [x, m_o1, m_o2] and a sentence as answer   [MemNN, sec. 3.1].

Eq. 8 is dropped for the log-likelihood of the answer's words. Training sees the labelled supporting
memories, a test those that O has chosen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace

import torch
from torch import Tensor

from memory.nn.generator import Cell, Generator, emit, given, log_likelihood
from memory.training import language
from memory.training.engine import Cast
from memory.training.loop import Plan, Row, fit
from memory.training.vocabulary import PADDING, STOP, Vocabulary, pad
from memory.training.world import Question, Run, Words, right_answers

LIMIT = 10  # words of an answer: the grammar's longest has 8, the stop among them


@dataclass(frozen=True)
class Config:
    """A way to train a generator."""

    cell: Cell = "LSTM"
    n: int = 100
    rate: float = 0.003
    batch: int = 32
    epochs: int = 30
    patience: int = 3
    seed: int = 0


@dataclass(frozen=True)
class Examples:
    """Questions as a generator sees them."""

    questions: Sequence[Question]
    texts: Sequence[Tensor]  # of each question, [x, m_o1, m_o2] as word ids
    answers: Tensor  # (Q, R), ended by the stop

    def __len__(self) -> int:
        """How many questions."""
        return len(self.questions)

    def part(self, rows: Sequence[int]) -> "Examples":
        """Some of them."""
        texts, questions = [self.texts[i] for i in rows], [self.questions[i] for i in rows]
        return Examples(questions, texts, self.answers[list(rows)])


def examples(
    run: Run, vocabulary: Vocabulary, memories: Sequence[Sequence[int]], chosen: Tensor
) -> Examples:
    """The questions of a run with the memories chosen for each; number 0 is m_0, as in `encode`."""
    written = [[STOP], *memories]
    asked = [vocabulary.encode(q.words) for q in run.questions]
    texts = [
        torch.tensor([*x, *(word for memory in hops for word in written[memory])])
        for x, hops in zip(asked, chosen.tolist(), strict=True)
    ]
    return Examples(run.questions, texts, pad([_ended(q, vocabulary) for q in run.questions]))


def _ended(question: Question, vocabulary: Vocabulary) -> list[int]:
    return [*vocabulary.encode(question.answer), STOP]


def with_stops(run: Run, vocabulary: Vocabulary) -> Run:
    """The same run with the stop after every answer, for models that read one stream."""
    stop = vocabulary.words[STOP]
    ended = (replace(q, answer=(*q.answer, stop)) for q in run.questions)
    return replace(run, questions=tuple(ended))


def train(data: Examples, words: int, config: Config, plan: Plan | None = None) -> Generator:
    """A generator that stopped where the last tenth's answers, held out, were likeliest."""
    torch.manual_seed(config.seed)
    generator = Generator(words, config.n, config.cell)
    optimiser = torch.optim.Adam(generator.parameters(), lr=config.rate)
    learning, kept = held_out(data)

    def epoch(_: int) -> Row:
        loss = _epoch(generator, optimiser, learning, config)
        return {"loss": loss, "validation": _likelihood(generator, kept)}

    plan = plan or Plan(config.epochs, config.seed, config.patience)
    fit(generator, optimiser, epoch, plan, {"kind": "generator", **asdict(config)})
    return generator


def held_out(data: Examples) -> tuple[Examples, Examples]:
    """The first nine tenths, and the rest."""
    kept = len(data) * 9 // 10
    return data.part(range(kept)), data.part(range(kept, len(data)))


def _epoch(
    generator: Generator, optimiser: torch.optim.Optimizer, data: Examples, config: Config
) -> float:
    total = 0.0
    for rows in torch.randperm(len(data)).split(config.batch):
        part = data.part(rows.tolist())
        state = given(generator, part.texts)
        loss = -log_likelihood(generator, state, part.answers, PADDING).mean()
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(generator.parameters(), 5.0)
        optimiser.step()
        total += loss.item() * len(rows)
    return total / max(len(data), 1)


@torch.no_grad()
def _likelihood(generator: Generator, data: Examples) -> float:
    """Mean log-likelihood of the answers."""
    state = given(generator, data.texts)
    return log_likelihood(generator, state, data.answers, PADDING).mean().item()


@torch.no_grad()
def accuracy(generator: Generator, data: Examples, vocabulary: Vocabulary, cast: Cast) -> float:
    """Share of questions answered with a right sentence."""
    said = emit(generator, given(generator, data.texts), STOP, LIMIT)
    return share_right(data.questions, said, vocabulary, cast)


def in_stream(
    questions: Sequence[Question],
    vocabulary: Vocabulary,
    cast: Cast,
    model: Generator,
    words: Tensor,
    is_answer: Tensor,
) -> float:
    """The same for a model that reads a stream, of which these are the last questions."""
    said = language.emitted(model, words, is_answer, LIMIT)
    return share_right(questions[len(questions) - len(said) :], said, vocabulary, cast)


def share_right(
    questions: Sequence[Question], said: Tensor, vocabulary: Vocabulary, cast: Cast
) -> float:
    """Share of answers that are a sentence with the right place and a subject that fits."""
    pairs = zip(questions, sentences(said, vocabulary), strict=True)
    right = sum(words in right_answers(question, cast) for question, words in pairs)
    return right / max(len(questions), 1)


def sentences(said: Tensor, vocabulary: Vocabulary) -> Iterable[Words]:
    """Words of each answer, up to the stop."""
    for row in said.tolist():
        end = row.index(STOP) if STOP in row else len(row)
        yield tuple(vocabulary.words[word] for word in row[:end])
