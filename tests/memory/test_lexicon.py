"""Words as ids, and scrolls of them as tensors."""

from memory.lexicon import Lexicon, batched
from memory.scrolls import scroll
from tests.memory.networks import MEMORIES, WORDS


def test_unknown_words_can_be_said_and_told_apart() -> None:
    lexicon = Lexicon(WORDS, 3)
    can = lexicon.sayable(["zorblatt", "raid", "when", "zorblatt"])
    assert [can[word] for word in ("", "friday", "raid", "the", "zorblatt", "when")] == (
        [0, 1, 2, 3, 4, 5]
    )
    assert lexicon.id("raid") != lexicon.id("friday")
    assert 0 < lexicon.id("zorblatt") < lexicon.id("friday")
    assert lexicon.id("raid", {"raid"}) < lexicon.id("friday"), "as if it were unknown"
    assert len(lexicon) == lexicon.id("ada") + 1


def test_shorter_streams_are_padded_before() -> None:
    lexicon = Lexicon(WORDS, 3)
    long, short = scroll(MEMORIES, "when is the raid?"), scroll(MEMORIES[:1], "when?")
    batch = batched(lexicon, [long, short])
    assert batch.stream.ids.shape == (2, len(long))
    assert batch.stream.unwritten[1].sum() == len(long) - len(short)
    assert batch.stream.ids[1, -1] == lexicon.id("when")
    assert batch.stream.traits[1, 0].abs().sum() == 0
    assert batch.size == max(len(can) for can in batch.sayable)
