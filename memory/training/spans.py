"""Training the span pointer on rooms: questions beside what answers, and beside what does not."""

import math
import random
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from torch import Tensor

from memory.nn.spans import loss
from memory.output import OutputSettings
from memory.scoring import Scorer
from memory.spans import Batch, Calibration, Reader
from memory.training.answers import f1
from memory.training.dialogues import Asked, Dialogue
from memory.training.loop import Plan, Row, State, fit
from memory.training.passages import Passage, read_friendsqa, read_qamr, read_squad
from memory.training.rooms import Material, rooms, transcripts
from memory.training.scoring import Encode, Report, ask
from memory.words import stems

_OTHER = 0.35  # of the questions also stand beside a message that does not answer them
_SWAPPED = 0.4  # of those that name the author also name another: then nothing answers
_READ = 4  # messages a question, as in the bot
_LEAST = math.log(OutputSettings().least / (1 - OutputSettings().least))
_RIGHT = 0.5  # token F1 from which an answer counts as right


@dataclass(frozen=True)
class Example:
    """A question beside a text; no answer: it is not there."""

    question: str
    text: str
    answer: str = ""


@dataclass(frozen=True)
class Settings:
    """What the pointer is trained on, and how."""

    seed: int = 1
    posts: int = 600  # of reddit and as many reviews and articles
    asked: int = 4  # questions of one sentence of QAMR: there are dozens, much alike
    turns: int = 200  # of a room
    layers: int = 4  # that are trained, from the top
    rate: float = 1.5e-4
    batch: int = 16
    steps: int = 400
    chunk: int = 100  # steps between two looks at the held-out examples


def message(dialogue: Dialogue, place: int) -> str:
    """A message as the pointer reads it: after the question that it follows, if it follows one."""
    turn = dialogue.turns[place]
    text = f"{turn.author}: {turn.text}"
    before = dialogue.turns[max(0, place - 1)]
    if place and before.text.endswith("?") and before.session == turn.session:
        return f"{before.author}: {before.text} {text}"
    return text


def examples(dialogue: Dialogue, seed: int) -> Iterator[Example]:
    """What a room teaches."""
    rng = random.Random(seed)  # noqa: S311 - made-up chats, no secrets
    people = sorted({turn.author for turn in dialogue.turns})
    held = [stems(turn.text) for turn in dialogue.turns]
    for asked in dialogue.questions:
        place = asked.evidence[0]
        author, text = dialogue.turns[place].author, message(dialogue, place)
        if asked.answer in text:
            yield Example(asked.text, text, asked.answer)
        others = [name for name in people if name not in text]
        if author in asked.text and others and rng.random() < _SWAPPED:
            yield Example(asked.text.replace(author, rng.choice(others)), text)
        if rng.random() < _OTHER:
            yield Example(asked.text, message(dialogue, _other(asked, held, rng)))


def _other(asked: Asked, held: Sequence[frozenset[str]], rng: random.Random) -> int:
    """A message that shares words with the question, or stands near the one that answers it."""
    wanted = stems(asked.text)
    near = range(max(0, asked.evidence[0] - 4), min(len(held), asked.evidence[0] + 5))
    pool = [place for place in near if place not in asked.evidence]
    overlaps = [
        (len(wanted & own), place) for place, own in enumerate(held) if place not in asked.evidence
    ]
    best = [place for _, place in sorted(overlaps, reverse=True)[:4]]
    return rng.choice(best if rng.random() < 0.7 else pool or best)


def ends(batch: Batch, some: Sequence[Example]) -> Tensor:
    """The first and last piece of each answer; 0 and 0 where there is none."""
    found = []
    for row, example in enumerate(some):
        start = example.text.rfind(example.answer) if example.answer else -1
        pieces = [
            place
            for place, (left, right) in enumerate(batch.encodings[row].offsets)
            if batch.allowed[row, place] and place
            and left < start + len(example.answer) and right > start >= 0
        ]  # fmt: skip
        found.append((pieces[0], pieces[-1]) if pieces else (0, 0))
    return torch.tensor(found)


def train(
    some: Sequence[Example],
    held_out: Sequence[Example],
    settings: Settings,
    folder: Path | None = None,
    report: Report | None = None,
) -> tuple[Reader, State]:
    """A reader that has seen the examples once, or as often as the steps take."""
    torch.manual_seed(settings.seed)
    reader = Reader(settings.layers)
    optimiser = torch.optim.AdamW(reader.pointer.parameters(), settings.rate, weight_decay=0.01)
    order = _order(some, settings)

    def epoch(number: int) -> Row:
        reader.pointer.train()
        total = 0.0
        for step in range(number * settings.chunk, (number + 1) * settings.chunk):
            rows = [some[i] for i in order[step * settings.batch : (step + 1) * settings.batch]]
            total += _step(reader, optimiser, rows, _rate(step, settings))
        reader.pointer.eval()
        return {"loss": total / settings.chunk, "validation": validate(reader, held_out)}

    plan = Plan(settings.steps // settings.chunk, settings.seed, folder=folder, report=report)
    state = fit(reader.pointer, optimiser, epoch, plan, {**asdict(settings), "examples": len(some)})
    reader.pointer.eval()
    return reader, state


def _order(some: Sequence[Example], settings: Settings) -> list[int]:
    """Which example comes when: at random, but like lengths in one batch, so little is padding."""
    rng = random.Random(settings.seed)  # noqa: S311 - an order, no secret
    found = list[int]()
    while len(found) < settings.steps * settings.batch:
        shuffled = rng.sample(range(len(some)), len(some))
        for start in range(0, len(some), 16 * settings.batch):
            part = sorted(
                shuffled[start : start + 16 * settings.batch],
                key=lambda i: len(some[i].text) + len(some[i].question),
            )
            batches = [part[i : i + settings.batch] for i in range(0, len(part), settings.batch)]
            found += [i for batch in rng.sample(batches, len(batches)) for i in batch]
    return found


def _rate(step: int, settings: Settings) -> float:
    """Up over a twentieth of the steps, then down to nothing."""
    warm = max(1, settings.steps // 20)
    left = (settings.steps - step) / max(1, settings.steps - warm)
    return settings.rate * min((step + 1) / warm, left, 1.0)


def _step(
    reader: Reader, optimiser: torch.optim.Optimizer, some: Sequence[Example], rate: float
) -> float:
    for group in optimiser.param_groups:
        group["lr"] = rate
    batch = reader.batch([e.question for e in some], [e.text for e in some])
    cost = loss(reader.logits(batch), ends(batch, some))
    optimiser.zero_grad()
    cost.backward()
    torch.nn.utils.clip_grad_norm_(reader.pointer.parameters(), 1.0)
    optimiser.step()
    return float(cost.detach())


def validate(reader: Reader, some: Sequence[Example]) -> float:
    """Mean token F1 over examples; right to say nothing counts 1."""
    total = 0.0
    for example in some:
        span = reader.read(example.question, [example.text])[0]
        if not example.answer:
            total += span.score <= 0
        elif span.score > 0:
            total += f1(span.text, example.answer)
    return total / max(1, len(some))


def calibrated(
    reader: Reader, scorer: Scorer, chats: Sequence[Dialogue], encode: Encode
) -> Calibration:
    """How sure an answer is, by logistic regression over the messages that R reads (Platt 1999).

    Each question is asked twice: as it is, and with what answers it out of sight.
    """
    rows, rights = list[tuple[float, float]](), list[bool]()
    for chat in chats:
        for asked, question in zip(ask(chat, encode), _with_evidence(chat), strict=True):
            for hidden in (False, True):
                allowed = torch.ones(len(asked.phi), dtype=torch.bool)
                allowed[list(asked.evidence)] = not hidden
                odds = scorer.log_odds(asked.phi, allowed) - _LEAST
                odds = odds.masked_fill(~allowed, -torch.inf)
                best = odds.topk(min(_READ, int(allowed.sum()))).indices.tolist()
                spans = reader.read(question.text, [message(chat, place) for place in best])
                for place, span in zip(best, spans, strict=True):
                    rows.append((float(odds[place]), span.score))
                    right = f1(span.text, question.answer) >= _RIGHT
                    rights.append(place in asked.evidence and right)
    model = LogisticRegression().fit(np.array(rows), rights)
    memory, span_weight = map(float, model.coef_[0])
    return Calibration(memory, span_weight, float(model.intercept_[0]))


def _with_evidence(chat: Dialogue) -> list[Asked]:
    return [item for item in chat.questions if item.evidence]


def make(
    data: Path, settings: Settings, aside: Sequence[Dialogue] = ()
) -> tuple[list[Example], list[Example]]:
    """Examples out of the question sets in a data folder, and those of passages held out.

    What is said in the chats that are set aside is in neither.
    """
    said = {turn.text for chat in aside for turn in chat.turns}
    rng = random.Random(settings.seed)  # noqa: S311 - an order, no secret
    made = list[list[Example]]()
    for out in (False, True):
        chats = _rooms(data, settings, said, out=out)
        found = [one for number, chat in enumerate(chats) for one in examples(chat, number)]
        made.append(rng.sample(found, len(found)))
    return made[0], made[1]


def _rooms(data: Path, settings: Settings, said: Collection[str], *, out: bool) -> list[Dialogue]:
    """Rooms of the passages that are held out, or of the others."""
    rng = random.Random(settings.seed)  # noqa: S311 - a sample, no secret
    posts = list[Passage]()
    for name in ("reddit", "amazon_reviews", "new_wiki"):
        passages = read_squad(data / "squadshifts" / f"{name}_v1.0.json")
        posts += rng.sample(passages, min(settings.posts, len(passages)))
    for passage in read_qamr(data / "qamr", "dev"):
        few = rng.sample(passage.queries, min(settings.asked, len(passage.queries)))
        posts.append(replace(passage, queries=tuple(few)))
    dialogues = read_friendsqa(data / "friendsqa" / "friendsqa_dev.json")
    material = Material.of(
        [one for one in posts if held_out(one.id) is out and one.pieces[0] not in said],
        [one for one in dialogues if held_out(one.id) is out and one.pieces[-1] not in said],
    )
    sizes = {"asked": 1000, "seed": settings.seed}
    return [
        *rooms(material, turns=settings.turns, **sizes),
        *transcripts(material, count=10, **sizes),
    ]


def held_out(id_: str) -> bool:
    """Whether a passage is kept for measuring: one in ten, by its name."""
    return zlib.crc32(id_.encode()) % 10 == 0
