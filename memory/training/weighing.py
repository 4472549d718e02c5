"""Which utterance of a dialogue answers: O's features and R's scores, weighed together.

The span pointer reads what an utterance says; phi(x, m) tells what it, and what stands around it,
has to do with the question. One linear score of both, s(x, m) = w . z(x, m), with w fitted by the
likelihood of the utterances that answer: a softmax over those of a dialogue, as in the conditional
logit (McFadden 1974).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from jaxtyping import Float
from torch import Tensor

from memory.naming import mention, names_of
from memory.nn.scoring import standardise
from memory.scoring import COLUMNS
from memory.training.extraction import as_chat, texts_of
from memory.training.passages import Passage
from memory.training.scoring import Encode, ask
from memory.words import rarity, stems

_RIDGE = 3e-3  # of the mean log-likelihood of a question
_FARTHEST = 5.0  # spreads from the mean, of phi
_NEAR = 2  # utterances before and behind whose words count
_EPSILON = 1e-6


@dataclass(frozen=True)
class Case:
    """One question: its utterances' features, R's score of each, and which of them answer."""

    phi: Float[Tensor, "utterances features"]
    scores: Float[Tensor, " utterances"]
    right: tuple[int, ...]


def features(dialogue: Passage, encode: Encode) -> list[Float[Tensor, "utterances features"]]:
    """Phi of every utterance for each question of a dialogue.

    Those of O, and besides: cosines with who speaks, alone and with the neighbours; the share of
    the question's words that it holds with who speaks, and that those around it hold; whether its
    author is named, also where "who" is asked.
    """
    if not dialogue.queries:
        return []
    everything = torch.ones(len(dialogue.pieces), dtype=torch.bool)
    vectors = encode(texts := texts_of(dialogue))
    asked = encode([query.text for query in dialogue.queries])
    held = [stems(text) for text in texts]
    return [
        torch.cat(
            [
                standardise(one.phi, everything, COLUMNS),
                _cosines(vectors, vector),
                _words(stems(query.text), held),
                _named(query.text, dialogue.authors),
            ],
            dim=1,
        )
        for one, query, vector in zip(
            ask(as_chat(dialogue), encode), dialogue.queries, asked, strict=True
        )
    ]


def _cosines(vectors: Float[Tensor, "u d"], asked: Float[Tensor, " d"]) -> Float[Tensor, "u 2"]:
    around = [vectors[max(0, place - 1) : place + 2].mean(0) for place in range(len(vectors))]
    return torch.stack([vectors @ asked, torch.stack(around) @ asked], dim=1)


def _words(asked: frozenset[str], held: Sequence[frozenset[str]]) -> Float[Tensor, "u 2"]:
    frequency, count = Counter(stem for one in held for stem in one), len(held)
    worth = {stem: rarity(count, frequency[stem]) for stem in asked}
    whole = sum(worth.values()) or 1.0
    around = [
        frozenset[str]().union(*held[max(0, place - _NEAR) : place + _NEAR + 1])
        for place in range(count)
    ]
    both = zip(held, around, strict=True)
    return torch.tensor(
        [[sum(worth[stem] for stem in asked & some) / whole for some in pair] for pair in both]
    )


def _named(question: str, authors: Sequence[str]) -> Float[Tensor, "u 2"]:
    who = question.lower().startswith("who")
    named = [
        any(mention(name).search(question) is not None for name in names_of(author))
        for author in authors
    ]
    return torch.tensor([[float(one), float(one and who)] for one in named])


@dataclass(frozen=True)
class Weighing:
    """w, and in which mean and spread features are weighed."""

    mean: Float[Tensor, " features"]
    spread: Float[Tensor, " features"]
    weights: Float[Tensor, " inputs"]  # of R's score, then of the features

    @classmethod
    def fit(cls, cases: Sequence[Case]) -> "Weighing":
        """Fitted to questions whose dialogues hold the answer; `cases` is not empty."""
        phi = torch.cat([case.phi for case in cases])
        found = cls(phi.mean(0), phi.std(0) + _EPSILON, torch.zeros(1 + phi.shape[1]))
        scores = even([case.scores for case in cases])
        inputs = [
            found.inputs(replace(case, scores=one)) for case, one in zip(cases, scores, strict=True)
        ]
        return cls(found.mean, found.spread, _likeliest(inputs, [case.right for case in cases]))

    def inputs(self, case: Case) -> Float[Tensor, "utterances inputs"]:
        """z(x, m), where the scores are even."""
        scores = case.scores - case.scores.mean()
        phi = ((case.phi - self.mean) / self.spread).clamp(-_FARTHEST, _FARTHEST)
        return torch.cat([scores[:, None], phi], dim=1)

    def score(self, case: Case) -> Float[Tensor, " utterances"]:
        """s(x, m) of each utterance, where the scores are even."""
        return self.inputs(case) @ self.weights


def even(
    scores: Sequence[Float[Tensor, " utterances"]],
) -> list[Float[Tensor, " utterances"]]:
    """A reader's scores in their spread within dialogues, so that two readers count alike."""
    spread = torch.cat([one - one.mean() for one in scores]).std() + _EPSILON
    return [one / spread for one in scores]


def _likeliest(
    inputs: Sequence[Float[Tensor, "utterances inputs"]], right: Sequence[tuple[int, ...]]
) -> Float[Tensor, " inputs"]:
    weights = torch.zeros(inputs[0].shape[1], requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=100)

    def cost() -> Tensor:
        optimiser.zero_grad()
        likely = [
            torch.logsumexp((one @ weights).log_softmax(0)[list(places)], 0)
            for one, places in zip(inputs, right, strict=True)
        ]
        found = _RIDGE * weights.square().sum() - torch.stack(likely).mean()
        found.backward()
        return found

    optimiser.step(cost)
    return weights.detach()
