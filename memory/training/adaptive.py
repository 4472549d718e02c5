"""Training the bAbI paper's Memory Networks: MemNN 2014, and AM, NG and NL on top of it."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import torch
from torch import Tensor

from memory.nn import losses, memnn
from memory.nn.adaptive import MAX_HOPS, Adaptive, embed, follow, ngrams, scan
from memory.training.babi import Example, Words
from memory.training.loop import Plan, Row, fit
from memory.training.vocabulary import Vocabulary, pad

_CANDIDATE, _INPUT, _SUPPORT = 0, 1, 2  # banks; those of later supports follow
_STOP = "<stop>"  # the only word of m_0, and w_0, the word that ends an answer
_NEGATIVES = 10


@dataclass(frozen=True)
class Variant:
    """Which of the extensions a network has."""

    adaptive: bool = False  # AM; without it two hops at most, and one item for a whole answer
    longest: int = 1  # NG: 3
    nonlinear: bool = False  # NL


VARIANTS = {
    "memnn-2014": Variant(),
    "memnn-am": Variant(adaptive=True),
    "memnn-am-ng": Variant(adaptive=True, longest=3),
    "memnn-am-nl": Variant(adaptive=True, nonlinear=True),
    "memnn-am-ng-nl": Variant(adaptive=True, longest=3, nonlinear=True),
}


@dataclass(frozen=True)
class Settings:
    """How to train one network; n and gamma are the paper's."""

    n: int = 100
    gamma: float = 0.1
    rate: float = 0.003
    epochs: int = 20
    batch: int = 64
    seed: int = 0


class Model:
    """A network of one variant with all that is needed to read a question."""

    def __init__(self, examples: Sequence[Example], variant: Variant, settings: Settings) -> None:
        torch.manual_seed(settings.seed)
        self.variant, self.settings = variant, settings
        sentences = dict.fromkeys(s for e in examples for s in (*e.story, e.question))
        grams = (gram for s in sentences for gram in self._grams(s))
        self.features = Vocabulary([_STOP, *dict.fromkeys(grams)])
        self.words = [_STOP, *dict.fromkeys(w for e in examples for w in self.parts(e.answer))]
        self.hops = MAX_HOPS if variant.adaptive else min(2, max(len(e.supports) for e in examples))
        self.rows: dict[Words, int] = {(_STOP,): 0}
        hops = min(self.hops, max(len(e.supports) for e in examples))
        sizes = len(self.features), len(self.words), hops, settings.n
        self.network = Adaptive(*sizes, nonlinear=variant.nonlinear)

    def _grams(self, words: Words) -> list[str]:
        return [" ".join(gram) for gram in ngrams(words, self.variant.longest)]

    def parts(self, answer: str) -> list[str]:
        """The words of an answer, where they are given one by one."""
        return answer.split(",") if self.variant.adaptive else [answer]

    @property
    def speaks(self) -> frozenset[str]:
        """The words that an answer can have."""
        return frozenset(word for item in self.words for word in item.replace(",", " ").split())

    def row(self, words: Words) -> int:
        """The row of a sentence in `table`."""
        return self.rows.setdefault(words, len(self.rows))

    def table(self) -> Tensor:
        """Features of every sentence seen so far; m_0 is the first."""
        return pad([self.features.encode(self._grams(words)) for words in self.rows])

    def supports(self, example: Example) -> tuple[int, ...]:
        """The labelled memories, numbered with m_0 as 0."""
        return tuple(i + 1 for i in example.supports[: self.hops])


@dataclass(frozen=True)
class Stories:
    """Questions as tensors; memory 0 is m_0."""

    question: Tensor  # (Q,) rows of the table
    memories: Tensor  # (Q, 1 + N)
    length: Tensor  # (Q,) with m_0

    @classmethod
    def of(cls, model: Model, examples: Sequence[Example]) -> "Stories":
        """Encode questions."""
        question = torch.tensor([model.row(e.question) for e in examples])
        memories = pad([[0, *map(model.row, e.story)] for e in examples])
        return cls(question, memories, torch.tensor([len(e.story) + 1 for e in examples]))


def _query(model: Model, which: int, table: Tensor, rows: Tensor, chain: Tensor) -> Tensor:
    """U Phi_x([x, m_o1, ...]) of questions `rows` and sentences `chain`, which -1 fills up."""
    bags = (model.network.output, model.network.response)[which]
    out: Tensor = bags(table, _INPUT)[rows]
    for hop, support in enumerate(chain.T):
        said = bags(table, _SUPPORT + hop)[support.clamp_min(0)]
        out = out + said * (support >= 0)[:, None]
    return out


def _since(stories: Stories, of: Tensor, last: Tensor) -> Tensor:
    """When x was written: the question is newer than all, after a hop it is that memory's time."""
    return torch.where(last < 0, stories.length[of], last)


def output_loss(
    model: Model, table: Tensor, stories: Stories, of: Tensor, chain: Tensor, right: Tensor
) -> Tensor:
    """Margin losses of hops: the right memory against others, on either side of the scan."""
    rows = stories.memories[of]
    chosen = torch.where(chain < 0, -1, rows.gather(1, chain.clamp_min(0)))
    query = embed(_query(model, 0, table, stories.question[of], chosen), model.network.matrix(0))
    wrong = (torch.rand(len(of), _NEGATIVES) * (stories.length[of][:, None] - 1)).long()
    wrong = wrong + (wrong >= right[:, None])  # any but the right one
    since = _since(stories, of, _last(chain))[:, None].expand_as(wrong)
    candidates = model.network.output(table, _CANDIDATE)[rows]
    y = candidates.gather(1, right[:, None, None].expand(-1, 1, candidates.shape[2]))
    y2 = candidates.gather(1, wrong[:, :, None].expand(-1, -1, candidates.shape[2]))
    first, second = right[:, None].expand_as(wrong), wrong
    y, x = y.expand_as(y2), query[:, None].expand_as(y2)
    prefers = model.network.prefers
    right_first = prefers(x, y, y2, memnn.time_features(since, first, second))
    wrong_first = prefers(x, y2, y, memnn.time_features(since, second, first))
    return losses.margin_pairs(right_first, wrong_first, model.settings.gamma) / len(of)


def _last(chain: Tensor) -> Tensor:
    """The memory chosen last, -1 before the first."""
    count = (chain >= 0).sum(1)
    begun = torch.cat([torch.full((len(chain), 1), -1), chain], 1)
    return begun.gather(1, count[:, None])[:, 0]


def word_scores(
    model: Model, table: Tensor, question: Tensor, chosen: Tensor, said: Tensor
) -> Tensor:
    """s_R([x, m_o1, ..., w_1, ...], w) of every word."""
    network = model.network
    spoken = network.word[1][said.clamp_min(0)] * (said >= 0)[:, :, None]
    query = _query(model, 1, table, question, chosen) + spoken.sum(1)
    matrix = network.matrix(1)
    return embed(query, matrix) @ embed(network.word[0], matrix).T


def response_loss(
    model: Model, table: Tensor, question: Tensor, chosen: Tensor, said: Tensor, right: Tensor
) -> Tensor:
    """Margin losses of words: the right one against all others."""
    scores = word_scores(model, table, question, chosen, said)
    others = scores.scatter(1, right[:, None], -torch.inf)
    best = scores.gather(1, right[:, None])[:, 0]
    return losses.margin_ranking(best, others, model.settings.gamma) / len(right)


def _steps(chains: Sequence[Sequence[int]], *, stops: bool) -> tuple[Tensor, Tensor, Tensor]:
    """Every step of every chain: whose it is, what went before, what comes next; 0 is the stop."""
    steps = [
        (row, chain[:done], chain[done] if done < len(chain) else 0)
        for row, chain in enumerate(chains)
        for done in range(len(chain) + stops)
    ]
    of, before, following = zip(*steps, strict=True)
    return torch.tensor(of), pad(before, filler=-1), torch.tensor(following)


def train(examples: Sequence[Example], variant: Variant, settings: Settings) -> Model:
    """The network of these questions, O and R learning side by side."""
    model = Model(examples, variant, settings)
    stories = Stories.of(model, examples)
    table, supports = model.table(), [model.supports(e) for e in examples]
    answers = [[model.words.index(w) for w in model.parts(e.answer)] for e in examples]
    of, chain, right = _steps(supports, stops=variant.adaptive)
    spoken, said, word = _steps(answers, stops=variant.adaptive)
    rows = pad(supports, filler=-1)
    chosen = torch.where(rows < 0, -1, stories.memories.gather(1, rows.clamp_min(0)))
    optimiser = torch.optim.Adam(model.network.parameters(), lr=settings.rate, fused=True)

    def output(b: Tensor) -> Tensor:
        return output_loss(model, table, stories, of[b], chain[b], right[b])

    def response(b: Tensor) -> Tensor:
        question = stories.question[spoken[b]]
        return response_loss(model, table, question, chosen[spoken[b]], said[b], word[b])

    def epoch(number: int) -> Row:
        row = {}
        share = number / settings.epochs
        optimiser.param_groups[0]["lr"] = settings.rate * (1 + math.cos(math.pi * share)) / 2
        for name, loss, count in (("O", output, len(of)), ("R", response, len(spoken))):
            total = 0.0
            for batch in torch.randperm(count).split(settings.batch):
                value = loss(batch)
                optimiser.zero_grad()
                value.backward()
                optimiser.step()
                total += value.item() * len(batch)
            row[name] = total / count
        return row

    plan = Plan(settings.epochs, settings.seed)
    fit(model.network, optimiser, epoch, plan, {**asdict(variant), **asdict(settings)})
    return model


@torch.no_grad()
def predict(model: Model, examples: Sequence[Example]) -> list[tuple[str, list[int]]]:
    """Answer and chosen memories of each question."""
    stories = Stories.of(model, examples)
    table, network = model.table(), model.network
    everyone = torch.arange(len(examples))
    candidates = network.output(table, _CANDIDATE)[stories.memories]
    adaptive = model.variant.adaptive

    def hop(chain: Tensor) -> Tensor:
        rows = torch.where(chain < 0, -1, stories.memories.gather(1, chain.clamp_min(0)))
        query = embed(_query(model, 0, table, stories.question, rows), network.matrix(0))
        since = _since(stories, everyone, _last(chain))

        def prefers(y: Tensor, y2: Tensor) -> Tensor:
            bits = memnn.time_features(since, y, y2)
            return network.prefers(query, candidates[everyone, y], candidates[everyone, y2], bits)

        found = scan(prefers, stories.length)
        return found if adaptive else found.clamp_min(1)

    chain = follow(hop, len(examples), 0 if adaptive else None, model.hops)
    chosen = torch.where(chain < 0, -1, stories.memories.gather(1, chain.clamp_min(0)))

    def speak(said: Tensor) -> Tensor:
        return word_scores(model, table, stories.question, chosen, said).argmax(1)

    answers = follow(speak, len(examples), 0) if adaptive else speak(_nothing(examples))[:, None]
    texts = [",".join(model.words[w] for w in row if w >= 0) for row in answers.tolist()]
    return list(zip(texts, [[m - 1 for m in r if m > 0] for r in chain.tolist()], strict=True))


def _nothing(examples: Sequence[Example]) -> Tensor:
    return torch.zeros(len(examples), 0, dtype=torch.long)
