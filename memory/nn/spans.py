"""R as a pointer: where an answer begins and ends among the words of a question and of memories.

A BERT encoder (Devlin et al. 2019) whose lower layers are taken as they are and whose upper layers
are trained, and two logits a word (its section 4.2). The first word of the input stands for "no
answer here" (4.3), so that memories that are read together compete with each other and with it.
"""

from collections.abc import Mapping

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn
from torch.nn import functional

_HEADS, _INNER, _EPSILON = 12, 1536, 1e-12  # of all-MiniLM-L6-v2
_NEVER = -1e4  # a logit below every other
_PARTS = ("query", "key", "value")
_NAMES = {  # here, and in BERT's own files
    "mixed": "attention.output.dense", "norm1": "attention.output.LayerNorm",
    "inner": "intermediate.dense", "outer": "output.dense", "norm2": "output.LayerNorm",
}  # fmt: skip


class Layer(nn.Module):
    """One layer of the encoder: attention, then two linear layers, each normed after adding."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.query_key_value = nn.Linear(width, 3 * width)
        self.mixed = nn.Linear(width, width)
        self.norm1, self.norm2 = nn.LayerNorm(width, _EPSILON), nn.LayerNorm(width, _EPSILON)
        self.inner, self.outer = nn.Linear(width, _INNER), nn.Linear(_INNER, width)

    def forward(
        self,
        states: Float[Tensor, "batch length width"],
        mask: Float[Tensor, "batch 1 1 length"],
        first: int | None = None,
    ) -> Float[Tensor, "batch first width"]:
        """The next states, of the `first` words alone; the mask is added to what attention weighs.

        No more of them are worked out than are asked for; None: all.
        """
        if self.norm1.weight.dtype is torch.bfloat16:  # as it is for reading
            states = states.bfloat16()
        parts = self.query_key_value(states).unflatten(2, (3, _HEADS, -1))
        query, key, value = parts.permute(2, 0, 3, 1, 4)  # (batch, heads, length, part)
        looked = attend(query[:, :, :first], key, value, mask)
        heads = looked.transpose(1, 2).flatten(2)
        middle = self.norm1(states[:, :first] + self.mixed(heads))
        found: Tensor = self.norm2(middle + self.outer(functional.gelu(self.inner(middle))))
        return found


def attend(
    query: Float[Tensor, "batch heads first part"],
    key: Float[Tensor, "batch heads length part"],
    value: Float[Tensor, "batch heads length part"],
    mask: Float[Tensor, "batch 1 1 length"],
) -> Float[Tensor, "batch heads first part"]:
    """What each word sees of the others: softmax(q k / sqrt(part) + mask) v (Vaswani et al. 2017).

    Fused, which takes a third of the time on a CPU; but in bfloat16 by plain products of matrices,
    since the fused backward pass is several times as slow there.
    """
    if query.dtype is not torch.bfloat16:
        return functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
    weights = query * query.shape[-1] ** -0.5 @ key.transpose(-1, -2)
    found: Tensor = (weights + mask.to(weights.dtype)).softmax(-1) @ value
    return found


def bert_layer(weights: Mapping[str, Tensor], number: int) -> dict[str, Tensor]:
    """The weights of a BERT layer under the names that `Layer` has for them."""
    own = f"encoder.layer.{number}."
    found = {
        f"query_key_value.{kind}": torch.cat(
            [weights[f"{own}attention.self.{part}.{kind}"] for part in _PARTS]
        )
        for kind in ("weight", "bias")
    }
    for here, there in _NAMES.items():
        for kind in ("weight", "bias"):
            found[f"{here}.{kind}"] = weights[f"{own}{there}.{kind}"]
    return found


def attends(ids: Int[Tensor, "batch length"]) -> Float[Tensor, "batch 1 1 length"]:
    """0 where there is a word, far below where there is padding (id 0)."""
    mask = torch.zeros(ids.shape, device=ids.device).masked_fill(ids == 0, _NEVER)
    return mask[:, None, None, :]


class Base(nn.Module):
    """What is taken as it is: embeddings of words, places and segments, and the lower layers."""

    def __init__(self, weights: Mapping[str, Tensor], layers: int) -> None:
        super().__init__()
        names = ("word", "position", "token_type")
        self.words, self.places, self.segments = (
            nn.Embedding.from_pretrained(weights[f"embeddings.{name}_embeddings.weight"])
            for name in names
        )
        width = self.words.embedding_dim
        self.norm = nn.LayerNorm(width, _EPSILON)
        for kind in ("weight", "bias"):
            getattr(self.norm, kind).data = weights[f"embeddings.LayerNorm.{kind}"]
        self.layers = nn.ModuleList(Layer(width) for _ in range(layers))
        for number, module in enumerate(self.layers):
            module.load_state_dict(bert_layer(weights, number))
        self.requires_grad_(requires_grad=False).eval()

    def forward(
        self, ids: Int[Tensor, "batch length"], segments: Int[Tensor, "batch length"]
    ) -> Float[Tensor, "batch length width"]:
        """The states under the trained layers; id 0 is padding."""
        places = torch.arange(ids.shape[1], device=ids.device)
        states: Float[Tensor, "batch length width"] = self.norm(
            self.words(ids) + self.places(places) + self.segments(segments)
        )
        mask = attends(ids)
        for module in self.layers:
            states = module(states, mask)
        return states


class SpanPointer(nn.Module):
    """The trained layers, and the two ends."""

    def __init__(self, width: int, layers: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer(width) for _ in range(layers))
        self.ends = nn.Linear(width, 2)

    def forward(
        self,
        states: Float[Tensor, "batch length width"],
        ids: Int[Tensor, "batch length"],
        allowed: Bool[Tensor, "batch length"],
    ) -> Float[Tensor, "batch 2 length"]:
        """Logits of the start and of the end, over the words that may be one."""
        mask = attends(ids)
        for module in self.layers:
            states = module(states, mask)
        with torch.autocast(states.device.type, enabled=False):  # logits are not rounded
            logits: Float[Tensor, "batch length 2"] = self.ends(states.float())
        return logits.masked_fill(~allowed[:, :, None], _NEVER).transpose(1, 2)


def loss(
    logits: Float[Tensor, "batch 2 length"], ends: Int[Tensor, "batch 2"]
) -> Float[Tensor, ""]:
    """-log P(start) - log P(end), halved; both ends 0: there is no answer."""
    return functional.cross_entropy(logits.flatten(0, 1), ends.flatten())


def best_spans(
    logits: Float[Tensor, "batch 2 length"],
    owners: Int[Tensor, "batch length"],
    memories: int,
    most: int,
) -> tuple[Float[Tensor, "batch memories"], Int[Tensor, "batch memories 2"]]:
    """The best span within each memory, at most `most` words long, and its lead on "no answer".

    `owners` tells for each word the memory that it is of, -1 for none. score_m = max over i <= j <
    i + most, both of m, of start_i + end_j - (start_0 + end_0); -inf for what is not in the row.
    """
    start, end = logits[:, 0], logits[:, 1]
    length = start.shape[1]
    pairs = start[:, :, None] + end[:, None, :] - (start[:, 0] + end[:, 0])[:, None, None]
    near = torch.ones(length, length, dtype=torch.bool, device=logits.device)
    near = near.triu() & ~near.triu(most)
    same = (owners[:, :, None] == owners[:, None, :]) & near
    pairs = pairs.masked_fill(~same, -torch.inf)
    scores, places = [], []
    for memory in range(memories):
        of_it = pairs.masked_fill((owners != memory)[:, :, None], -torch.inf)
        score, place = of_it.flatten(1).max(1)
        scores.append(score)
        places.append(torch.stack([place // length, place % length], 1))
    return torch.stack(scores, 1), torch.stack(places, 1)
