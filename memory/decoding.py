"""What a network says of a scroll: a span of one memory, or one word after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import torch
from jaxtyping import Bool, Int
from torch import Tensor

from memory.lexicon import Batch, Lexicon, folded, said_stream
from memory.nn.pointer import search
from memory.nn.wordwise import STOP, PointingReader, SpeakingReader, Stream
from memory.scrolls import QUESTION, Said, Word

LONGEST = 12  # words of an answer
_BEAMS = 3


@dataclass(frozen=True, slots=True)
class Saying:
    """What a network says of a stream."""

    words: tuple[str, ...]  # as they stand; none: it found no answer
    probability: float  # of all of it
    places: tuple[int, ...]  # where in the stream each word was looked for most
    attention: tuple[float, ...]  # on each word of the stream, summed over the answer


def point(network: PointingReader, stream: Stream, words: Sequence[Word]) -> Saying:
    """The span that a beam search finds best; perhaps none."""
    points = network.points(stream)
    rule = _Spans(words)
    found = search(network.pointer, points, rule, _BEAMS, LONGEST + 1)[0].tolist()
    places = found[: found.index(0)] if 0 in found else found
    targets = torch.tensor([[*places, 0]])
    u = network(stream, targets)[0]  # (time, places)
    chances = u.softmax(1)
    probability = chances.gather(1, targets.T).prod().item()
    looked = chances[: max(1, len(places)), 1:].sum(0)
    at = tuple(place - 1 for place in places)
    said = tuple(words[place].text for place in at)
    return Saying(said, probability, at, tuple(looked.tolist()))


class _Spans:
    """Where an answer may go: on with the next word of the same memory, or to its end."""

    def __init__(self, words: Sequence[Word]) -> None:
        of = [QUESTION, *(word.of for word in words)]
        self._first = torch.tensor([True, *(number != QUESTION for number in of[1:])])
        self._next = torch.tensor([*(a == b != QUESTION for a, b in pairwise(of)), False])

    def __call__(
        self, chosen: Int[Tensor, "rows steps"], count: int
    ) -> Bool[Tensor, "rows places"]:
        if not chosen.shape[1]:
            return self._first.expand(len(chosen), -1)
        last = chosen[:, -1]
        allowed = torch.zeros(len(chosen), count + 1, dtype=torch.bool)
        allowed[:, 0] = True
        after = (last + 1).clamp_max(count)
        allowed[torch.arange(len(chosen)), after] |= self._next[last] & (last > 0)
        return allowed


def speak(network: SpeakingReader, batch: Batch, words: Sequence[Word], lexicon: Lexicon) -> Saying:
    """The likeliest word each time, until the answer ends."""
    stream, said = batch.stream, list(batch.sayable[0])
    heard = network.read(stream)
    g, state = heard.put_out[:, -1], heard.state
    texts, places = list[str](), list[int]()
    probability, looked = 1.0, torch.zeros(len(words))
    for _ in range(LONGEST + 1):
        chances, s = network.say(heard, g, stream, batch.size)
        best = int(chances[0].argmax())
        probability *= float(chances[0, best])
        looked += s[0] if best != STOP or not texts else 0
        if best == STOP:
            break
        here = s[0].masked_fill(stream.said[0] != best, -1.0)
        place = int(here.argmax()) if float(here.max()) >= 0 else int(s[0].argmax())
        places.append(place)
        texts.append(words[place].text if folded(words[place]) == said[best] else said[best])
        heard_now = said_stream(torch.tensor([[lexicon.id(said[best])]]))
        put_out, state = network.hear(heard_now, state)
        g = put_out[:, -1]
    return Saying(tuple(texts), probability, tuple(places), tuple(looked.tolist()))


def in_words(saying: Saying, words: Sequence[Word], texts: Sequence[Said]) -> str:
    """The answer as it stands where it is one span of a memory, else its words."""
    found = [words[place] for place in saying.places]
    if all(place.start >= 0 and place.of != QUESTION for place in found):
        row = all(b - a == 1 for a, b in pairwise(saying.places))
        same = tuple(word.text for word in found) == saying.words
        if row and same and len({word.of for word in found}) == 1:
            return texts[found[0].of].text[found[0].start : found[-1].end]
    return " ".join(saying.words)
