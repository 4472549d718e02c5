"""What a trained network did with one question, hop by hop, for `pictures.hops`."""

from dataclasses import replace
from pathlib import Path

import torch
from jaxtyping import Float
from torch import Tensor

from memory.errors import EngramError
from memory.nn import memnn
from memory.nn.lexicon import Worth, worth
from memory.nn.memnn import MemNN
from memory.training import simulation, streams, tables, worlds
from memory.training.pictures import Trace
from memory.training.simulation import Config
from memory.training.streams import Encoded
from memory.training.world import WORLDS


class NoSuchQuestionError(EngramError, ValueError):
    """A question is asked for by a number that none has."""

    def __init__(self, number: int, count: int) -> None:
        self.number, self.count = number, count
        super().__init__(f"There is no question {number}: they are numbered from 1 to {count}.")


def of_world(folder: Path, number: int) -> Trace:
    """Question `number` (from 1) of the test run, as the network in the folder answers it."""
    network, reading, config, checkpoint = worlds.load(folder)
    setting, asked = WORLDS[checkpoint.config["world"]], checkpoint.config["questions"]
    run = tables.runs(setting, config.seed, asked)[1]
    if not 1 <= number <= len(run.questions):
        raise NoSuchQuestionError(number, len(run.questions))
    data = _only(streams.encode(run, reading), number - 1)
    words, chosen = simulation.answer(network, data, config)
    vocabulary = data.words.words
    length, memories = int(data.lengths[0]), streams.segments(run, reading)[0]
    return Trace(
        question=" ".join(run.questions[number - 1].words),
        memories=[" ".join(vocabulary[w] for w in memory) for memory in memories[: length - 1]],
        scores=_scores(network, data, config, chosen)[:, 1:length].numpy(),
        chosen=[row - 1 if row else None for row in chosen[0].tolist()],
        answer=vocabulary[int(words[0])],
        expected=" ".join(run.questions[number - 1].answer),
        supports=[row - 1 for row in data.supports[0].tolist() if row],
    )


def _only(data: Encoded, row: int) -> Encoded:
    """The run with this question alone."""
    rows = slice(row, row + 1)
    return replace(
        data,
        questions=data.questions[rows],
        lengths=data.lengths[rows],
        supports=data.supports[rows],
        answers=data.answers[rows],
    )


@torch.no_grad()
def _scores(
    network: MemNN, data: Encoded, config: Config, chosen: Tensor
) -> Float[Tensor, "hops N"]:
    """s_Ot of every memory against the one chosen, hop by hop."""
    u_o, _ = simulation.lexicons(network, data, config, simulation.own_words(data, config))
    rows, written = [], data.lengths
    for hop in range(config.k):
        before = [data.memories[chosen[:, earlier]] for earlier in range(hop)]
        asked = worth(u_o, data.questions, before)
        rows.append(preference(asked, data, written, chosen[:, hop], config))
        written = chosen[:, hop]
    return torch.stack(rows)


def preference(
    asked: Worth, data: Encoded, written: Tensor, winner: Tensor, config: Config
) -> Tensor:
    """s_Ot of every memory against the winner; as in the scan, the older one is put first."""
    match = (asked.words @ data.distinct.T)[0, data.rows]  # (N,)
    gain = match - match[winner]
    if not config.time:
        return gain
    place = torch.arange(len(match))
    older, newer = place.minimum(winner), place.maximum(winner)
    bonus = memnn.time_features(written.expand_as(place), older, newer) @ asked.time[0]
    return gain + bonus * (winner - place).sign()
