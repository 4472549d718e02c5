"""A reader that goes on with the dialogues of some folds; the readers of several seeds as one."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import torch
from torch import Tensor

from memory.checkpoints import CONFIG, WEIGHTS, load
from memory.spans import KIND, Batch, Reader
from memory.training import spans
from memory.training.loop import TrainingError
from memory.training.passages import Passage
from memory.training.windows import Example, of_dialogue

_TOLD = ("seed", "rate", "batch", "steps")  # of the settings, what makes another reader


def tuned(
    bases: Sequence[Path],
    dialogues: Sequence[Passage],
    settings: spans.Settings,
    seeds: Sequence[int] = (1,),
    keep: Path | None = None,
) -> Reader:
    """The readers in some folders after going on with dialogues, as one.

    Of several seeds the mean of the weights, one reader (Wortsman et al. 2022, arXiv 2203.05482);
    of several folders the mean of what they say. The readers of `keep` are not trained again.
    Raises TrainingError where they are others.
    """
    some = [one for n, it in enumerate(dialogues) for one in of_dialogue(it, n, whole=True)]
    runs = [replace(settings, seed=seed) for seed in seeds]
    return Together(
        [
            mean_of([_tuned(base, some, run, keep and keep / f"base{n}") for run in runs])
            for n, base in enumerate(bases, start=1)
        ]
    )


def _tuned(
    base: Path, some: Sequence[Example], settings: spans.Settings, keep: Path | None
) -> Reader:
    keep = keep and keep / f"seed{settings.seed}"
    how = {name: value for name, value in asdict(settings).items() if name in _TOLD}
    card = {**how, "examples": len(some), "base": _digest(base)}
    if keep is not None and (keep / CONFIG).exists():
        return _kept(keep, card)
    reader = Reader.load(base)
    spans.train(reader, some, [], settings)
    if keep is None:
        return reader
    reader.save(keep, card, {})
    return Reader.load(keep)  # as it is read the next time: kept in half precision


def _kept(folder: Path, card: Mapping[str, object]) -> Reader:
    """The reader in a folder, if it was trained like this."""
    found = load(folder, KIND).config
    if other := [name for name, value in card.items() if found.get(name) != value]:
        message = (
            f"{folder} holds a reader that was trained otherwise ({', '.join(other)}): "
            "name another folder, or remove this one"
        )
        raise TrainingError(message)
    return Reader.load(folder)


def _digest(folder: Path) -> str:
    """SHA-256 of the weights in a folder."""
    with (folder / WEIGHTS).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Together(Reader):
    """Several readers that read as one, each with its say: the mean of their logits.

    Source: Lakshminarayanan et al. 2017 (arXiv 1612.01474), of readers with other first stages.
    """

    def __init__(self, readers: Sequence[Reader]) -> None:
        """At least one."""
        self.pieces, self._readers = readers[0].pieces, readers

    def logits(self, some: Batch) -> Tensor:
        """The mean start and end of every piece, on the CPU."""
        return torch.stack([one.logits(some) for one in self._readers]).mean(0)


def mean_of(readers: Sequence[Reader]) -> Reader:
    """The first of the readers, with the mean of all their weights."""
    states = [one.pointer.state_dict() for one in readers]
    mean_state = {name: torch.stack([one[name] for one in states]).mean(0) for name in states[0]}
    readers[0].pointer.load_state_dict(mean_state)
    return readers[0]
