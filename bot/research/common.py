"""What the training and evaluation commands share."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import click

RESPONDERS = ("memnn", "pointer", "lstm", "ntm")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
OUT = click.Path(path_type=Path)


class NamedFile(click.Path):
    """A file that has a name: of an empty one click makes the folder in which one is."""

    def convert(
        self,
        value: Any,  # noqa: ANN401 as in click
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Path:
        """The path, if there is one."""
        if not os.fspath(value):
            self.fail("it needs the name of a file.", param, ctx)
        return Path(os.fsdecode(super().convert(value, param, ctx)))


class _NewFile(NamedFile):
    """A file to write: wrong paths are refused before an hour of computing, not after it."""

    def convert(
        self,
        value: Any,  # noqa: ANN401 as in click
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Path:
        path = super().convert(value, param, ctx)
        if not path.parent.is_dir():
            self.fail(f"{path.parent} is no folder; make it first, or name another.", param, ctx)
        return path


NEW_FILE = _NewFile(dir_okay=False, writable=True, path_type=Path)


DEVICE = click.option(
    "--device", type=click.Choice(["auto", "cpu", "cuda"]), default="auto", show_default=True,
    help="Where to compute; auto takes a CUDA card where there is one.",
)  # fmt: skip


def place(device: str) -> str:
    """The device meant by an option. Raises DeviceError where the one wanted is not there."""
    from memory.devices import available_devices, choose_device

    best = "cuda" if "cuda" in available_devices() else "cpu"
    return choose_device(best if device == "auto" else device)


def write(path: Path | None, figures: object) -> None:
    """Keep the figures as JSON, where a file was named."""
    if path is not None:
        path.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def tell(found: dict[str, Any], path: Path | None) -> None:
    """Say the figures in a line, and keep them where a file was named."""
    found["commit"] = commit()
    click.echo(", ".join(f"{name} {value}" for name, value in found.items() if name != "folds"))
    write(path, found)


def commit() -> str | None:
    """Which commit of this repository is running, if it runs from a checkout."""
    command = ["git", "-C", str(Path(__file__).parent), "rev-parse", "--short", "HEAD"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 a fixed command
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()


def one_thread() -> None:
    """The networks are small: a second thread costs more than it brings."""
    import torch

    torch.set_num_threads(1)
