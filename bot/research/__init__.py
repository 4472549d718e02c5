"""`engram train …` and `engram evaluate …`: the networks of the papers, and their tables."""

import click

from bot.research import (
    acts,
    babi,
    changes,
    chats,
    hashing,
    hops,
    machines,
    pictures,
    pointer,
    questions,
    reading,
    responders,
    verifying,
    worlds,
)

train = click.Group(
    "train",
    commands=[
        babi.train_babi,
        worlds.train_world,
        machines.train_ntm,
        machines.train_lstm,
        pointer.train_pointer,
        chats.train_chat,
        reading.train_reader,
        reading.train_short_chats,
        verifying.train_verifier,
        acts.train_acts,
        changes.train_write_time,
        hops.train_second_hop,
        responders.train_responder,
    ],
    help="Train a network; a run that was killed goes on where it was.",
)
evaluate = click.Group(
    "evaluate",
    commands=[
        babi.evaluate_babi,
        machines.evaluate_ntm,
        machines.evaluate_lstm,
        machines.evaluate_bits,
        machines.evaluate_speed,
        pointer.evaluate_pointer,
        chats.evaluate_locomo,
        questions.evaluate_friendsqa,
        questions.evaluate_squad,
        changes.evaluate_contradictions,
        responders.evaluate_responders,
        pictures.evaluate_curves,
        worlds.evaluate_table,
        worlds.evaluate_strangers,
        worlds.evaluate_world,
        hashing.evaluate_hashing,
    ],
    help="Measure a network, beside the published figures.",
)
