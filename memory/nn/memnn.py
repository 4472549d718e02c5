"""Memory Networks, eq. 2-5, 10 and Algorithm 1: which memories support an answer, which word it is.

A sentence is a bag of words; Phi puts that bag into one of several banks of |W| features, so that
the same word weighs differently in a question, in a supporting memory and in a candidate. U is
(n, D): D = 3|W|, or more with the extensions of `memory.nn.unseen`, plus 3 for write time.
"""

from collections.abc import Callable
from enum import IntEnum
from typing import Literal

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

TIME_FEATURES = 3  # [x older than y], [x older than y'], [y older than y']: the last columns of U
Order = Literal["oldest first", "newest first"]


class Bank(IntEnum):
    """Where a word has its feature, by what the sentence is to the network."""

    CANDIDATE = 0  # Phi_y
    INPUT = 1  # Phi_x, from the question
    SUPPORT = 2  # Phi_x, from a supporting memory
    LEFT = 3  # sec. 3.5: the words seen left of an unseen word
    RIGHT = 4
    MATCH = 5  # sec. 3.6: the word stands in both x and y
    MATCH_LEFT = 6
    MATCH_RIGHT = 7


def bag(words: Int[Tensor, "*batch length"], size: int) -> Float[Tensor, "*batch size"]:
    """Count each word of a sentence; id 0 is padding and counts for nothing."""
    counts = torch.zeros(*words.shape[:-1], size)
    counts.scatter_add_(-1, words, (words != 0).float())
    return counts


def phi(
    bag: Float[Tensor, "*batch W"], bank: Bank, features: int
) -> Float[Tensor, "*batch features"]:
    """Phi: the bag in its bank, zero everywhere else   [MemNN, sec. 3.1]."""
    size = bag.shape[-1]
    out = bag.new_zeros(*bag.shape[:-1], features)
    out[..., bank * size : (bank + 1) * size] = bag
    return out


def embed(
    U: Float[Tensor, "n D"], bag: Float[Tensor, "*batch W"], bank: Bank
) -> Float[Tensor, "*batch n"]:
    """U Phi(bag), without the zeros of the other banks."""
    size = bag.shape[-1]
    return bag @ U[:, bank * size : (bank + 1) * size].T


def embed_time(
    U: Float[Tensor, "n D"], bits: Float[Tensor, "*batch 3"]
) -> Float[Tensor, "*batch n"]:
    """U Phi_t: the last three features   [MemNN, sec. 3.4]."""
    return bits @ U[:, -TIME_FEATURES:].T


def score(
    U: Float[Tensor, "n D"], phi_x: Float[Tensor, "*batch D"], phi_y: Float[Tensor, "*batch D"]
) -> Float[Tensor, "*batch"]:
    """s(x, y) = Phi_x(x)^T U^T U Phi_y(y)   [MemNN, eq. 5]."""
    return ((phi_x @ U.T) * (phi_y @ U.T)).sum(-1)


def best(scores: Float[Tensor, "batch N"], length: Int[Tensor, " batch"]) -> Int[Tensor, " batch"]:
    """o = argmax_{i=1..N} s_O(., m_i), over the memories written so far   [MemNN, eq. 2-3]."""
    unwritten = torch.arange(scores.shape[1]) >= length[:, None]
    return scores.masked_fill(unwritten, -torch.inf).argmax(1)


def respond(query: Float[Tensor, "batch n"], words: Float[Tensor, "W n"]) -> Int[Tensor, " batch"]:
    """r = argmax_{w in W} s_R([x, m_o1, m_o2], w), padding aside   [MemNN, eq. 4]."""
    return (query @ words.T)[:, 1:].argmax(1) + 1


def time_features(
    x: Int[Tensor, "*batch"], y: Int[Tensor, "*batch"], y2: Int[Tensor, "*batch"]
) -> Float[Tensor, "*batch 3"]:
    """Phi_t(x, y, y'): who is older than whom, from the times of writing   [MemNN, sec. 3.4]."""
    return torch.stack([x < y, x < y2, y < y2], -1).float()


def score_pair(
    query: Float[Tensor, "*batch n"],
    y: Float[Tensor, "*batch n"],
    y2: Float[Tensor, "*batch n"],
    time: Float[Tensor, "*batch n"],
) -> Float[Tensor, "*batch"]:
    """s_Ot = Phi_x^T U^T U (Phi_y(y) - Phi_y(y') + Phi_t), of embedded parts   [MemNN, eq. 10]."""
    return (query * (y - y2 + time)).sum(-1)


def scan(count: int, prefers: Callable[[int, int], bool], order: Order = "oldest first") -> int:
    """Index of the memory that survives one pass in which each meets the winner so far [Alg. 1]."""
    steps = range(count) if order == "oldest first" else range(count - 1, -1, -1)
    winner = steps[0]
    for i in steps[1:]:
        if prefers(i, winner):
            winner = i
    return winner


def scan_batch(
    match: Float[Tensor, "batch N"],
    time: Float[Tensor, "batch 3"],
    written: Int[Tensor, " batch"],
    length: Int[Tensor, " batch"],
    order: Order = "newest first",
) -> Int[Tensor, " batch"]:
    """Algorithm 1 for many questions at once, question b over its first length[b] memories.

    `match` is query . U Phi_y(m_i), `time` query . the three time columns of U, `written` when x
    (or m_o1) was written. Oldest first, y is always the newer one, and [y older than y'] never
    fires: recency can then not be preferred. Newest first, it always does.
    """
    count, forward = match.shape[1], order == "oldest first"
    columns, rows = match.T.contiguous(), torch.arange(len(match))
    winner = torch.zeros_like(length) if forward else length - 1
    held = match[rows, winner]
    newer_than_x = (written < winner) * time[:, 1]  # what the winner has of the features
    for i in range(1, count) if forward else range(count - 2, -1, -1):
        fresh = written < i
        gain = columns[i] - held + fresh * time[:, 0] + newer_than_x
        if not forward:
            gain = gain + time[:, 2]
        wins = (gain > 0) & ((i < length) if forward else (i < length - 1))
        winner = torch.where(wins, i, winner)
        held = torch.where(wins, columns[i], held)
        newer_than_x = torch.where(wins, fresh * time[:, 1], newer_than_x)
    return winner


class MemNN(nn.Module):
    """U_O and U_R: all that the network learns; memories come in and go out."""

    def __init__(self, words: int, n: int = 100, banks: int = 3, deviation: float = 0.1) -> None:
        super().__init__()
        features = banks * words + TIME_FEATURES
        self.U_O = nn.Parameter(torch.randn(n, features) * deviation)
        self.U_R = nn.Parameter(torch.randn(n, features) * deviation)


def query(
    U: Float[Tensor, "n D"],
    x: Float[Tensor, "batch W"],
    supports: list[Float[Tensor, "batch W"]],
) -> Float[Tensor, "batch n"]:
    """U Phi_x([x, m_o1, ...]): a list is the sum of its parts, each in its own bank   [fn. 3]."""
    out = embed(U, x, Bank.INPUT)
    for support in supports:
        out = out + embed(U, support, Bank.SUPPORT)
    return out
