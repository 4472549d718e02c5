"""R as a pointer: start and end of an answer."""

import torch

from memory.nn.spans import Base, SpanPointer, attends, bert_layer, best_spans, loss

WIDTH = 24


def bert(layers: int) -> dict[str, torch.Tensor]:
    """Weights under BERT's names, small."""
    torch.manual_seed(0)
    shapes = {
        "attention.self.query": (WIDTH, WIDTH), "attention.self.key": (WIDTH, WIDTH),
        "attention.self.value": (WIDTH, WIDTH), "attention.output.dense": (WIDTH, WIDTH),
        "intermediate.dense": (1536, WIDTH), "output.dense": (WIDTH, 1536),
    }  # fmt: skip
    weights = {
        "embeddings.word_embeddings.weight": torch.randn(11, WIDTH),
        "embeddings.position_embeddings.weight": torch.randn(9, WIDTH),
        "embeddings.token_type_embeddings.weight": torch.randn(2, WIDTH),
        "embeddings.LayerNorm.weight": torch.ones(WIDTH),
        "embeddings.LayerNorm.bias": torch.zeros(WIDTH),
    }
    for number in range(layers):
        own = f"encoder.layer.{number}."
        for name, (out, into) in shapes.items():
            weights[f"{own}{name}.weight"] = torch.randn(out, into) / 5
            weights[f"{own}{name}.bias"] = torch.randn(out) / 5
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            weights[f"{own}{name}.weight"] = torch.rand(WIDTH) + 0.5
            weights[f"{own}{name}.bias"] = torch.randn(WIDTH) / 5
    return weights


def test_a_layer_computes_what_bert_computes() -> None:
    weights = bert(1)
    states = torch.randn(1, 4, WIDTH)
    base = Base(weights, 1)
    found = base.layers[0](states, torch.zeros(1, 1, 1, 4))
    w = {name.removeprefix("encoder.layer.0."): value for name, value in weights.items()}

    def linear(name: str, x: torch.Tensor) -> torch.Tensor:
        return x @ w[f"{name}.weight"].T + w[f"{name}.bias"]

    def norm(name: str, x: torch.Tensor) -> torch.Tensor:
        centred = x - x.mean(-1, keepdim=True)
        spread = (centred.square().mean(-1, keepdim=True) + 1e-12).sqrt()
        return centred / spread * w[f"{name}.weight"] + w[f"{name}.bias"]

    heads = []
    q, k, v = (linear(f"attention.self.{name}", states[0]) for name in ("query", "key", "value"))
    for head in range(12):
        part = slice(2 * head, 2 * head + 2)
        heads.append((q[:, part] @ k[:, part].T / 2**0.5).softmax(-1) @ v[:, part])
    mixed = linear("attention.output.dense", torch.cat(heads, -1))
    middle = norm("attention.output.LayerNorm", states[0] + mixed)
    inner = torch.nn.functional.gelu(linear("intermediate.dense", middle))
    wanted = norm("output.LayerNorm", middle + linear("output.dense", inner))
    assert torch.allclose(found[0], wanted, atol=1e-4)


def test_a_layer_works_out_the_first_words_alone_as_it_does_all() -> None:
    (layer,) = Base(bert(1), 1).layers
    states, mask = torch.randn(2, 4, WIDTH), torch.zeros(2, 1, 1, 4)
    mask[1, ..., 3] = -1e4
    for first in (1, 3):
        found = layer(states, mask, first)
        torch.testing.assert_close(found, layer(states, mask)[:, :first], atol=1e-5, rtol=1e-4)


def test_padding_changes_nothing() -> None:
    base, pointer = Base(bert(1), 1), SpanPointer(WIDTH, 1).eval()
    ids = torch.tensor([[3, 4, 5]])
    padded = torch.tensor([[3, 4, 5, 0, 0]])
    rows = []
    for some in (ids, padded):
        allowed = some != 0
        states = base(some, torch.zeros_like(some))
        rows.append(pointer(states, some, allowed)[0, :, :3])
    assert torch.allclose(rows[0], rows[1], atol=1e-4)


def test_the_best_spans_match_a_plain_search() -> None:
    torch.manual_seed(3)
    logits = torch.randn(5, 2, 9)
    owners = torch.tensor([[-1, -1, 0, 0, 0, -1, 2, 2, 2]]).expand(5, 9)
    scores, places = best_spans(logits, owners, memories=4, most=2)
    assert scores.shape == (5, 4)
    for row in range(5):
        start, end = logits[row]
        for memory, pieces in {0: range(2, 5), 2: range(6, 9)}.items():
            found = {
                (i, j): float(start[i] + end[j] - start[0] - end[0])
                for i in pieces
                for j in pieces
                if i <= j < i + 2
            }
            best = max(found, key=lambda pair: found[pair])
            assert tuple(places[row, memory].tolist()) == best
            assert abs(float(scores[row, memory]) - found[best]) < 1e-5
        assert scores[row, [1, 3]].tolist() == [-torch.inf] * 2


def test_attention_is_nought_at_words_and_far_below_at_padding() -> None:
    mask = attends(torch.tensor([[5, 6, 0]]))
    assert mask.shape == (1, 1, 1, 3)
    assert mask.flatten().tolist() == [0, 0, -1e4]


def test_what_is_not_allowed_is_never_an_end() -> None:
    base, pointer = Base(bert(1), 1), SpanPointer(WIDTH, 1).eval()
    ids = torch.tensor([[3, 4, 5]])
    allowed = torch.tensor([[True, False, True]])
    logits = pointer(base(ids, torch.zeros_like(ids)), ids, allowed)
    assert (logits[0, :, 1] == -1e4).all()
    assert (logits[0, :, [0, 2]] > -1e3).all()


def test_the_base_is_not_trained_and_the_pointer_is() -> None:
    base, pointer = Base(bert(1), 1), SpanPointer(WIDTH, 1)
    pointer.layers[0].load_state_dict(bert_layer(bert(1), 0))
    ids = torch.tensor([[3, 4, 5], [6, 7, 0]])
    cost = loss(
        pointer(base(ids, torch.zeros_like(ids)), ids, ids != 0),
        torch.tensor([[1, 2], [0, 0]]),
    )
    cost.backward()
    assert all(parameter.grad is None for parameter in base.parameters())
    assert all(parameter.grad is not None for parameter in pointer.parameters())
