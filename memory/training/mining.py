"""Training among many names and memories: eq. 6-8 with the hardest negatives, not sampled ones.

Of thousands of memories, a few dozen score nearly as well as the right one, and so few draws never
meet them; here all are scored, and those count that come closest to the right one or beat it.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import torch
from jaxtyping import Float, Int
from torch import Tensor
from torch.nn import functional

from memory.nn import memnn
from memory.nn.memnn import TIME_FEATURES, Bank, MemNN
from memory.training.loop import Plan, Row, fit
from memory.training.vocabulary import STOP, Vocabulary, pad
from memory.training.world import Run


@dataclass(frozen=True)
class Config:
    """A way to train."""

    n: int = 100
    rate: float = 0.01
    gamma: float = 0.1
    epochs: int = 16
    batch: int = 64
    hardest: int = 8  # memories whose margins count, for each question and hop
    seed: int = 0


@dataclass(frozen=True)
class Texts:
    """A run as word ids; memory 0 is m_0."""

    memories: Tensor  # (N, L)
    questions: Tensor  # (Q, M)
    lengths: Tensor  # (Q,) memories written before the question
    supports: Tensor  # (Q, 2)
    answers: Tensor  # (Q,) word ids


def texts(run: Run, vocabulary: Vocabulary) -> Texts:
    """Every statement a memory."""
    asked = run.questions
    return Texts(
        memories=pad([[STOP], *map(vocabulary.encode, run.statements)]),
        questions=pad([vocabulary.encode(q.words) for q in asked]),
        lengths=torch.tensor([q.at + 1 for q in asked]),
        supports=torch.tensor([(*q.supports, -1)[:2] for q in asked]) + 1,
        answers=torch.tensor([vocabulary.encode(q.answer)[0] for q in asked]),
    )


def embed(
    U: Float[Tensor, "n D"],  # noqa: N803 the paper's
    words: Int[Tensor, "*batch L"],
    bank: Bank,
) -> Float[Tensor, "*batch n"]:
    """U Phi of sentences given as words: `memnn.embed` without the bags."""
    first = bank * ((U.shape[1] - TIME_FEATURES) // 3)
    rows = (words + first).reshape(-1, words.shape[-1])
    out: Tensor = functional.embedding_bag(rows, U.T, mode="sum", padding_idx=int(first))
    return out.reshape(*words.shape[:-1], U.shape[0])


def train(
    worlds: Callable[[int], Texts], words: int, config: Config, plan: Plan | None = None
) -> MemNN:
    """The network after its epochs, each over a world of its own, Adam's rate falling to zero."""
    torch.manual_seed(config.seed)
    network = MemNN(words, config.n)
    optimiser = torch.optim.Adam(network.parameters(), lr=config.rate)

    def epoch(number: int) -> Row:
        optimiser.param_groups[0]["lr"] = config.rate * (1 - number / config.epochs)
        data, total = worlds(number), 0.0
        for rows in torch.randperm(len(data.questions)).split(config.batch):
            optimiser.zero_grad()
            margin = loss(network, data, rows, config)
            margin.backward()
            optimiser.step()
            total += margin.item()
        return {"loss": total / len(data.questions)}

    plan = plan or Plan(config.epochs, config.seed)
    fit(network, optimiser, epoch, plan, {"kind": "mined MemNN", **asdict(config)})
    return network


def loss(network: MemNN, data: Texts, rows: Tensor, config: Config) -> Tensor:
    """Eq. 6-8 of these questions, over the memories and words that come closest."""
    x, written, chosen = data.questions[rows], data.lengths[rows], data.supports[rows]
    total = torch.zeros(())
    for hop in range(2):
        query = _query(network.U_O, x, [data.memories[chosen[:, h]] for h in range(hop)])
        hop_margins = Hop(query, written, chosen[:, hop], data.lengths[rows])
        total = total + _hop_loss(network.U_O, data.memories, hop_margins, config)
        written = chosen[:, hop]
    response = _query(network.U_R, x, [data.memories[chosen[:, h]] for h in range(2)])
    scores = response @ network.U_R[:, : (network.U_R.shape[1] - TIME_FEATURES) // 3]
    right = scores.gather(1, data.answers[rows, None])
    breaks = (config.gamma - right + scores).clamp_min(0)
    breaks = breaks.scatter(1, data.answers[rows, None], 0.0)  # the right word is no negative
    return total + breaks.topk(config.hardest).values.sum()


def _query(U: Tensor, x: Tensor, supports: Sequence[Tensor]) -> Tensor:  # noqa: N803 the paper's
    out = embed(U, x, Bank.INPUT)
    for support in supports:
        out = out + embed(U, support, Bank.SUPPORT)
    return out


@dataclass(frozen=True)
class Hop:
    """What a hop of these questions is to choose, and among how many memories."""

    query: Tensor  # (batch, n)
    written: Tensor  # (batch,) when x or m_o1 was
    right: Tensor  # (batch,)
    length: Tensor  # (batch,)


def _hop_loss(U: Tensor, memories: Tensor, hop: Hop, config: Config) -> Tensor:  # noqa: N803 the paper's
    time = hop.query @ U[:, -TIME_FEATURES:]
    with torch.no_grad():
        match = hop.query @ embed(U, memories, Bank.CANDIDATE).T  # (batch, N)
        every = torch.arange(len(memories)).expand_as(match)
        margins = config.gamma - preference(
            hop, match.gather(1, hop.right[:, None]), match, every, time
        )
        wrong = margins.masked_fill(~_rivals(hop, every), -torch.inf).topk(config.hardest).indices
    right = (hop.query * embed(U, memories[hop.right], Bank.CANDIDATE)).sum(-1, keepdim=True)
    match = (hop.query[:, None] * embed(U, memories[wrong], Bank.CANDIDATE)).sum(-1)
    margins = config.gamma - preference(hop, right, match, wrong, time)
    return (margins.clamp_min(0) * _rivals(hop, wrong)).sum()


def _rivals(hop: Hop, wrong: Tensor) -> Tensor:
    return (wrong < hop.length[:, None]) & (wrong != hop.right[:, None])


def preference(
    hop: Hop,
    right: Float[Tensor, "batch 1"],
    match: Float[Tensor, "batch M"],
    wrong: Int[Tensor, "batch M"],
    time: Float[Tensor, "batch 3"],
) -> Float[Tensor, "batch M"]:
    """s_Ot, in favour of the right memory, as the scan from the newest meets the two   [eq. 10]."""
    chosen = hop.right[:, None]
    older, newer = torch.minimum(chosen, wrong), torch.maximum(chosen, wrong)
    bits = memnn.time_features(hop.written[:, None].expand_as(wrong), older, newer)
    since = (bits @ time[:, :, None])[:, :, 0]
    return right - match + torch.where(chosen < wrong, since, -since)
