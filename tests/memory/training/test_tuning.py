"""Readers of several seeds as one."""

import torch

from memory.spans import Reader
from memory.training.tuning import mean_of


def test_the_mean_of_readers_has_the_mean_of_each_weight() -> None:
    readers = [Reader(1), Reader(1)]
    for reader, value in zip(readers, (1.0, 4.0), strict=True):
        torch.nn.init.constant_(reader.pointer.ends.bias, value)
    assert mean_of(readers).pointer.ends.bias.tolist() == [2.5, 2.5]
