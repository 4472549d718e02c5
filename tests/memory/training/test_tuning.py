"""Several readers as one."""

import torch

from memory.spans import Reader, batch
from memory.training.tuning import Together, mean_of


def test_the_mean_of_readers_has_the_mean_of_each_weight() -> None:
    readers = [Reader(1), Reader(1)]
    for reader, value in zip(readers, (1.0, 4.0), strict=True):
        torch.nn.init.constant_(reader.pointer.ends.bias, value)
    assert mean_of(readers).pointer.ends.bias.tolist() == [2.5, 2.5]


def test_what_readers_say_together_is_the_mean_of_what_each_says() -> None:
    readers = [Reader(1), Reader(1)]
    torch.nn.init.normal_(readers[0].pointer.ends.weight)
    windows = readers[0].pieces.windows("who sails?", ["Ben sails", "Ada swims"])
    with torch.inference_mode():
        one, other = (reader.logits(batch(windows)) for reader in readers)
        torch.testing.assert_close(Together(readers).logits(batch(windows)), (one + other) / 2)
    alone = readers[0].read("who sails?", ["Ben sails", "Ada swims"])
    assert Together(readers[:1]).read("who sails?", ["Ben sails", "Ada swims"]) == alone
