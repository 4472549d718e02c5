"""The training loop: epochs, early stopping on validation, a CSV log, and going on after a kill.

What is needed to go on lies in one folder: `epoch-N.safetensors` holds weights, optimiser and the
best weights so far, `state.json` names it. The next epoch is seeded by its number, so that a run
that was killed and one that was not end alike.
"""

import csv
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from memory.errors import EngramError

Row = Mapping[str, float]


class TrainingError(EngramError, ValueError):
    """Training cannot start or go on; the message says where and why."""


@dataclass
class State:
    """How far a run is; `run` tells one run's folder from another's."""

    run: dict[str, object]
    epoch: int = 0
    best: float = -math.inf
    best_epoch: int = 0
    log: list[dict[str, float]] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """How long to train, and where to keep what is needed to go on."""

    epochs: int
    seed: int
    patience: int | None = None  # epochs without a better validation before stopping
    folder: Path | None = None
    report: Callable[[int, Row], None] | None = None
    enough: float = math.inf  # a validation that ends the training
    every: int = 1  # epochs between two looks at whether it is enough


def fit(
    module: nn.Module,
    optimiser: torch.optim.Optimizer,
    epoch: Callable[[int], Row],
    plan: Plan,
    run: dict[str, object],
) -> State:
    """Train; where rows tell a "validation", the module ends with the weights of its best."""
    state, best = State(run), dict[str, Tensor]()
    if plan.folder and (plan.folder / "state.json").exists():
        state, best = _resume(plan.folder, module, optimiser, run)
    while state.epoch < plan.epochs and not _stalled(state, plan):
        torch.manual_seed(plan.seed * 100_003 + state.epoch)
        row = epoch(state.epoch)
        _finite(row, state.epoch + 1)
        state.epoch += 1
        state.log.append({"epoch": state.epoch, **row})
        if (found := row.get("validation", -math.inf)) > state.best:
            state.best, state.best_epoch = found, state.epoch
        if "validation" in row and found >= state.best:  # of equals, the longest trained
            best = {name: value.clone() for name, value in module.state_dict().items()}
        if plan.folder:
            _save(plan.folder, module, optimiser, state, best)
        if plan.report:
            plan.report(state.epoch, row)
    if best:
        module.load_state_dict(best)
    return state


def _stalled(state: State, plan: Plan) -> bool:
    tired = plan.patience is not None and state.epoch - state.best_epoch >= plan.patience
    return tired or (state.epoch % plan.every == 0 and state.best >= plan.enough)


def _finite(row: Row, epoch: int) -> None:
    for name, value in row.items():
        if not math.isfinite(value):
            message = f"epoch {epoch}: {name} is {value}; a lower learning rate may help"
            raise TrainingError(message)


def _save(
    folder: Path,
    module: nn.Module,
    optimiser: torch.optim.Optimizer,
    state: State,
    best: Mapping[str, Tensor],
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    tensors = {f"module.{name}": value for name, value in module.state_dict().items()}
    tensors |= {f"best.{name}": value for name, value in best.items()}
    for index, values in optimiser.state_dict()["state"].items():
        tensors |= {f"optimiser.{index}.{name}": value for name, value in values.items()}
    tensors = {name: value.detach().clone().contiguous() for name, value in tensors.items()}
    save_file(tensors, folder / f"epoch-{state.epoch}.safetensors")
    partial = folder / "state.json.partial"
    partial.write_text(json.dumps(asdict(state), indent=1), encoding="utf-8")
    partial.replace(folder / "state.json")  # from here on the new epoch counts
    for old in folder.glob("epoch-*.safetensors"):
        if old.name != f"epoch-{state.epoch}.safetensors":
            old.unlink()
    _write_log(folder / "log.csv", state.log)


def _write_log(path: Path, log: list[dict[str, float]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(log[0]))
        writer.writeheader()
        writer.writerows(log)


def _resume(
    folder: Path, module: nn.Module, optimiser: torch.optim.Optimizer, run: dict[str, object]
) -> tuple[State, dict[str, Tensor]]:
    state = _read_state(folder / "state.json", run)
    path = folder / f"epoch-{state.epoch}.safetensors"
    try:
        tensors = load_file(path)
    except (OSError, SafetensorError) as error:
        message = f"{path}: cannot be read ({error}); remove {folder} to start anew"
        raise TrainingError(message) from error
    module.load_state_dict(_under("module.", tensors))
    found: dict[int, dict[str, Tensor]] = {}
    for name, value in _under("optimiser.", tensors).items():
        index, _, key = name.partition(".")
        found.setdefault(int(index), {})[key] = value
    optimiser.load_state_dict({**optimiser.state_dict(), "state": found})
    return state, _under("best.", tensors)


def _read_state(path: Path, run: dict[str, object]) -> State:
    try:
        state = State(**json.loads(path.read_text(encoding="utf-8")))
    except (json.JSONDecodeError, TypeError) as error:
        message = f"{path}: is no training state ({error})"
        raise TrainingError(message) from error
    wanted = json.loads(json.dumps(run))
    if state.run != wanted:
        differing = sorted(k for k in {*state.run, *wanted} if state.run.get(k) != wanted.get(k))
        message = f"{path}: belongs to another run, which differs in {', '.join(differing)}"
        raise TrainingError(message)
    return state


def _under(prefix: str, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {n.removeprefix(prefix): v for n, v in tensors.items() if n.startswith(prefix)}
