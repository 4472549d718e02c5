"""The buttons below a reply."""

import discord

from cogs.restoring import RestoreButton
from cogs.votes import VoteButton
from cogs.why import why_button
from memory.messages import Reply


def buttons(reply: Reply) -> discord.ui.View | None:
    """What can be done with a reply; None: nothing."""
    view = discord.ui.View(timeout=None)
    if reply.answer is not None and reply.answer.text is not None:
        view.add_item(why_button(reply.answer.supporting))
    if reply.answer_id is not None:
        view.add_item(VoteButton(reply.answer_id, up=True))
        view.add_item(VoteButton(reply.answer_id, up=False))
    if reply.removal is not None:
        view.add_item(RestoreButton(reply.removal))
    return view if view.children else None
