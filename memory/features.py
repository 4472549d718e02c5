"""phi(x, m): what a question and each memory have to do with each other, for a learned s_O.

Cosines of the encoder, words weighted by rarity, who speaks and who is asked about, the neighbours
of a message and its session, what kind of text it is, and when it was written. A row of features
for each row of the bank; those that depend on the size or the topic of the bank are standardised
over the rows that may answer, so that one U_O serves every chat.
"""

import re
from enum import IntEnum

import numpy as np
import torch
from jaxtyping import Bool, Float
from torch import Tensor

from memory.bank import Bank
from memory.dates import MONTHS
from memory.reading import Reading
from memory.traits import Trait, wants_number, wants_time

_K1, _B = 1.2, 0.75  # of BM25, as everywhere
_TINY = 1e-9
_MONTH = re.compile(rf"\b({MONTHS})\b", re.I)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


class Feature(IntEnum):
    """The columns of phi."""

    COSINE = 0
    COSINE_NEUTRAL = 1  # with the named people as "I"
    COSINE_NEAR = 2  # of the neighbours; at its ends a session goes on as it ends
    BM25 = 3
    BM25_AROUND = 4  # of the message with its neighbours
    BM25_NEAR = 5  # of the neighbours alone
    SESSION_COSINE = 6
    SESSION_BM25 = 7
    SESSION_HOLDS = 8  # share of the question's words that the session holds, by rarity
    HOLDS = 9  # share that the message holds
    AUTHOR_NAMED = 10
    OTHER_NAMED = 11
    NAME_HELD = 12  # a name that the question names stands in the text
    WORDS = 13  # logarithm
    QUESTION = 14
    AFTER_QUESTION = 15
    ANSWERS = 16  # BM25 of the question that it follows
    TIME_WANTED = 17
    NUMBER_WANTED = 18
    DATE = 19  # was written in the month or year that the question names
    RECENT = 20
    PERSONAL = 21
    HEARD = 22


def features(
    bank: Bank, reading: Reading, vectors: Float[Tensor, "2 d"], allowed: Bool[Tensor, " rows"]
) -> Float[Tensor, "rows features"]:
    """phi(x, m_i) of every row, on the CPU; `allowed` are those over which rarity is taken."""
    asked, neutral = (bank.vectors @ vectors.to(bank.device).T).cpu().unbind(dim=1)  # (rows,) each
    around, traits, allowed = bank.context(), bank.traits, allowed.cpu()
    before, after = around.before, around.after
    alone = (before == after).float()
    words = _words(bank, reading, allowed)
    follows = traits[before, Trait.QUESTION] * (before != torch.arange(len(bank)))
    named = said_by_named(bank, reading).float()
    columns = {
        Feature.COSINE: asked,
        Feature.COSINE_NEUTRAL: neutral,
        Feature.COSINE_NEAR: (asked[before] + asked[after]) / 2 * (1 - alone),
        **words,
        Feature.SESSION_COSINE: _session_mean(bank, asked, allowed),
        Feature.SESSION_BM25: _session_mean(bank, words[Feature.BM25], allowed),
        Feature.AUTHOR_NAMED: named,
        Feature.OTHER_NAMED: (1 - named) * bool(reading.people),
        Feature.NAME_HELD: _holds_name(bank, reading),
        Feature.WORDS: (1 + traits[:, Trait.WORDS]).log(),
        Feature.QUESTION: traits[:, Trait.QUESTION],
        Feature.AFTER_QUESTION: follows,
        Feature.ANSWERS: follows * words[Feature.BM25][before],
        Feature.TIME_WANTED: traits[:, Trait.TIME] * wants_time(reading.text),
        Feature.NUMBER_WANTED: traits[:, Trait.NUMBER] * wants_number(reading.text),
        Feature.DATE: _dated(bank, reading),
        Feature.RECENT: (allowed.cumsum(0) - 1) / allowed.sum(),
        Feature.PERSONAL: (bank.subjects != 0).cpu(),
        Feature.HEARD: bank.heard.cpu(),
    }
    return torch.stack([columns[feature].float() for feature in Feature], dim=1)


def of_others(phi: Float[Tensor, "rows features"]) -> Float[Tensor, "rows features"]:
    """The same question about anybody but those whom it names: what they said counts, not theirs.

    "What did Ada paint?" fits Ben's "I painted the harbour" better when it asks about him: then
    the question is of the wrong person.
    """
    found = phi.clone()
    found[:, Feature.AUTHOR_NAMED] = phi[:, Feature.OTHER_NAMED]
    found[:, Feature.OTHER_NAMED] = phi[:, Feature.AUTHOR_NAMED]
    return found


def _words(
    bank: Bank, reading: Reading, allowed: Bool[Tensor, " rows"]
) -> dict[Feature, Float[Tensor, " rows"]]:
    """How the words of the question stand in a message, its neighbours and its session."""
    stems = sorted(reading.stems)
    held = torch.zeros(len(stems), len(bank))
    for number, stem in enumerate(stems):
        held[number, bank.bucket(stem).cpu()] = 1
    held *= allowed
    count = int(allowed.sum())
    frequency = held.sum(1)
    rarity = (1 + (count - frequency + 0.5) / (frequency + 0.5)).log()  # (stems,)
    total = rarity.sum().clamp_min(_TINY)  # a question may have no words of its own
    around = bank.context()
    near = torch.maximum(held[:, around.before], held[:, around.after])
    near *= (around.before != around.after).float()
    session = torch.zeros(len(stems), int(around.session.max()) + 1)
    session.scatter_reduce_(1, around.session.expand(len(stems), -1), held, "amax")
    lengths = bank.traits[:, Trait.WORDS]
    norm = (_K1 + 1) / (1 + _K1 * (1 - _B + _B * lengths / lengths[allowed].mean()))
    return {
        Feature.BM25: rarity @ held * norm,
        Feature.BM25_AROUND: rarity @ torch.maximum(held, near),
        Feature.BM25_NEAR: rarity @ near,
        Feature.SESSION_HOLDS: (rarity @ session / total)[around.session],
        Feature.HOLDS: rarity @ held / total,
    }


def _session_mean(
    bank: Bank, values: Float[Tensor, " rows"], allowed: Bool[Tensor, " rows"]
) -> Float[Tensor, " rows"]:
    session = bank.context().session
    size = int(session.max()) + 1
    total = torch.zeros(size).index_add_(0, session, values * allowed)
    count = torch.zeros(size).index_add_(0, session, allowed.float())
    return (total / count.clamp_min(1))[session]


def said_by_named(bank: Bank, reading: Reading) -> Bool[Tensor, " rows"]:
    """The rows whose author the question names, on the CPU."""
    people = torch.tensor(sorted(reading.people), dtype=torch.int64)
    return torch.isin(bank.authors, people)


def _holds_name(bank: Bank, reading: Reading) -> Float[Tensor, " rows"]:
    found = torch.zeros(len(bank))
    for name in reading.names:
        found[bank.bucket(name).cpu()] = 1
    return found


def _dated(bank: Bank, reading: Reading) -> Float[Tensor, " rows"]:
    """The share of the month and the year that the question names in which a row was written."""
    months = [MONTHS.split("|").index(name.lower()) + 1 for name in _MONTH.findall(reading.text)]
    years = [int(year) for year in _YEAR.findall(reading.text)]
    if not months and not years:
        return torch.zeros(len(bank))
    written = bank.written.numpy().astype("datetime64[s]").astype("datetime64[M]").astype(int)
    found = np.zeros(len(bank))
    if months:
        found += np.isin(written % 12 + 1, months)
    if years:
        found += np.isin(written // 12 + 1970, years)
    return torch.from_numpy(found / (bool(months) + bool(years))).float()
