"""Training the responders that read word by word, on rooms of question sets and on made-up facts.

A question is read after up to READS messages of its room: the one that answers, its neighbours and
those that share words with the question, in the order in which they were said. Of some questions
the answer is left out. Passages are held out by name: a tenth to stop and calibrate by, a tenth to
report.
"""

import math
import random
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from statistics import mean

import numpy as np
import torch
from safetensors.torch import load_file
from sklearn.linear_model import LogisticRegression
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from memory.encoder import bundled_folder
from memory.nn.wordwise import STOP, PointingReader
from memory.scrolls import QUESTION, Mark, Said, Word, scroll
from memory.training import told
from memory.training.answers import exact, f1
from memory.training.dialogues import Asked, Dialogue
from memory.training.loop import Plan, Row, State, fit
from memory.training.passages import Passage, read_friendsqa, read_qamr, read_squad
from memory.training.rooms import Material, rooms, transcripts
from memory.training.scoring import Report
from memory.training.vocabulary import pad
from memory.words import stems
from memory.wordwise import (
    LONGEST,
    READS,
    Batch,
    Kind,
    Lexicon,
    Saying,
    Shape,
    Wordwise,
    batched,
    folded,
    in_words,
    logit,
    said_stream,
)

Say = Callable[["Story"], tuple[str, Saying]]  # how a story is answered
PARTS = ("learn", "develop", "report")
_CLIP = 1.0
_TINY = 1e-9
_RIGHT = 0.5  # token F1 from which an answer counts as right


@dataclass(frozen=True)
class Settings:
    """What a responder is trained on, and how."""

    kind: Kind = "pointer"
    seed: int = 1
    posts: int = 250  # of reddit, as many reviews and articles
    asked: int = 8  # questions of one sentence of QAMR: there are dozens, much alike
    told: int = 6000  # made-up facts
    turns: int = 200  # of a room
    left_out: float = 0.15  # of the questions lose what answers them
    unseen: float = 0.15  # of a batch's words are as if training lacked them
    least: int = 4  # times that a word has to stand in the stories to be known
    rate: float = 3e-3
    batch: int = 32
    steps: int = 450
    chunk: int = 150  # steps between two looks at the development set
    seen: int = 100  # stories of it that are looked at


@dataclass(frozen=True)
class Story:
    """A stream, and what is right to say after it: nothing, where nothing answers."""

    words: Sequence[Word]
    memories: Sequence[Said]
    answer: str
    places: tuple[int, ...]  # where it stands; empty: it does not
    source: str


def part_of(name: str) -> str:
    """What a passage is for, by its name; those to report are those of the span pointer."""
    number = zlib.crc32(name.encode()) % 10
    return {0: "report", 1: "develop"}.get(number, "learn")


def make(data: Path, settings: Settings, part: str) -> list[Story]:
    """The stories of one part, out of the question sets in a data folder and of made-up facts."""
    rng = random.Random(settings.seed)  # noqa: S311 - a sample, no secret
    found = list[Story]()
    for source, chats in _chats(data, settings, part, rng).items():
        for chat in chats:
            found += _stories(chat, source, settings, rng)
    made = settings.told if part == "learn" else max(1, settings.told // 20)
    seed = settings.seed * len(PARTS) + PARTS.index(part)
    facts = told.stories(made, seed, READS)
    found += [story for one in facts if (story := _fact(one)) is not None]
    return found


def _chats(
    data: Path, settings: Settings, part: str, rng: random.Random
) -> dict[str, list[Dialogue]]:
    posts = list[Passage]()
    for name in ("reddit", "amazon_reviews", "new_wiki"):
        passages = read_squad(data / "squadshifts" / f"{name}_v1.0.json")
        posts += _some(passages, settings.posts, part, rng)
    sentences = _some(read_qamr(data / "qamr", "dev"), 10**6, part, rng)
    sentences = [
        replace(one, queries=tuple(rng.sample(one.queries, min(settings.asked, len(one.queries)))))
        for one in sentences
    ]
    dialogues = _some(read_friendsqa(data / "friendsqa" / "friendsqa_dev.json"), 10**6, part, rng)
    material = Material.of([], dialogues)
    sizes = {"asked": 10**6, "seed": settings.seed}
    return {
        "squadshifts": [*rooms(replace(material, posts=posts), turns=settings.turns, **sizes)],
        "qamr": [*rooms(replace(material, posts=sentences), turns=settings.turns, **sizes)],
        "friendsqa": [*transcripts(material, count=8, **sizes)],
    }


def _some(passages: Sequence[Passage], most: int, part: str, rng: random.Random) -> list[Passage]:
    drawn = rng.sample(passages, min(most, len(passages)))
    return [one for one in drawn if part_of(one.id) == part]


def _stories(
    chat: Dialogue, source: str, settings: Settings, rng: random.Random
) -> Iterator[Story]:
    held = [stems(f"{turn.author} {turn.text}") for turn in chat.turns]
    for asked in chat.questions:
        places = sorted(_read(asked, held, rng, without=rng.random() < settings.left_out))
        memories = [Said(chat.turns[p].author, chat.turns[p].text) for p in places]
        at = places.index(asked.evidence[0]) if asked.evidence[0] in places else -1
        story = _story(memories, asked.text, asked.answer, at, source)
        if story is not None:
            yield story


def _read(
    asked: Asked, held: Sequence[frozenset[str]], rng: random.Random, *, without: bool
) -> set[int]:
    """What is read: what answers, what stands beside it, what shares words with the question."""
    right, wanted = asked.evidence[0], stems(asked.text)
    count = rng.randint(READS // 2, READS)
    overlap = sorted(range(len(held)), key=lambda p: (-len(wanted & held[p]), rng.random()))
    near = [p for p in (right - 1, right + 1) if 0 <= p < len(held)]
    found = dict.fromkeys([right, *rng.sample(near, len(near) // 2), *overlap])
    return set([p for p in found if p != right or not without][:count])


def _fact(one: told.Told) -> Story | None:
    return _story(one.memories, one.question, one.answer, one.at, "told")


def _story(
    memories: Sequence[Said], question: str, answer: str, at: int, source: str
) -> Story | None:
    """None where the answer does not stand in what is read though it should, or is too long."""
    words = scroll(memories, question)
    if at < 0:
        return Story(words, memories, "", (), source)
    places = _places(words, memories[at], answer, at)
    if not places or len(places) > LONGEST:
        return None
    return Story(words, memories, answer, places, source)


def _places(words: Sequence[Word], memory: Said, answer: str, at: int) -> tuple[int, ...]:
    """The words of the answer in the memory, or in the name of its author."""
    mine = [place for place, word in enumerate(words) if word.of == at]
    start = memory.text.rfind(answer)
    if start >= 0:
        end = start + len(answer)
        return tuple(p for p in mine if words[p].start < end and words[p].end > start)
    named = [p for p in mine if words[p].start < 0]
    return tuple(named) if answer == memory.author else ()


def lexicon(stories: Sequence[Story], settings: Settings, generated: int) -> Lexicon:
    """The words that stand often enough in what is learned from; those of answers come first."""
    counts, said = dict[str, int](), dict[str, int]()
    for story in stories:
        for word in map(folded, story.words):
            counts[word] = counts.get(word, 0) + 1
        for place in story.places:
            word = folded(story.words[place])
            said[word] = said.get(word, 0) + 1
    known = [word for word, count in counts.items() if count >= settings.least]
    return Lexicon(sorted(known, key=lambda w: (-said.get(w, 0), -counts[w], w)), generated)


def word_vectors(words: Sequence[str], width: int) -> Tensor:
    """What the encoder's own embeddings know of each word, in its widest directions."""
    folder = bundled_folder()
    table = load_file(folder / "model.safetensors")["embeddings.word_embeddings.weight"]
    tokens = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokens.no_padding()
    pieces = [one.ids for one in tokens.encode_batch(list(words), add_special_tokens=False)]
    found = torch.stack([table[ids].mean(0) for ids in pieces])  # (words, 384)
    found = found - found.mean(0)
    _, _, axes = torch.pca_lowrank(found, min(width, *found.shape), center=False)
    found = found @ axes
    return functional.pad(found / found.std(), (0, width - found.shape[1]))


def train(
    learn: Sequence[Story],
    develop: Sequence[Story],
    settings: Settings,
    shape: Shape,
    folder: Path | None = None,
    report: Report | None = None,
) -> tuple[Wordwise, State]:
    """A responder, as it was when it did best on the development set, and calibrated there."""
    torch.manual_seed(settings.seed)
    made = Wordwise(settings.kind, lexicon(learn, settings, shape.generated), shape)
    made.network.words.known(word_vectors(made.lexicon.words, shape.width))
    glanced = random.Random(settings.seed).sample(develop, min(settings.seen, len(develop)))  # noqa: S311 - a sample, no secret
    optimiser = torch.optim.Adam(made.network.parameters(), settings.rate)
    order = _order(learn, settings)

    def epoch(number: int) -> Row:
        made.network.train()
        total = 0.0
        for step in range(number * settings.chunk, (number + 1) * settings.chunk):
            optimiser.param_groups[0]["lr"] = _rate(step, settings)
            total += _step(made, optimiser, [learn[i] for i in order[step]], settings)
        made.network.eval()
        return {
            "loss": total / settings.chunk,
            "validation": measure(partial(said, made), glanced)["f1"],
        }

    plan = Plan(settings.steps // settings.chunk, settings.seed, folder=folder, report=report)
    run = {**asdict(settings), **asdict(shape), "stories": len(learn)}
    state = fit(made.network, optimiser, epoch, plan, run)
    made.network.eval()
    calibrate(made, develop)
    return made, state


def _order(stories: Sequence[Story], settings: Settings) -> list[list[int]]:
    """Which stories are learned from in each step: of about one length, so little is padding."""
    rng = random.Random(settings.seed)  # noqa: S311 - an order, no secret
    found = list[list[int]]()
    while len(found) < settings.steps:
        some = sorted(range(len(stories)), key=lambda i: len(stories[i].words) + 8 * rng.random())
        batches = [some[i : i + settings.batch] for i in range(0, len(some), settings.batch)]
        found += rng.sample(batches, len(batches))
    return found


def _rate(step: int, settings: Settings) -> float:
    """Up over a twentieth of the steps, then down along a cosine."""
    warm = max(1, settings.steps // 20)
    falling = (1 + math.cos(math.pi * step / settings.steps)) / 2
    return settings.rate * min((step + 1) / warm, falling)


def _step(
    made: Wordwise, optimiser: torch.optim.Optimizer, some: Sequence[Story], settings: Settings
) -> float:
    words = sorted({folded(word) for story in some for word in story.words})
    chances = torch.rand(len(words)).tolist()
    unseen = {w for w, c in zip(words, chances, strict=True) if c < settings.unseen}
    cost = loss(made, some, unseen)
    optimiser.zero_grad()
    cost.backward()
    nn.utils.clip_grad_norm_(made.network.parameters(), _CLIP)
    optimiser.step()
    return float(cost.detach())


def loss(made: Wordwise, some: Sequence[Story], unseen: Collection[str] = ()) -> Tensor:
    """Cross-entropy of the answers and of their ends, the mean over stories."""
    batch = batched(made.lexicon, [story.words for story in some], unseen)
    if isinstance(made.network, PointingReader):
        return _pointing(made.network, batch, some)
    answers = [[folded(story.words[p]) for p in story.places] for story in some]
    heard = pad([[made.lexicon.id(w, unseen) for w in answer] for answer in answers])
    chances, _ = made.network(batch.stream, said_stream(heard), batch.size)
    rows = zip(answers, batch.sayable, strict=True)
    right = pad([[*(can[w] for w in answer), STOP] for answer, can in rows], filler=-1)
    found: Tensor = chances.gather(2, right.clamp_min(0)[:, :, None])[:, :, 0]
    return -(found.clamp_min(_TINY).log() * (right >= 0)).sum() / len(some)


def _pointing(network: PointingReader, batch: Batch, some: Sequence[Story]) -> Tensor:
    length = batch.stream.ids.shape[1]
    rows = [[length - len(s.words) + p + 1 for p in s.places] for s in some]
    right = pad([[*row, 0] for row in rows], filler=-1)
    scores = network(batch.stream, right.clamp_min(0))
    cost = functional.cross_entropy(
        scores.flatten(0, 1), right.flatten(), ignore_index=-1, reduction="sum"
    )
    return cost / len(some)


def said(made: Wordwise, story: Story) -> tuple[str, Saying]:
    """What is said after a story, as the bot says it."""
    saying = made.answer(story.words)
    return in_words(saying, story.words, story.memories) if saying.words else "", saying


def overlap(story: Story) -> tuple[str, Saying]:
    """The baseline: the memory that shares most with the question, as it stands."""
    place = next((at for at, word in enumerate(story.words) if word.traits[Mark.BEST]), None)
    if place is None:
        return "", Saying((), 1.0, (), ())
    word = story.words[place]
    return story.memories[word.of].text, Saying((word.text,), 1.0, (place,), ())


def measure(say: Say, stories: Sequence[Story]) -> dict[str, float]:
    """Mean token F1 and exact match, and how often the memory is the right one.

    To say nothing where nothing answers counts 1.
    """
    rows = list[tuple[float, float, float]]()
    for story in stories:
        text, saying = say(story)
        if not story.answer or not text:
            right = float(bool(story.answer) == bool(text))
            rows.append((right, right, right))
        else:
            source = story.words[story.places[0]].of
            found = [story.words[place].of for place in saying.places]
            met = float(next((of for of in found if of != QUESTION), QUESTION) == source)
            rows.append((f1(text, story.answer), float(exact(text, story.answer)), met))
    names = "f1", "exact", "memory"
    return {name: mean(row[i] for row in rows) if rows else 0.0 for i, name in enumerate(names)}


def by_source(say: Say, stories: Sequence[Story]) -> Mapping[str, Mapping[str, float]]:
    """The figures of each set by itself, with how many questions there were."""
    found = dict[str, Mapping[str, float]]()
    for source in dict.fromkeys(story.source for story in stories):
        some = [story for story in stories if story.source == source]
        found[source] = {"questions": len(some), **measure(say, some)}
    return found


def calibrate(made: Wordwise, stories: Sequence[Story]) -> None:
    """Let probabilities become log-odds that an answer is right, by logistic regression (Platt)."""
    rows, rights = list[float](), list[bool]()
    for story in stories:
        text, saying = said(made, story)
        if text:
            rows.append(logit(saying.probability))
            rights.append(bool(story.answer) and f1(text, story.answer) >= _RIGHT)
    if len({*rights}) == 2:
        model = LogisticRegression().fit(np.array(rows)[:, None], rights)
        made.slope, made.offset = float(model.coef_[0, 0]), float(model.intercept_[0])
