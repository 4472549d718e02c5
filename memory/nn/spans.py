"""R as a pointer: where an answer begins and ends among the words of a question and one memory.

A BERT encoder (Devlin et al. 2019) whose lower layers are taken as they are and whose upper layers
are trained, and two logits a word. The first word of the input stands for "no answer here".
"""

from collections.abc import Mapping

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn
from torch.nn import functional

_HEADS, _INNER, _EPSILON = 12, 1536, 1e-12  # of all-MiniLM-L6-v2


def layer(width: int) -> nn.TransformerEncoderLayer:
    """One layer of the encoder: attention, then two linear layers, each normed after adding."""
    return nn.TransformerEncoderLayer(
        width, _HEADS, _INNER, activation="gelu", layer_norm_eps=_EPSILON, batch_first=True
    )


def bert_layer(weights: Mapping[str, Tensor], number: int) -> dict[str, Tensor]:
    """The weights of a BERT layer under the names that `layer` has for them."""
    own = {
        name.removeprefix(f"encoder.layer.{number}."): value
        for name, value in weights.items()
        if name.startswith(f"encoder.layer.{number}.")
    }
    parts = ("query", "key", "value")
    found = {
        f"self_attn.in_proj_{kind}": torch.cat([own[f"attention.self.{p}.{kind}"] for p in parts])
        for kind in ("weight", "bias")
    }
    names = {
        "self_attn.out_proj": "attention.output.dense", "norm1": "attention.output.LayerNorm",
        "linear1": "intermediate.dense", "linear2": "output.dense", "norm2": "output.LayerNorm",
    }  # fmt: skip
    for here, there in names.items():
        for kind in ("weight", "bias"):
            found[f"{here}.{kind}"] = own[f"{there}.{kind}"]
    return found


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
        self.layers = nn.ModuleList(layer(width) for _ in range(layers))
        for number, module in enumerate(self.layers):
            module.load_state_dict(bert_layer(weights, number))
        self.requires_grad_(requires_grad=False).eval()

    def forward(
        self, ids: Int[Tensor, "batch length"], segments: Int[Tensor, "batch length"]
    ) -> Float[Tensor, "batch length width"]:
        """The states under the trained layers; id 0 is padding."""
        places = torch.arange(ids.shape[1])
        states: Float[Tensor, "batch length width"] = self.norm(
            self.words(ids) + self.places(places) + self.segments(segments)
        )
        for module in self.layers:
            states = module(states, src_key_padding_mask=ids == 0)
        return states


class SpanPointer(nn.Module):
    """The trained layers, and the two ends."""

    def __init__(self, width: int, layers: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(layer(width) for _ in range(layers))
        self.ends = nn.Linear(width, 2)

    def forward(
        self,
        states: Float[Tensor, "batch length width"],
        padding: Bool[Tensor, "batch length"],
        allowed: Bool[Tensor, "batch length"],
    ) -> Float[Tensor, "batch 2 length"]:
        """Logits of the start and of the end, over the words that may be one."""
        for module in self.layers:
            states = module(states, src_key_padding_mask=padding)
        logits: Float[Tensor, "batch length 2"] = self.ends(states)
        return logits.masked_fill(~allowed[:, :, None], -1e4).transpose(1, 2)  # (batch, 2, length)


def loss(
    logits: Float[Tensor, "batch 2 length"], ends: Int[Tensor, "batch 2"]
) -> Float[Tensor, ""]:
    """-log P(start) - log P(end), halved; both ends 0: there is no answer."""
    return functional.cross_entropy(logits.flatten(0, 1), ends.flatten())


def best_span(
    logits: Float[Tensor, "batch 2 length"], most: int
) -> tuple[Float[Tensor, " batch"], Int[Tensor, "batch 2"]]:
    """The best start and end, at most `most` words apart, and how much they exceed "no answer".

    score = max_{0 < i <= j < i + most} start_i + end_j - (start_0 + end_0)
    """
    start, end = logits[:, 0], logits[:, 1]
    length = start.shape[1]
    pairs = start[:, :, None] + end[:, None, :]  # (batch, length, length)
    fits = torch.ones(length, length, dtype=torch.bool).triu() & ~torch.ones(
        length, length, dtype=torch.bool
    ).triu(most)
    fits[0], fits[:, 0] = False, False
    scores, places = pairs.masked_fill(~fits, -torch.inf).flatten(1).max(1)
    found = torch.stack([places // length, places % length], dim=1)
    return scores - start[:, 0] - end[:, 0], found
