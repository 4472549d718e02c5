"""A network of the simulated world as a folder: trained once, measured again at will."""

from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

from torch import nn

from memory import checkpoints
from memory.checkpoints import CONFIG, Checkpoint, CheckpointError
from memory.nn.memnn import MemNN
from memory.nn.segmenter import Segmenter
from memory.training import simulation, streams, tables
from memory.training.loop import Plan, Row
from memory.training.simulation import Config
from memory.training.streams import Reading
from memory.training.vocabulary import Vocabulary
from memory.training.world import WORLDS

KIND = "memnn"
CONFIGS = {"paper": simulation.PAPER, "improved": simulation.IMPROVED}


def train(
    folder: Path,
    world: str,
    config: Config,
    questions: int = tables.QUESTIONS,
    report: Callable[[int, Row], None] | None = None,
) -> float:
    """Train, measure on the test run, write the folder; goes on where a killed run stopped."""
    learning, test = tables.runs(WORLDS[world], config.seed, questions)
    reading = streams.learn(learning, names=config.names, stream=True, seed=config.seed)
    plan = Plan(config.epochs, config.seed, folder=folder / "training", report=report)
    network = simulation.train(streams.encode(learning, reading), config, plan)
    right = simulation.accuracy(network, streams.encode(test, reading), config)
    about = {"world": world, "questions": questions, "settings": asdict(config)}
    checkpoints.save(
        folder,
        Checkpoint(
            KIND,
            {**about, "names": sorted(reading.names), "gamma": reading.gamma},
            reading.vocabulary.words[3:],
            _modules(network, reading.segmenter).state_dict(),
            {"accuracy": right},
        ),
    )
    return right


def load(folder: Path) -> tuple[MemNN, Reading, Config, Checkpoint]:
    """The network in a folder, and what reads a run for it."""
    checkpoint = checkpoints.load(folder, KIND)
    vocabulary = Vocabulary(checkpoint.vocabulary)
    try:
        config = Config(**checkpoint.config["settings"])
        names, gamma = frozenset(checkpoint.config["names"]), float(checkpoint.config["gamma"])
    except (KeyError, TypeError, ValueError) as error:
        problem = f"does not hold the settings of a network of the simulated world ({error})"
        raise CheckpointError(folder / CONFIG, problem) from error
    network = MemNN(len(vocabulary), config.n, simulation.banks(config))
    segmenter = Segmenter(streams.SEGMENT_BANKS * len(vocabulary))
    checkpoints.restore(_modules(network, segmenter), checkpoint, folder)
    return network, Reading(vocabulary, names, segmenter, gamma), config, checkpoint


def evaluate(folder: Path) -> tuple[float, float]:
    """Accuracy on the test run of the world that the network was trained for, and that noted."""
    network, reading, config, checkpoint = load(folder)
    try:
        setting, noted = WORLDS[checkpoint.config["world"]], checkpoint.metrics["accuracy"]
    except KeyError as error:
        raise CheckpointError(folder / CONFIG, f"names no world or accuracy ({error})") from error
    test = tables.runs(setting, config.seed, checkpoint.config["questions"])[1]
    return simulation.accuracy(network, streams.encode(test, reading), config), noted


def _modules(network: MemNN, segmenter: Segmenter | None) -> nn.ModuleDict:
    return nn.ModuleDict({"memnn": network, "segmenter": segmenter or nn.Module()})


def seeded(name: str, seed: int) -> Config:
    """One of the named ways to train, with its seed."""
    return replace(CONFIGS[name], seed=seed)
