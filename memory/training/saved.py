"""A trained network of `memory.training.encoding` as a folder."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from memory import checkpoints
from memory.checkpoints import Checkpoint, CheckpointError
from memory.training.encoding import Network, Settings

KIND = "chain"


def save(network: Network, folder: Path, metrics: Mapping[str, Any]) -> None:
    """Write the folder."""
    config = {
        "settings": asdict(network.settings),
        "names": sorted(network.names.known),
        "answers": network.answers,
    }
    weights = network.module.state_dict()
    words = network.vocabulary.learned
    checkpoints.save(folder, Checkpoint(KIND, config, words, weights, metrics))


def load(folder: Path) -> tuple[Network, Mapping[str, Any]]:
    """The network in a folder, and its metrics."""
    checkpoint = checkpoints.load(folder, KIND)
    config = checkpoint.config
    wanted = {"settings", "names", "answers"}
    problem = f"should have the keys {', '.join(sorted(wanted))}, and settings those of training"
    if set(config) != wanted or set(config["settings"]) != {f.name for f in fields(Settings)}:
        raise CheckpointError(folder / checkpoints.CONFIG, problem)
    settings = Settings(**config["settings"])
    names, answers = frozenset(config["names"]), list(config["answers"])
    network = Network(checkpoint.vocabulary, names, answers, settings)
    checkpoints.restore(network.module, checkpoint, folder)
    return network, checkpoint.metrics
