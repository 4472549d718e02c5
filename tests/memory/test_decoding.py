"""What a network says of a scroll."""

from memory.decoding import Saying, in_words
from memory.scrolls import Said, scroll


def test_an_answer_of_one_piece_is_said_as_it_stands() -> None:
    memories = [Said("Ada", "the raid: on Friday, at 8pm!")]
    words = scroll(memories, "when?")
    places = tuple(i for i, word in enumerate(words) if word.text in {"Friday", "at", "8pm"})
    texts = tuple(words[place].text for place in places)
    assert in_words(Saying(texts, 1.0, places, ()), words, memories) == "Friday, at 8pm"
    apart = (places[0], places[2])
    texts = tuple(words[place].text for place in apart)
    assert in_words(Saying(texts, 1.0, apart, ()), words, memories) == "Friday 8pm"
    other = Saying(("soon",), 1.0, places[:1], ())
    assert in_words(other, words, memories) == "soon", "a word that it made up"
