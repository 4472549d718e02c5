"""Where the networks run."""

import pytest
import torch

from memory.devices import available_devices, choose_device
from memory.errors import DeviceError


def test_the_cpu_is_always_there_and_never_preferred(monkeypatch: pytest.MonkeyPatch) -> None:
    assert available_devices()[-1] == "cpu"
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert choose_device() == "cuda"
    assert choose_device("cpu") == "cpu"
    assert choose_device("cuda:1") == "cuda:1"


def test_a_device_that_is_not_there_is_named_with_those_that_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(DeviceError, match="cpu") as caught:
        choose_device("cuda:0")
    assert caught.value.name == "cuda:0"
    with pytest.raises(DeviceError):
        choose_device("abacus")
