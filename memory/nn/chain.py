"""A memory network of today: hard hops as in MemNN eq. 2-4, over sentences read word by word.

O chooses one memory a hop, or to stop   [bAbI, app. A]; R reads the question and what was chosen.
Each has an encoder of its own, as U_O and U_R are two. A token is a word and a role: the role says
which of the names it is, so that a network can also work with names never seen (word 1).
"""

from typing import NamedTuple

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn

NEAR = 5  # distances up to this are told apart one by one


class Sentences(NamedTuple):
    """Distinct sentences as rows of tokens, padded with word 0."""

    words: Int[Tensor, "S L"]
    roles: Int[Tensor, "S L"]


class Story(NamedTuple):
    """What of a story does not change from hop to hop."""

    written: Bool[Tensor, "batch N"]
    held: Float[Tensor, "batch N names"]  # 1 where a memory has a name
    asked: Float[Tensor, "batch names"]  # 1 where the question has it


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
    matching = story.held * story.asked[:, None]
    other = story.held - matching
    fresh = other @ other.transpose(1, 2)  # (batch, N, N)
    lacked = matching.sum(2)[:, None] - matching @ matching.transpose(1, 2)
    leads = (fresh > 0) & (lacked > 0) & ~torch.eye(fresh.shape[1], dtype=torch.bool)
    return leads.any(2).float()


def fixed_features(story: Story) -> Float[Tensor, "batch N fixed"]:
    """Match and time features of every memory that are the same at every hop."""
    asked = (story.held @ story.asked[:, :, None])[..., 0]  # names shared with the question
    place = torch.arange(asked.shape[1])
    age = story.written.sum(1)[:, None] - 1 - place
    features = [*_levels(asked), *_rank(asked > 0), *_rank(asked > 1), linked(story), *_near(age)]
    return torch.stack([feature.float() for feature in features], -1)


def hop_features(
    story: Story, chain: Int[Tensor, "batch H"], hops: tuple[Tensor, Tensor]
) -> Float[Tensor, "hops N moving"]:
    """Match and time features of every memory that change from hop to hop.

    chain[:, h] is the memory chosen before hop h, -1 before the first; `hops` are the pairs
    (b, h) that are wanted.
    """
    rows, last = torch.arange(len(chain))[:, None], chain.clamp_min(0)
    previous = story.held[rows, last] * (chain >= 0)[:, :, None]  # (batch, H, names)
    names = story.held.transpose(1, 2)
    shared = (previous @ names)[hops]  # (hops, N)
    fresh = ((previous * (1 - story.asked[:, None])) @ names)[hops]
    begun, last, count = (chain >= 0)[hops][:, None], last[hops], shared.shape[1]
    distance = torch.where(begun, torch.arange(count) - last[:, None], 0)
    features = [
        begun.expand_as(shared),
        *_levels(shared),
        *_levels(fresh),
        *_between(shared > 0, last),
        *_between(fresh > 0, last),
        _already(chain, count)[hops],
        distance > 0,
        distance < 0,
        *_near(distance.clamp_min(0)),
        *_near((-distance).clamp_min(0)),
    ]
    return torch.stack([feature.float() for feature in features], -1)


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
    chosen = chain[:, :, None] == torch.arange(count)
    return chosen.cumsum(1) > 0


FIXED = 2 + 4 + 4 + 1 + (NEAR + 1)
MOVING = 1 + 2 + 2 + 5 + 5 + 1 + 2 + 2 * (NEAR + 1)


class Output(nn.Module):
    """O: scores of every memory, and of stopping, at every hop."""

    def __init__(self, words: int, roles: int, n: int = 64, dropout: float = 0.1) -> None:
        super().__init__()
        self.encode = Encoder(words, roles, n, dropout)
        self.follow = nn.GRU(n, n, batch_first=True)
        self.memory = nn.Linear(n, n)
        self.state = nn.Linear(n, n)
        self.fixed = nn.Linear(FIXED, n)
        self.moving = nn.Linear(MOVING, n)
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
        wanted: Bool[Tensor, "batch H"],
    ) -> Float[Tensor, "hops N+1"]:
        """Scores of the memories and, in the last place, of stopping, at the wanted hops.

        chain as in hop_features; the hops come row by row.
        """
        vectors = self.encode(sentences)
        rows = torch.arange(len(question))[:, None]
        path = torch.where(chain < 0, question[:, None], memories[rows, chain.clamp_min(0)])
        b, h = wanted.nonzero(as_tuple=True)
        hops = b, h
        states = self.follow(vectors[path])[0][hops]  # (hops, n)
        hidden = self.memory(vectors)[memories] + self.fixed(fixed_features(story))
        hidden = hidden[b] + self.moving(hop_features(story, chain, hops))  # (hops, N, n)
        hidden = torch.relu(hidden + self.state(states)[:, None])
        match = states @ self.match(vectors).T  # s = x^T U^T U y, as eq. 5, of every sentence
        scores = self.score(hidden)[..., 0] + match.gather(1, memories[b])
        scores = scores.masked_fill(~story.written[b], -torch.inf)
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
