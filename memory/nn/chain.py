"""A memory network of today: hard hops as in MemNN eq. 2-4, over sentences read word by word.

O chooses one memory a hop, or to stop   [bAbI, app. A]; R reads the question and what was chosen.
Each has an encoder of its own, as U_O and U_R are two. A token is a word and a role: the role says
which of the names it is, so that a network can also work with names never seen (word 1).
"""

from typing import NamedTuple

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn
from torch.nn import functional

NEAR = 5  # distances up to this are told apart one by one


class Sentences(NamedTuple):
    """Distinct sentences as rows of tokens, padded with word 0."""

    words: Int[Tensor, "S L"]
    roles: Int[Tensor, "S L"]


class Story(NamedTuple):
    """What of a story does not change from hop to hop."""

    written: Bool[Tensor, "batch N"]
    asked: Float[Tensor, "batch N"]  # names shared with the question
    shared: Float[Tensor, "batch N N"]  # names shared by two memories
    fresh: Float[Tensor, "batch N N"]  # those of them that the question does not have


class Encoder(nn.Module):
    """A GRU over the tokens of a sentence; its last state is the sentence."""

    def __init__(self, words: int, roles: int, n: int, dropout: float) -> None:
        super().__init__()
        self.word = nn.Embedding(words, n, padding_idx=0)
        self.role = nn.Embedding(roles, n)
        self.read = nn.GRU(n, n, batch_first=True)
        self.drop = nn.Dropout(dropout)

    def forward(self, sentences: Sentences) -> Float[Tensor, "S n"]:
        """One vector a sentence."""
        tokens = self.drop(self.word(sentences.words) + self.role(sentences.roles))
        states: Tensor = self.read(tokens)[0]
        last = (sentences.words != 0).sum(1).sub(1).clamp_min(0)
        out: Tensor = self.drop(states[torch.arange(len(last)), last])
        return out


def linked(story: Story) -> Float[Tensor, "batch N"]:
    """1 for a memory that shares a name with another one that has a name of the question it lacks.

    The match feature of sec. 3.6 taken one step further: the first hop sees where a second leads.
    """
    common = story.shared - story.fresh  # names of the question in both
    leads = (story.fresh > 0) & (story.asked[:, None] - common > 0)  # (batch, N, N)
    leads = leads & ~torch.eye(leads.shape[1], dtype=torch.bool)
    return leads.any(2).float()


def hop_features(
    story: Story, chain: Int[Tensor, "batch H"]
) -> Float[Tensor, "batch H N features"]:
    """Match and time features of every memory as candidate of every hop.

    chain[:, h] is the memory chosen before hop h, -1 before the first.
    """
    batch, hops = chain.shape
    count = story.written.shape[1]
    place = torch.arange(count)
    length = story.written.sum(1)
    last = chain.clamp_min(0)
    begun = (chain >= 0)[:, :, None]
    rows = torch.arange(batch)[:, None]
    shared, fresh = story.shared[rows, last] * begun, story.fresh[rows, last] * begun
    distance = torch.where(begun, place - chain[:, :, None], 0)
    fixed = [
        *_levels(story.asked),
        *_rank(story.asked > 0),
        *_rank(story.asked > 1),
        linked(story),
        *_near(length[:, None] - 1 - place),
    ]
    moving = [
        begun.expand(batch, hops, count),
        *_levels(shared),
        *_levels(fresh),
        *_between(shared > 0, last),
        *_between(fresh > 0, last),
        _already(chain, count),
        distance > 0,
        distance < 0,
        *_near(distance.clamp_min(0)),
        *_near((-distance).clamp_min(0)),
    ]
    fixed = [feature[:, None].expand(batch, hops, count) for feature in fixed]
    return torch.stack([feature.float() for feature in fixed + moving], -1)


def _levels(count: Tensor) -> list[Tensor]:
    return [count == 1, count > 1]


def _near(distance: Tensor) -> list[Tensor]:
    return [*(distance == d for d in range(NEAR)), distance.clamp_min(0).float().log1p() / 4]


def _rank(matching: Tensor) -> list[Tensor]:
    """How many matching memories were written later."""
    later = matching.sum(-1, keepdim=True) - matching.cumsum(-1)
    return [later == 0, later == 1, later.clamp_max(10) / 10, matching]


def _between(matching: Tensor, last: Tensor) -> list[Tensor]:
    """How many matching memories lie between the candidate and the last one chosen, and after."""
    count = matching.cumsum(-1)
    gap = (count - count.gather(-1, last[..., None])).abs()
    later = count[..., -1:] - count
    return [gap == 0, gap == 1, gap.clamp_max(10) / 10, later == 0, later.clamp_max(10) / 10]


def _already(chain: Tensor, count: int) -> Tensor:
    """Which memories were chosen at an earlier hop."""
    chosen = functional.one_hot(chain.clamp_min(0), count) * (chain >= 0)[:, :, None]
    return chosen.cumsum(1) > 0


FEATURES = 2 + 4 + 4 + 1 + (NEAR + 1) + 1 + 2 + 2 + 5 + 5 + 1 + 2 + 2 * (NEAR + 1)


class Output(nn.Module):
    """O: scores of every memory, and of stopping, at every hop."""

    def __init__(self, words: int, roles: int, n: int = 64, dropout: float = 0.1) -> None:
        super().__init__()
        self.encode = Encoder(words, roles, n, dropout)
        self.follow = nn.GRU(n, n, batch_first=True)
        self.memory = nn.Linear(n, n)
        self.state = nn.Linear(n, n)
        self.feature = nn.Linear(FEATURES, n)
        self.score = nn.Linear(n, 1)
        self.match = nn.Linear(n, n, bias=False)
        self.stop = nn.Linear(n, 1)

    def forward(
        self,
        sentences: Sentences,
        question: Int[Tensor, " batch"],
        memories: Int[Tensor, "batch N"],
        story: Story,
        chain: Int[Tensor, "batch H"],
    ) -> Float[Tensor, "batch H N+1"]:
        """Scores of the memories and, in the last place, of stopping; chain as in hop_features."""
        vectors = self.encode(sentences)
        rows = torch.arange(len(question))[:, None]
        path = torch.where(chain < 0, question[:, None], memories[rows, chain.clamp_min(0)])
        states = self.follow(vectors[path])[0]  # (batch, H, n)
        hidden = self.memory(vectors)[memories][:, None] + self.state(states)[:, :, None]
        hidden = torch.relu(hidden + self.feature(hop_features(story, chain)))
        match = states @ self.match(vectors)[memories].transpose(1, 2)  # (batch, H, N), as eq. 5
        scores = (self.score(hidden)[..., 0] + match).masked_fill(
            ~story.written[:, None], -torch.inf
        )
        return torch.cat([scores, self.stop(states)], -1)


class Response(nn.Module):
    """R: one of the answers, from the question and the chosen memories in order."""

    def __init__(
        self, words: int, roles: int, answers: int, n: int = 64, dropout: float = 0.1
    ) -> None:
        super().__init__()
        self.encode = Encoder(words, roles, n, dropout)
        self.read = nn.GRU(n, n, batch_first=True)
        self.fact = nn.Linear(2 * n, n)
        self.mix = nn.Linear(3 * n, n)
        self.answer = nn.Linear(n, answers)
        self.drop = nn.Dropout(dropout)

    def forward(
        self,
        sentences: Sentences,
        question: Int[Tensor, " batch"],
        chosen: Int[Tensor, "batch K"],
        length: Int[Tensor, " batch"],
    ) -> Float[Tensor, "batch answers"]:
        """Scores of the answers."""
        vectors = self.encode(sentences)
        asked, facts = vectors[question], vectors[chosen]
        steps = self.read(facts, asked[None])[0]
        path = torch.cat([asked[:, None], steps], 1)
        last = path[torch.arange(len(length)), length]
        present = (torch.arange(chosen.shape[1]) < length[:, None])[:, :, None]
        pairs = torch.cat([facts, asked[:, None].expand_as(facts)], -1)
        total = (torch.tanh(self.fact(pairs)) * present).sum(1)
        mixed = torch.relu(self.mix(self.drop(torch.cat([asked, last, total], -1))))
        out: Tensor = self.answer(mixed)
        return out
