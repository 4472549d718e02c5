"""A trained network as a folder: config.json, model.safetensors, vocabulary.json, metrics.json."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from memory.errors import EngramError

CONFIG, WEIGHTS, VOCABULARY, METRICS = (
    "config.json", "model.safetensors", "vocabulary.json", "metrics.json",
)  # fmt: skip


class CheckpointError(EngramError):
    """A folder is no checkpoint, or not of the network that is wanted."""

    def __init__(self, path: Path, problem: str) -> None:
        self.path, self.problem = path, problem
        super().__init__(f"{path}: {problem}")


@dataclass(frozen=True)
class Checkpoint:
    """What makes a network again; `kind` names the network, `config` its settings."""

    kind: str
    config: Mapping[str, Any]
    vocabulary: Sequence[str]
    weights: Mapping[str, Tensor]
    metrics: Mapping[str, Any] = field(default_factory=dict)


def save(folder: Path, checkpoint: Checkpoint) -> None:
    """Write the folder; config.json comes last, so that half a folder is no checkpoint."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CONFIG).unlink(missing_ok=True)
    weights = {n: value.detach().cpu().contiguous() for n, value in checkpoint.weights.items()}
    partial = folder / f"{WEIGHTS}.partial"
    save_file(weights, partial)
    partial.replace(folder / WEIGHTS)
    _write(folder / VOCABULARY, list(checkpoint.vocabulary))
    _write(folder / METRICS, dict(checkpoint.metrics))
    _write(folder / CONFIG, {"kind": checkpoint.kind, **checkpoint.config})


def load(folder: Path, kind: str) -> Checkpoint:
    """The checkpoint in a folder, if it is one of this kind of network."""
    config = _read(folder / CONFIG, dict)
    found = config.pop("kind", None)
    if found != kind:
        raise CheckpointError(folder / CONFIG, f"holds a network of kind {found!r}, not {kind!r}")
    try:
        weights = load_file(folder / WEIGHTS)
    except (OSError, SafetensorError) as error:
        raise CheckpointError(folder / WEIGHTS, f"cannot be read ({error})") from error
    vocabulary, metrics = _read(folder / VOCABULARY, list), _read(folder / METRICS, dict)
    return Checkpoint(kind, config, vocabulary, weights, metrics)


def load_features(folder: Path, kind: str, features: type[Enum]) -> Checkpoint:
    """A network over these features. Raises CheckpointError, too where it was trained on others."""
    found = load(folder, kind)
    if list(found.vocabulary) != [feature.name for feature in features]:
        raise CheckpointError(folder, "was trained on other features; train it anew")
    return found


def restore(module: nn.Module, checkpoint: Checkpoint, folder: Path) -> None:
    """Put a checkpoint's weights into a network; names and shapes must be the network's own.

    They take the network's precision.
    """
    wanted = {name: value.shape for name, value in module.state_dict().items()}
    found = {name: value.shape for name, value in checkpoint.weights.items()}
    for name in sorted({*wanted, *found}):
        if wanted.get(name) != found.get(name):
            here, there = (_shape(shapes.get(name)) for shapes in (wanted, found))
            problem = f"is of another network: {name} is {there}, and should be {here}"
            raise CheckpointError(folder / WEIGHTS, problem)
    module.load_state_dict(dict(checkpoint.weights))


def _shape(shape: Sequence[int] | None) -> str:
    return "missing" if shape is None else " x ".join(map(str, shape)) or "one number"


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _read(path: Path, kind: type) -> Any:  # noqa: ANN401 what JSON holds
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        problem = "is missing; a checkpoint is a folder that training wrote"
        raise CheckpointError(path, problem) from error
    except (OSError, ValueError) as error:
        raise CheckpointError(path, f"cannot be read ({error})") from error
    if not isinstance(value, kind):
        raise CheckpointError(path, f"should hold a JSON {kind.__name__}")
    return value
