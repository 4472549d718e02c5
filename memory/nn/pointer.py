"""Pointer Networks: a sequence in, a sequence of places in it out   [PtrNet].

Place 0 is the end, ⇐, with a learned encoding; the points are 1 to n. The point chosen last is the
decoder's next input. Beside it stand the paper's baselines, whose outputs are a fixed dictionary.
"""

from collections.abc import Callable
from typing import Literal, NamedTuple

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn

from memory.nn.lstm import begin

END = 0
PADDING = -1  # after the end of a target
Kind = Literal["pointer", "attention", "lstm"]
Rule = Callable[[Int[Tensor, "rows steps"], int], Bool[Tensor, "rows places"]]


def point(
    keys: Float[Tensor, "batch n A"],
    queries: Float[Tensor, "batch time A"],
    v: Float[Tensor, " A"],
) -> Float[Tensor, "batch time n"]:
    """u_j^i = v^T tanh(W1 e_j + W2 d_i), of the products W1 e and W2 d   [PtrNet, eq. 3]."""
    return (keys[:, None] + queries[:, :, None]).tanh() @ v


def blend(
    u: Float[Tensor, "batch time n"], e: Float[Tensor, "batch n H"]
) -> Float[Tensor, "batch time H"]:
    """d'_i = sum_j a_j^i e_j, a = softmax(u): the attention baseline   [PtrNet, eq. 2]."""
    return u.softmax(-1) @ e


class Encoded(NamedTuple):
    """What the decoder starts from and points at."""

    e: Float[Tensor, "batch places H"]
    keys: Float[Tensor, "batch places A"]
    state: tuple[Float[Tensor, "1 batch H"], Float[Tensor, "1 batch H"]]


class Pointer(nn.Module):
    """Encoder, decoder and pointing; the baselines choose from a dictionary of `places`."""

    def __init__(
        self, inputs: int = 2, hidden: int = 256, kind: Kind = "pointer", places: int = 0
    ) -> None:
        super().__init__()
        self.kind = kind
        self.encode = nn.LSTM(inputs, hidden, batch_first=True)
        self.decode = nn.LSTM(inputs, hidden, batch_first=True)
        self.start = nn.Parameter(torch.zeros(inputs))  # ⇒
        self.end = nn.Parameter(torch.zeros(hidden))  # ⇐
        self.w1 = nn.Linear(hidden, hidden, bias=False)
        self.w2 = nn.Linear(hidden, hidden, bias=False)
        self.v = nn.Parameter(torch.zeros(hidden))
        if kind != "pointer":
            self.dictionary = nn.Linear(hidden * (1 + (kind == "attention")), places)
        begin(self)

    def read(self, points: Float[Tensor, "batch n inputs"]) -> Encoded:
        """Encode the input sequence, and the end before it."""
        e, state = self.encode(points)
        e = torch.cat([self.end.expand(len(e), 1, -1), e], 1)  # (batch, n + 1, H)
        return Encoded(e, self.w1(e), state)

    def scores(
        self, encoded: Encoded, d: Float[Tensor, "batch time H"]
    ) -> Float[Tensor, "batch time places"]:
        """Scores of the end and of every point, from decoder states."""
        u = point(encoded.keys, self.w2(d), self.v)
        if self.kind == "pointer":
            return u
        blended = [blend(u, encoded.e)] if self.kind == "attention" else []
        found: Tensor = self.dictionary(torch.cat([*blended, d], -1))
        return found

    def forward(
        self, points: Float[Tensor, "batch n inputs"], targets: Int[Tensor, "batch time"]
    ) -> Float[Tensor, "batch time places"]:
        """Scores at every step, each fed the right choice of the step before."""
        encoded = self.read(points)
        before = targets[:, :-1].clamp_min(1) - 1  # what follows the end does not count
        chosen = points.gather(1, before[:, :, None].expand(-1, -1, points.shape[2]))
        fed = torch.cat([self.start.expand(len(points), 1, -1), chosen], 1)
        return self.scores(encoded, self.decode(fed, encoded.state)[0])


class Beams(NamedTuple):
    """The best outputs so far, `width` for each input."""

    chosen: Int[Tensor, "batch width steps"]
    worth: Float[Tensor, "batch width"]
    state: tuple[Float[Tensor, "1 rows H"], Float[Tensor, "1 rows H"]]


@torch.no_grad()
def search(
    net: Pointer, points: Float[Tensor, "batch n inputs"], rule: Rule, width: int, longest: int
) -> Int[Tensor, "batch steps"]:
    """The likeliest output that beam search finds among those that the rule allows.

    After the end, only the end follows, at no cost.
    """
    batch, count, _ = points.shape
    encoded = net.read(points)
    spread = [value.repeat_interleave(width, 0) for value in encoded[:2]]
    state = tuple(value.repeat_interleave(width, 1) for value in encoded.state)
    wide = Encoded(spread[0], spread[1], (state[0], state[1]))
    worth = points.new_full((batch, width), -torch.inf)
    worth[:, 0] = 0  # all beams are the same before the first choice
    none = torch.zeros(batch, width, 0, dtype=torch.long, device=points.device)
    beams = Beams(none, worth, wide.state)
    lanes = torch.arange(batch, device=points.device)[:, None]
    fed = net.start.expand(batch * width, -1)
    for _ in range(longest):
        d, state = net.decode(fed[:, None], beams.state)
        gains = net.scores(wide, d)[:, 0, : count + 1].log_softmax(-1)
        beams = _grow(beams._replace(state=(state[0], state[1])), gains, rule, count)
        last = beams.chosen[:, :, -1]
        if (last == END).all():
            break
        fed = points[lanes, last.clamp_min(1) - 1].flatten(0, 1)
    return beams.chosen[:, 0]


def _grow(beams: Beams, gains: Float[Tensor, "rows places"], rule: Rule, count: int) -> Beams:
    """One more choice: the best `width` of all ways to go on."""
    batch, width, steps = beams.chosen.shape
    rows = beams.chosen.flatten(0, 1)
    gains = gains.masked_fill(~rule(rows, count), -torch.inf)
    if steps:
        ended = rows[:, -1] == END
        gains[ended] = -torch.inf
        gains[ended, END] = 0
    total = (beams.worth[:, :, None] + gains.unflatten(0, (batch, width))).flatten(1)
    worth, best = total.topk(width, 1)
    beam, choice = best // gains.shape[1], best % gains.shape[1]
    lanes = torch.arange(batch, device=best.device)[:, None]
    chosen = torch.cat([beams.chosen[lanes, beam], choice[:, :, None]], 2)
    origin = (lanes * width + beam).flatten()
    return Beams(chosen, worth, (beams.state[0][:, origin], beams.state[1][:, origin]))


def taken(
    chosen: Int[Tensor, "rows steps"], count: int
) -> tuple[Bool[Tensor, "rows places"], Int[Tensor, " rows"]]:
    """Which places were chosen before, and how many points that makes."""
    seen = torch.zeros(len(chosen), count + 1, dtype=torch.bool, device=chosen.device)
    seen.scatter_(1, chosen, value=True)
    seen[:, END] = False
    return seen, seen.sum(1)


def polygon(chosen: Int[Tensor, "rows steps"], count: int) -> Bool[Tensor, "rows places"]:
    """Valid next choices of a hull: no point twice, at least three of them."""
    seen, size = taken(chosen, count)
    allowed = ~seen
    allowed[:, END] = size >= 3
    return allowed


def tour(chosen: Int[Tensor, "rows steps"], count: int) -> Bool[Tensor, "rows places"]:
    """Valid next choices of a tour: every point once, the first one first."""
    seen, size = taken(chosen, count)
    allowed = ~seen
    allowed[:, END] = size == count
    if chosen.shape[1] == 0:
        allowed[:, 2:] = False
    return allowed


def triangles(chosen: Int[Tensor, "rows steps"], count: int) -> Bool[Tensor, "rows places"]:
    """Valid next choices of a triangulation: triples of rising numbers, the end after a triple.

    n points have 2n - 5 triangles at most.
    """
    place = chosen.shape[1] % 3
    numbers = torch.arange(count + 1, device=chosen.device).expand(len(chosen), -1)
    last = chosen[:, -1:] if place else torch.zeros_like(numbers[:, :1])
    room = numbers <= count - (2 - place)  # for those that must still follow
    allowed = (numbers > last) & room
    allowed[:, END] = place == 0 and chosen.shape[1] > 0
    if chosen.shape[1] >= 3 * max(2 * count - 5, 1):
        allowed[:, 1:] = False
    return allowed
