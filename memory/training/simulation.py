"""The paper's network on the simulated world: memories in, hops, one word out."""

from dataclasses import asdict, dataclass

import torch
from torch import Tensor

from memory.nn import memnn, unseen
from memory.nn.lexicon import Lexicon, Worth, lexicon, worth
from memory.nn.memnn import MemNN
from memory.training.loop import Plan, Row, fit
from memory.training.streams import Encoded, batches
from memory.training.vocabulary import UNKNOWN


@dataclass(frozen=True)
class Config:
    """A way to train; the defaults are section 5.2's."""

    k: int = 2
    time: bool = True
    n: int = 100
    rate: float = 0.01
    gamma: float = 0.1
    epochs: int = 10
    draws: int = 256  # negatives looked at for one that breaks the margin, as WSABIE does
    batch: int = 32  # questions whose losses are summed into one step
    both_sides: bool = (
        False  # also pairs in the order that a scan from newest to oldest never meets
    )
    adam: bool = False  # instead of SGD, with a rate that falls to zero
    stream: bool = True  # False: the sentences come cut (table 5)
    contexts: bool = False  # sec. 3.5: unseen words are what stands around them
    match: bool = False  # sec. 3.6: features for words shared
    dropout: float = 0.0  # share of words to treat as unseen in a step   [sec. 3.5]
    names: bool = False  # names are unseen words always: who they are cannot matter
    words: bool = True  # False: without eq. 8, since R is a generator (table 6)
    seed: int = 0


PAPER = Config()
IMPROVED = Config(adam=True, contexts=True, match=True, names=True)


def train(data: Encoded, config: Config, plan: Plan | None = None) -> MemNN:
    """The network after its epochs over the questions."""
    torch.manual_seed(config.seed)
    network = MemNN(data.context.left.shape[1], config.n, banks(config))
    kind = torch.optim.Adam if config.adam else torch.optim.SGD
    optimiser = kind(network.parameters(), lr=config.rate)

    def epoch(number: int) -> Row:
        if config.adam:
            optimiser.param_groups[0]["lr"] = config.rate * (1 - number / config.epochs)
        total = 0.0
        for rows in batches(len(data.questions), config.batch):
            optimiser.zero_grad()
            margin = loss(network, data, rows, config)
            margin.backward()
            optimiser.step()
            total += margin.item()
        return {"loss": total / len(data.questions)}

    fit(network, optimiser, epoch, plan or Plan(config.epochs, config.seed), asdict(config))
    return network


def banks(config: Config) -> int:
    """D / |W|: 3, or 5 with section 3.5, or 8 with section 3.6 too."""
    if config.match:
        return unseen.BANKS_WITH_MATCH
    return unseen.BANKS_WITH_CONTEXT if config.contexts else 3


def lexicons(network: MemNN, data: Encoded, config: Config, own: Tensor) -> tuple[Lexicon, Lexicon]:
    """The words of a run as U_O and as U_R see them."""
    words, context = data.context.left.shape[1], data.context if config.contexts else None
    first, second = (
        lexicon(u, own, words, context, match=config.match) for u in (network.U_O, network.U_R)
    )
    return first, second


def own_words(data: Encoded, config: Config) -> Tensor:
    """Which words have features of their own: all that training showed, or only those no names."""
    return data.common if config.names else data.trained


def loss(network: MemNN, data: Encoded, rows: Tensor, config: Config) -> Tensor:
    """Eq. 6-8 with sampled negatives; with time, the two-sided form of eq. 6-7."""
    own = own_words(data, config)
    own = own & ~unseen.word_dropout(torch.zeros(len(own)), config.dropout)
    u_o, u_r = lexicons(network, data, config, own)
    x, chosen = data.questions[rows], data.supports[rows, : config.k]
    bags = [data.distinct[data.rows[memory]] for memory in chosen.T]
    total = torch.zeros(())
    for hop, right in enumerate(chosen.T):
        asked = worth(u_o, x, bags[:hop])
        written = data.lengths[rows] if hop == 0 else chosen[:, hop - 1]
        total = total + _hop_loss(asked, data, (written, right, data.lengths[rows]), config)
    if not config.words:
        return total
    scores = worth(u_r, x, bags).words
    margins = config.gamma - scores.gather(1, data.answers[rows, None]) + scores
    margins[:, : UNKNOWN + 1] = 0  # no answers
    return total + violated(margins.scatter(1, data.answers[rows, None], 0))[0].sum()


def violated(margins: Tensor) -> tuple[Tensor, Tensor]:
    """Of each row's negatives that break the margin any one, or zero; and which it is.

    WSABIE's sampling: negatives are drawn until one is found that matters.
    """
    with torch.no_grad():
        drawn = (torch.rand_like(margins) * (margins > 0)).argmax(1, keepdim=True)
    return margins.gather(1, drawn)[:, 0].clamp_min(0), drawn[:, 0]


def _hop_loss(
    asked: Worth, data: Encoded, parts: tuple[Tensor, Tensor, Tensor], config: Config
) -> Tensor:
    _, right, length = parts
    drawn = others(right, length, config.draws)  # (batch, draws)
    with torch.no_grad():
        scores = asked.words @ data.distinct.T
        bags = data.rows[torch.cat([right[:, None], drawn], 1)]
        found = scores.gather(1, bags)
        gaps = found[:, :1] - found[:, 1:]
    total = torch.zeros(())
    for swapped in (False, True) if config.both_sides else (False,):
        with torch.no_grad():
            margins = _margins(gaps, asked, drawn, parts, config, swapped=swapped)
            wrong = drawn.gather(1, violated(margins)[1][:, None])
        apart = data.distinct[data.rows[right]] - data.distinct[data.rows[wrong[:, 0]]]
        gap = (asked.words * apart).sum(1, keepdim=True)
        margin = _margins(gap, asked, wrong, parts, config, swapped=swapped)
        total = total + margin.clamp_min(0).sum()
    return total


def others(index: Tensor, length: Tensor, draws: int) -> Tensor:
    """Draw so many of the first `length` for each row, never the given one   (batch, draws).

    The first is m_0. Half of the rest are drawn evenly; half by how far back they lie, as many from
    each doubling of the distance: the few recent ones compete the most, and would hardly come up.
    """
    last = (length - 1)[:, None]
    share = torch.rand(len(index), draws)
    far = last - (1 + share * last).long().clamp_max(last)
    near = last - ((last + 1) ** share).long().clamp_max(last)
    drawn = torch.where(torch.arange(draws) % 2 == 0, far, near)
    drawn[:, 0] = 0
    return drawn + (drawn >= index[:, None])


def _margins(
    gaps: Tensor,
    asked: Worth,
    wrong: Tensor,
    parts: tuple[Tensor, Tensor, Tensor],
    config: Config,
    *,
    swapped: bool,
) -> Tensor:
    """What breaks gamma: - s_Ot(right, wrong) where right is the older, else + s_Ot(wrong, right).

    A scan from the newest memory back always asks whether the older one is better.
    """
    if not config.time:
        return config.gamma - gaps
    written, right = parts[0][:, None], parts[1][:, None]
    first = (right < wrong) ^ swapped
    older = torch.where(first, right, wrong)
    newer = torch.where(first, wrong, right)
    time = asked.time[:, :, None]
    bonus = (written < older) * time[:, 0] + (written < newer) * time[:, 1]
    bonus = bonus + (older < newer) * time[:, 2]
    return config.gamma - gaps - torch.where(first, bonus, -bonus)


@torch.no_grad()
def answer(network: MemNN, data: Encoded, config: Config) -> tuple[Tensor, Tensor]:
    """Word answered and memories chosen (Q, k), for every question of a run."""
    u_o, u_r = lexicons(network, data, config, own_words(data, config))
    written, chosen = data.lengths, list[Tensor]()
    for _ in range(config.k):
        asked = worth(u_o, data.questions, [data.memories[c] for c in chosen])
        match = (asked.words @ data.distinct.T)[:, data.rows]
        if config.time:
            chosen.append(memnn.scan_batch(match, asked.time, written, data.lengths))
        else:
            chosen.append(memnn.best(match, data.lengths))
        written = chosen[-1]
    scores = worth(u_r, data.questions, [data.memories[c] for c in chosen]).words
    return scores[:, UNKNOWN + 1 :].argmax(1) + UNKNOWN + 1, torch.stack(chosen, 1)


def accuracy(network: MemNN, data: Encoded, config: Config) -> float:
    """Share of questions answered with the right word."""
    return (answer(network, data, config)[0] == data.answers).float().mean().item()
