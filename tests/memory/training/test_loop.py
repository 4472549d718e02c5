import json
from pathlib import Path

import pytest
import torch
from torch import nn

from memory.training import loop
from memory.training.loop import Plan, Row


def _run(plan: Plan, run: dict[str, object] | None = None, stop_after: int = 99) -> nn.Linear:
    torch.manual_seed(0)
    module = nn.Linear(3, 1)
    optimiser = torch.optim.Adam(module.parameters(), lr=0.1)

    def epoch(number: int) -> Row:
        if number == stop_after:
            raise KeyboardInterrupt
        loss = (module(torch.randn(4, 3)) - 1).square().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        return {"loss": loss.item()}

    loop.fit(module, optimiser, epoch, plan, run or {"task": 1})
    return module


def test_a_killed_run_goes_on_and_ends_as_if_it_had_not_been(tmp_path: Path) -> None:
    whole = _run(Plan(6, seed=3))
    with pytest.raises(KeyboardInterrupt):
        _run(Plan(6, seed=3, folder=tmp_path), stop_after=3)
    resumed = _run(Plan(6, seed=3, folder=tmp_path))
    assert torch.equal(whole.weight, resumed.weight)
    assert len((tmp_path / "log.csv").read_text().splitlines()) == 7
    assert [p.name for p in tmp_path.glob("*.safetensors")] == ["epoch-6.safetensors"]


def test_another_runs_folder_is_refused_and_the_difference_named(tmp_path: Path) -> None:
    _run(Plan(1, seed=0, folder=tmp_path))
    with pytest.raises(loop.TrainingError, match="another run, which differs in task"):
        _run(Plan(1, seed=0, folder=tmp_path), {"task": 2})


def test_a_broken_checkpoint_is_named(tmp_path: Path) -> None:
    _run(Plan(1, seed=0, folder=tmp_path))
    (tmp_path / "epoch-1.safetensors").write_bytes(b"nonsense")
    with pytest.raises(loop.TrainingError, match=r"epoch-1.safetensors: cannot be read"):
        _run(Plan(2, seed=0, folder=tmp_path))
    (tmp_path / "state.json").write_text("{", encoding="utf-8")
    with pytest.raises(loop.TrainingError, match="no training state"):
        _run(Plan(2, seed=0, folder=tmp_path))


def test_a_loss_that_is_no_number_stops_training_with_its_epoch() -> None:
    module = nn.Linear(1, 1)
    optimiser = torch.optim.SGD(module.parameters(), lr=0.1)
    rows = iter([{"loss": 1.0}, {"loss": float("nan")}])
    with pytest.raises(loop.TrainingError, match="epoch 2: loss is nan"):
        loop.fit(module, optimiser, lambda _: next(rows), Plan(3, 0), {})


@pytest.mark.parametrize("broken_off", [False, True])
def test_early_stopping_gives_the_best_epochs_weights(tmp_path: Path, *, broken_off: bool) -> None:
    module = nn.Linear(1, 1, bias=False)
    optimiser = torch.optim.SGD(module.parameters(), lr=0.1)
    validation = [0.1, 0.7, 0.3, 0.2, 0.9]

    def epoch(number: int) -> Row:
        with torch.no_grad():
            module.weight.fill_(number)
        return {"validation": validation[number]}

    if broken_off:
        loop.fit(module, optimiser, epoch, Plan(3, 0, 2, tmp_path), {})
    state = loop.fit(module, optimiser, epoch, Plan(5, 0, 2, tmp_path), {})
    assert (state.best, state.best_epoch, state.epoch) == (0.7, 2, 4)
    assert module.weight.item() == 1
    assert json.loads((tmp_path / "state.json").read_text())["best_epoch"] == 2


def test_every_epoch_draws_anew_and_every_seed_differently() -> None:
    drawn: list[float] = []

    def epoch(_: int) -> Row:
        drawn.append(torch.rand(()).item())
        return {"loss": 0.0}

    module = nn.Linear(1, 1)
    for seed in (0, 1):
        loop.fit(module, torch.optim.SGD(module.parameters(), lr=0.1), epoch, Plan(3, seed), {})
    assert len(set(drawn)) == 6


def _validated(values: list[float], plan: Plan) -> tuple[loop.State, float]:
    """Train with these validations; the weight counts the epochs."""
    module = nn.Linear(1, 1, bias=False)
    optimiser = torch.optim.SGD(module.parameters(), lr=0.1)

    def epoch(number: int) -> Row:
        with torch.no_grad():
            module.weight.fill_(number + 1)
        return {"validation": values[number]}

    state = loop.fit(module, optimiser, epoch, plan, {})
    return state, module.weight.item()


def test_a_validation_that_is_enough_ends_training_where_a_round_ends() -> None:
    state, _ = _validated([0.5, 0.9, 0.7, 0.6, 0.5], Plan(5, seed=0, enough=0.9, every=2))
    assert state.epoch == 2
    state, weight = _validated([0.9, 0.5, 0.7, 0.6, 0.5], Plan(5, seed=0, enough=0.9, every=3))
    assert (state.epoch, weight) == (3, 1)


def test_of_equal_validations_the_longest_trained_weights_are_kept() -> None:
    state, weight = _validated([0.5, 0.9, 0.9, 0.6], Plan(4, seed=0))
    assert (weight, state.best_epoch) == (3, 2)
