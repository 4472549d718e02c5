"""Training the responders that read word by word, on stories of question sets and made-up facts."""

import math
import random
from collections.abc import Collection, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from sklearn.linear_model import LogisticRegression
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from memory.encoder import bundled_folder
from memory.lexicon import Batch, Lexicon, batched, folded, said_stream
from memory.nn.wordwise import STOP, PointingReader
from memory.training.answers import f1
from memory.training.loop import Plan, Row, State, fit
from memory.training.responding import answers, measure, said
from memory.training.scoring import Report
from memory.training.stories import Settings, Story
from memory.training.vocabulary import pad
from memory.wordwise import Shape, Wordwise, logit

_CLIP = 1.0
_TINY = 1e-9
_RIGHT = 0.5  # token F1 from which an answer counts as right


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
            "validation": measure(answers(made, glanced), glanced)["f1"],
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
