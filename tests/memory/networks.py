"""Small networks that read word by word, and what they read."""

import torch

from memory.lexicon import Lexicon
from memory.scrolls import Said
from memory.wordwise import Kind, Shape, Wordwise

SMALL = Shape(width=6, hidden=8, slots=4, generated=3)
WORDS = ["friday", "raid", "the", "is", "on", "when", "ada"]
MEMORIES = [Said("Ada", "the raid is on Friday"), Said("Ben", "Zorblatt owns the raid")]


def made(kind: Kind) -> Wordwise:
    torch.manual_seed(2)
    return Wordwise(kind, Lexicon(WORDS, SMALL.generated), SMALL)
