"""What the training and evaluation commands share."""

import json
from pathlib import Path

import click

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
OUT = click.Path(path_type=Path)


def write(path: Path | None, rows: list[dict[str, object]]) -> None:
    """Keep the figures as JSON, where a file was named."""
    if path is not None:
        path.write_text(json.dumps(rows, indent=1), encoding="utf-8")


def one_thread() -> None:
    """The networks are small: a second thread costs more than it brings."""
    import torch

    torch.set_num_threads(1)
