"""Where the networks run: cuda, mps or cpu."""

import torch

from memory.errors import DeviceError


def available_devices() -> tuple[str, ...]:
    """What this machine has, the fastest first."""
    found = ["cuda"] if torch.cuda.is_available() else []
    if torch.backends.mps.is_available():
        found.append("mps")
    return (*found, "cpu")


def choose_device(wanted: str = "") -> str:
    """The wanted device, or the best there is. Raises DeviceError when it is not there."""
    devices = available_devices()
    if not wanted:
        return devices[0]
    if wanted.partition(":")[0] not in devices:
        raise DeviceError(wanted, devices)
    return wanted
