"""What the training and evaluation commands share."""

import json
import subprocess
from pathlib import Path
from typing import Any

import click

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
OUT = click.Path(path_type=Path)


def write(path: Path | None, figures: Any) -> None:  # noqa: ANN401 whatever JSON holds
    """Keep the figures as JSON, where a file was named."""
    if path is not None:
        path.write_text(json.dumps(figures, indent=1), encoding="utf-8")


def one_thread() -> None:
    """The networks are small: a second thread costs more than it brings."""
    import torch

    torch.set_num_threads(1)


def commit() -> str:
    """The commit of this source tree; "unknown" where there is none."""
    command = ["git", "-C", str(Path(__file__).parent), "rev-parse", "--short", "HEAD"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 our own words
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return done.stdout.strip()
