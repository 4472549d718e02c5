"""What the training and evaluation commands share."""

import json
import os
from pathlib import Path
from typing import Any

import click

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
OUT = click.Path(path_type=Path)


class _NewFile(click.Path):
    """A file to write: wrong paths are refused before an hour of computing, not after it."""

    def convert(
        self,
        value: Any,  # noqa: ANN401 as in click
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Path:
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if not path.parent.is_dir():
            self.fail(f"{path.parent} is no folder; make it first, or name another.", param, ctx)
        return path


NEW_FILE = _NewFile(dir_okay=False, writable=True, path_type=Path)


def write(path: Path | None, rows: list[dict[str, object]]) -> None:
    """Keep the figures as JSON, where a file was named."""
    if path is not None:
        path.write_text(json.dumps(rows, indent=1), encoding="utf-8")


def one_thread() -> None:
    """The networks are small: a second thread costs more than it brings."""
    import torch

    torch.set_num_threads(1)
