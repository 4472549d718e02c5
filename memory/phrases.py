"""Every sentence that the bot says of its own accord; german.py has them in German."""

from contextvars import ContextVar

from memory import german
from memory.errors import EngramError

_LANGUAGE: ContextVar[str] = ContextVar("language", default="en")  # of the task that speaks
LANGUAGES = {"de": german.GERMAN}  # besides English

PHRASES: dict[str, str] = {
    "thousands": ",",
    "memory_one": "1 memory",
    "memory_many": "{count} memories",
    "stored": "I'll remember: {fact}",
    "stored_again": "I know that already.",
    "stored_too": "I knew that, and now I know that you say so too.",
    "unknown": "I don't remember anything about that.",
    "unknown_near": "I remember nothing that surely answers that.",
    "nearest": "The nearest: {memory}",
    "unknown_offer": (
        "I don't remember anything about that. If you meant to tell me: shall I remember “{fact}”?"
    ),
    "understood": "understood as “{question}”",
    "source": "I know it from {people}:",
    "source_unknown": "I gave no answer just before that I could name a source of.",
    "stored_plainly": "I'll remember: {fact} Say “no” if I should not.",
    "offer": "Shall I remember “{fact}”? Say yes, or end it with “?” if it was a question.",
    "not_stored": "All right, I won't.",
    "remember_what": "What should I remember? Say “remember that …” and the fact.",
    "yours": "What you told me here, newest first ({count}):",
    "forget_what": "What should I forget? Say “forget” and what it was about.",
    "forget_nothing": "I don't remember anything like that, so there is nothing to forget.",
    "forget_others": (
        "“{fact}” was said by {author}: only they or an admin can make me forget it."
    ),
    "forget_confirm": "Shall I forget “{fact}”? Say yes to forget it for good.",
    "forget_all_confirm": (
        "Shall I forget all that you told me here ({count})? Say yes to forget it for good."
    ),
    "forget_this": "Shall I forget {fact}? This cannot be undone.",
    "remove_this": "Shall I forget {fact}? It can be brought back within an hour.",
    "forget_button": "Forget it",
    "keep_button": "Keep it",
    "clear_this": (
        "Shall I forget everything from {place} ({count})? It can be brought back within an hour."
    ),
    "clear_button": "Forget all {count}",
    "whole_server": "this server",
    "list_empty": "I remember nothing here that you can read.",
    "list_head": "{count}, page {page} of {pages}:",
    "before": "before: {fact} · {said}",
    "superseded": "superseded by #{number}",
    "sure": "{sure} sure",
    "unsure": "At best {sure} sure: too little to answer.",
    "why_button": "Why?",
    "why_head": "I said so because of this:",
    "why_score": "-# score {score}: {embedding} by meaning, {match} of the question's words",
    "why_gone": "{hop}. This memory is gone, or stands where you cannot read it.",
    "why_picture_button": "Picture",
    "why_hidden": "not here any more, or not for you to read",
    "why_picture": "What the scores of these memories are made of:",
    "why_names_score": "score",
    "why_names_embedding": "by meaning",
    "why_names_match": "share of the question's words",
    "why_more": "… and {count} more.",
    "voted": "Noted: {thumb}. Press it again to take that back.",
    "vote_undone": "Taken back.",
    "vote_gone": "That answer is not known any more.",
    "quality_none": "Nobody has asked me anything here yet.",
    "quality_week": "week",
    "quality_responder": "responder",
    "quality_answered": "answers",
    "quality_abstained": "unknown",
    "quality_up": "up",
    "quality_down": "down",
    "quality_head": "What I was asked here, by week, and what people thought of my answers:",
    "mydata_votes": "What you thought of answers: {up} 👍, {down} 👎.",
    "mydata_votes_deleted": "What you thought of answers is gone too ({count}).",
    "pages_lapsed": "I was restarted since. Give the command again to turn its pages.",
    "mydata_head": "All that I keep of what you said, newest first ({count}):",
    "mydata_none": "I keep nothing that you said.",
    "mydata_opted_out": "You opted out: I keep nothing that you say from then on.",
    "mydata_exported": "All that I keep of you ({count}).",
    "mydata_delete": (
        "Shall I forget all that you ever told me, here and anywhere else ({count})? "
        "What others said too stays as theirs. This cannot be undone."
    ),
    "mydata_deleted": "Forgotten, here and anywhere else: {count}.",
    "opted_out": "From now on I keep nothing that you say, here and anywhere else.",
    "opted_out_but": (
        "From now on I keep nothing that you say, here and anywhere else. "
        "What you told me before ({count}) stays until you use /mydata delete."
    ),
    "opted_in": "All right, I may remember what you tell me again.",
    "in_private": "direct messages",
    "in_other_server": "another server",
    "keep_menu": "Remember this message",
    "keep_no_person": "I keep what people say, and nobody said this.",
    "keep_told": (
        "{keeper} had me remember what {author} said in {link}. Both of them can take it back."
    ),
    "undo_button": "Take it back",
    "undone": "Taken back: I keep nothing of that message.",
    "undo_not_yours": "Only whoever said it, whoever had me keep it, or an admin can take it back.",
    "kind_taught": "told to me",
    "kind_heard": "kept from a message",
    "kind_imported": "imported",
    "kind_added": "added by an admin",
    "added_by": "{name} for this server",
    "added": "I'll remember for this server: {fact} (#{number})",
    "add_personal": "What all of a server may know has no “I” in it. Name whom you mean.",
    "place_hidden": "You cannot read {channel}, so nothing of yours goes there.",
    "exported": "All that I remember here and that you can read ({count}).",
    "imported": (
        "Imported: {new}. Known before: {known}. "
        "Left out, for whoever said them has opted out: {left_out}."
    ),
    "stats": (
        "{count}, of {people} people, {size} KiB of texts and vectors.\n"
        "Oldest: <t:{oldest}:D>. Newest: <t:{newest}:D>. Removed, but can still be brought back: "
        "{set_aside}."
    ),
    "stats_none": (
        "I remember nothing of this server. Removed, but can still be brought back: {set_aside}."
    ),
    "stats_kinds": "How I came to them:",
    "stats_channels": "Where they were told:",
    "stats_rest": "- in other channels: {count}",
    "stats_hidden": "- in channels that you cannot read: {count}",
    "limits": (
        "Memories of one person: {per_person}. Of this server: {per_server} "
        "(whoever runs me allows {most}). Kept: {days}."
    ),
    "no_limit": "no limit",
    "at_most": "at most {count}",
    "limits_days": "for {days} days after they were last said",
    "for_ever": "until they are forgotten",
    "limits_due": (
        "Said more than {days} days ago: {count}. Shall I keep to this limit from now on, and "
        "forget these at once? This cannot be undone."
    ),
    "rule_allow": "allow: only where this is said",
    "rule_block": "block: keep me out",
    "rule_lift": "lift: no rule of its own",
    "rule_reset": "reset: no rules at all",
    "rules_channels": "Where I may remember and answer (a thread goes with its channel):",
    "rules_roles": "Who may teach and ask me (whoever manages the server always may):",
    "rules_allowed": "- only: {names}",
    "rules_blocked": "- not: {names}",
    "rules_no_channels": "- everywhere: no rules are set.",
    "rules_no_roles": "- everybody: no rules are set.",
    "roles_both": "Name both a rule and a role, or neither of them to see the rules.",
    "log_line": "{who} {deed}",
    "log_on": "What admins do to my memory is noted in {channel}.",
    "log_off": "What admins do to my memory is noted nowhere.",
    "log_begun": "had what admins do to my memory noted here.",
    "log_ended": "ended these notes: what admins do is noted here no more.",
    "log_failed": (
        "I could not note this in {channel}: I need to see it and to write in it. "
        "/memory log chooses another channel."
    ),
    "log_added": "added a memory.",
    "log_corrected": "corrected what somebody else said.",
    "log_removed": "had me forget what others said ({count}). For an hour it can be brought back.",
    "log_cleared": "cleared {place} ({count}). For an hour it can be brought back.",
    "log_restored": "brought back what was removed ({count}).",
    "log_undone": "took back a message that others had me remember.",
    "log_imported": "imported memories. {counts}",
    "log_exported": "exported what they can read ({count}).",
    "log_listens": "let me listen in {channel}.",
    "log_deaf": "let me listen in {channel} no more.",
    "log_hears_none": "let me listen in no channel any more.",
    "log_limits": "set the limits. {limits}",
    "log_rule": "set a rule for {place}: {rule}.",
    "responders": "What can answer here:",
    "responder_answers": "answers here",
    "responder_loaded": "loaded",
    "responder_unloaded": "not loaded",
    "responder_memnn": "finds what supports an answer, hop by hop, and answers from it.",
    "responder_pointer": "points at words of the nearest memories.",
    "responder_lstm": "reads the nearest memories word by word, and says or copies words.",
    "responder_ntm": "does the same with a memory of its own that it reads and writes.",
    "responder_instead": (
        "{chosen} was chosen here, but it is not loaded: {answers} answers instead."
    ),
    "responder_used": "From now on {name} answers on this server. /compare shows all of them.",
    "responder_on": "Loaded: {name}.",
    "responder_off": "Not loaded any more: {name}. Where it was chosen, {answers} answers.",
    "responder_last": "That is the only one that is loaded; without it nobody could answer.",
    "compared": "{name} · {sure} · {milliseconds} ms",
    "compared_nothing": "does not remember",
    "log_responder": "let {name} answer.",
    "import_large": "I read files of at most {most} MiB. Split it at the end of a line.",
    "import_unread": "Discord did not hand me that file. Try again.",
    "set_aside": (
        "Forgotten: {count}. For an hour an admin can bring it back; then it is gone for good."
    ),
    "restore_button": "Bring it back",
    "restored": "Brought back: {count}.",
    "restored_nothing": "There is nothing left to bring back.",
    "name_title": "Forget everything here",
    "name_label": "The name of this server, to be sure",
    "name_differs": "That is not this server's name, so I left everything as it is.",
    "remember_title": "Teach me",
    "remember_label": "What should I remember?",
    "edit_button": "Correct",
    "edit_title": "Correct a memory",
    "edit_label": "What is right?",
    "corrected": "I'll remember instead: {fact}",
    "correct_nothing": "I don't remember anything like that, so there is nothing to correct.",
    "correct_others": (
        "“{fact}” was said by {author}: only they can correct it, or an admin unless it is said "
        "in the first person."
    ),
    "listen_where": "I can listen in text channels of a server only. Name one that I can see.",
    "listen_no_intent": (
        "I cannot listen: Discord does not hand me what people write to each other. Whoever runs "
        "me has to set discord.listening = true in config.toml, and to switch on the Message "
        "Content Intent on my application's Bot page at "
        "https://discord.com/developers/applications, and then to start me anew."
    ),
    "listen_cannot_tell": (
        "I may not write in {channel}, so I could not tell people there that I listen. "
        "I do not listen where people are not told."
    ),
    "listen_notice": (
        "From now on I remember what is stated in this channel, until an admin turns it off with "
        "/memory listen. Small talk, questions and commands I do not keep. /mydata optout keeps me "
        "from remembering anything that you say; delete a message, and I forget it."
    ),
    "listen_on": "I listen in {channel}, and told everybody there.",
    "listen_off": "I don't listen in {channel}. What I heard stays until it is forgotten.",
    "lapsed": "That took too long, so I left everything as it is.",
    "not_yours": "These buttons are for whoever asked.",
    "not_allowed": "You need the Manage Server permission for that.",
    "failure": (
        "Something went wrong on my side. Try again; if it happens again, tell whoever runs me the "
        "number {number}, under which my log says more."
    ),
    "forgotten": "Forgotten.",
    "forgotten_all": "Forgotten: {count}.",
    "withdrawn": "I forgot that you said so; {author} said it too, so I keep it as theirs.",
    "kept": "All right, I'll keep it.",
    "slow_down": "That was a lot at once. Give me {seconds} s to catch up, please.",
    "empty": (
        "Yes, {name}? You said nothing. Teach me with “remember that …”, or ask me something."
    ),
    "greeting": (
        "Hello! I'm Engram: I remember what people tell me, and I say who told me.\n"
        "For now I hear only what is said to me: mention me with “remember that …” or with a "
        "question, or use /remember and /ask. /help shows more.\n"
        "Those who manage this server can let me listen in this channel: then I keep what is "
        "stated here, and tell everybody so first."
    ),
    "greeting_owner": (
        "Hello! I'm Engram, and you have me in {server} now, where I found no channel to speak "
        "in. I remember what people tell me there with a mention, /remember or /ask, once they "
        "can reach me. With /memory listen you can let me listen in a channel; /help shows more."
    ),
    "hear_all_button": "Listen here",
    "hear_me_button": "Only when mentioned",
    "hear_me": "All right: in this server I hear only what is said to me.",
    "not_owner": "That is for whoever runs me.",
    "reloaded": "Loaded anew: {parts}.",
    "synced": "Told Discord of {count} commands.",
    "not_synced": "Discord knows my commands as they are.",
    "status": (
        "Up since {since}, servers: {servers}, shards: {shards}, {milliseconds} ms from Discord\n"
        "{memories}; responder {responder}; encoder {encoder} on {device}\n"
        "-# Engram {engram} (schema {schema}), discord.py {discord}, PyTorch {torch}, "
        "Python {python}"
    ),
    "privacy_button": "What I keep",
    "privacy": (
        "**What I keep:** what somebody asks me to remember or states to me, and what is stated in "
        "channels where an admin turned listening on and I said so: the text, who said it, where "
        "and when. Of other messages, of questions and of answers I keep nothing; I count answers "
        "and thumbs.\n"
        "**Where:** on the machine of whoever runs me, in one file; nothing is sent anywhere else, "
        "and nothing that people say trains a model.\n"
        "**Who sees it:** answers draw only on channels that everybody who reads them can read. "
        "What you write to me directly stays between us.\n"
        "**How long:** until it is forgotten. Delete the message in which you told me, and the "
        "memory goes with it.\n"
        "**Your rights:** `/mydata show`, `export`, `delete` and `optout`, here and in direct "
        "messages. Deletion is at once and for good."
    ),
    "guide": (
        "I remember what people tell me, and say who told me.\n"
        "**Teach** “{me} remember that the raid is on Friday at 8pm”, “{me} my favourite food is "
        "sushi”, or `/remember`. *Apps → Remember this message* on a message keeps what it says.\n"
        "**Ask** “{me} when is the raid?”, then “{me} and where?” or “{me} who said that?”. "
        "`/ask` answers you alone. *Why?* below an answer shows what it comes from; 👍 and 👎 tell "
        "the admins what you think of it.\n"
        "**Put right, forget** `/correct`, `/forget`; or edit or delete the message in which you "
        "told me.\n"
        "**Your data** `/mydata show`, `export`, `delete`, `optout`. Your facts stay in this "
        "server; what you write to me directly stays between us, and needs no mention.\n"
        "**Admins** `/memory list`, `search`, `listen`, `clear` and more."
    ),
    "hello": "Hello, {name}! Teach me something with “remember that …”, or ask me.",
    "how_are_you": "I'm well, thank you. My memory is in good order.",
    "who_are_you": "I'm Engram. I remember what people tell me, and I say who told me.",
    "help": (
        "Teach me: “remember that the raid is on Friday at 8pm”, or “my favourite food is sushi”.\n"
        "Ask me: “when is the raid?”, then “and where?” or “who said that?”\n"
        "Make me forget: “forget the raid”."
    ),
    "joke": "I only know what people told me, and nobody told me how to do that.",
    "thanks": "You're welcome!",
    "bye": "See you, {name}!",
    "praise": "Thank you!",
    "laugh": "Ha!",
    "sorry": "No harm done.",
    "feeling": "I hear you.",
    "to_all": "I leave that to the people here.",
    "okay": "All right.",
    "cheer": "Hooray!",
    "emoji": "Nice one.",
}


def counted(count: int) -> str:
    """How many memories, in words: "1 memory", "3 memories"."""
    return say("memory_one") if count == 1 else say("memory_many", count=grouped(count))


def grouped(number: int) -> str:
    """The number with its thousands apart."""
    return f"{number:,}".replace(",", say("thousands"))


def headed(count: int, page: int, per_page: int) -> str:
    """The first line of a page of memories."""
    return say("list_head", count=counted(count), page=page, pages=pages_of(count, per_page))


def pages_of(count: int, per_page: int) -> int:
    """How many pages so many memories take."""
    return max(1, -(-count // per_page))


def say(key: str, **facts: object) -> str:
    """The phrase, with its blanks filled in. An unknown key is a programming error (KeyError)."""
    known = LANGUAGES.get(_LANGUAGE.get(), PHRASES)
    return known.get(key, PHRASES[key]).format(**facts)


def bar_names() -> tuple[str, str, str]:
    """What the bars of a picture of hops are, from the top."""
    return say("why_names_score"), say("why_names_embedding"), say("why_names_match")


def speak(locale: str) -> None:
    """Say what follows in this task in the language of a locale such as "de" or "en-GB"."""
    _LANGUAGE.set(locale.partition("-")[0])


def complaint(error: EngramError) -> str:
    """What an error says."""
    text = german.ERRORS.get(type(error).__name__) if _LANGUAGE.get() == "de" else None
    if text is None:
        return str(error)
    facts = {k: grouped(v) if isinstance(v, int) else v for k, v in vars(error).items()}
    return text.format(**facts)
