"""What responders answered, as it is drawn: hop scores, or attention on words."""

from collections.abc import Sequence

from memory.pictures import Bar, Panel
from memory.responders import Response

_MEMORIES, _WORDS = 4, 40  # of each responder, and of each memory


def panels(responses: Sequence[Response]) -> list[Panel]:
    """One for each responder that found something to look at."""
    found = []
    for response in responses:
        answer = response.answer
        title = f"{answer.responder}: {answer.text or '-'}"
        if response.looked:
            rows = tuple(tuple(looked.words[:_WORDS]) for looked in response.looked[:_MEMORIES])
            found.append(Panel(title, words=rows))
        elif answer.supporting:
            items = answer.supporting[:_MEMORIES]
            bars = tuple(Bar(i.slot.text, i.score, i.embedding, i.match) for i in items)
            found.append(Panel(title, bars=bars))
    return found
