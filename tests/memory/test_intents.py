"""What somebody who speaks to the bot wants."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.haste import with_i
from memory.intents import (
    Ask,
    Decide,
    Forget,
    Intent,
    Mine,
    Offer,
    SmallTalk,
    Teach,
    is_statement,
    may_tell,
    understand,
)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("remember that the raid is on Friday", "the raid is on Friday"),
        ("Remember: the code is 2580#", "the code is 2580#"),
        ("hey engram, please remember that Ben is away", "Ben is away"),
        ("can you please note down that lunch is at 12", "lunch is at 12"),
        ("don’t forget that rent is due", "rent is due"),
        ("keep in mind that the lift is broken", "the lift is broken"),
        ('remember "the cake is a lie"', "the cake is a lie"),
        ('remember "one" and "two"', '"one" and "two"'),
        ("remember   the\n  blank   lines", "the blank lines"),
        ("remember it's Ada's birthday on Friday", "it's Ada's birthday on Friday"),
        ("learn that water is wet", "water is wet"),
        ("store this: the key is under the mat", "the key is under the mat"),
        ("I live in Oslo", "I live in Oslo"),
        ("I'm allergic to nuts", "I'm allergic to nuts"),
        ("my best friend is Ben", "my best friend is Ben"),
        ("I don't eat pork", "I don't eat pork"),
        ("our router is in the attic", "our router is in the attic"),
        ("note to self: buy milk", "buy milk"),
        ("so I moved to Bergen", "I moved to Bergen"),
        ("btw my cat is called Mo", "my cat is called Mo"),
        ("No, I live in Oslo", "I live in Oslo"),
        ("TIL that our router has a web page", "our router has a web page"),
    ],
)
def test_teaching(text: str, fact: str) -> None:
    assert understand(text) == Teach(fact)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("no, the deadline is Monday", "the deadline is Monday"),
        ("no wait, the rent is 940 euros", "the rent is 940 euros"),
        ("fyi the vault closes at 5", "the vault closes at 5"),
        ("fyi the showers take 50 cent coins", "the showers take 50 cent coins"),
        ("well water is safe", "well water is safe"),
        ("ok the shop is open till 8 btw", "the shop is open till 8"),
        ("ok choir is tuesdays at 4 then", "choir is tuesdays at 4"),
        ("ah the machine comes tuesday", "the machine comes tuesday"),
        ("sorry all, the hall is closed", "the hall is closed"),
        ("correction: the rent is 945 euros", "the rent is 945 euros"),
        ("loot rule: one item a raid", "loot rule: one item a raid"),
        ("priya does first aid", "priya does first aid"),
        ("found her! luna is back home", "found her! luna is back home"),
        ("the electrician quoted 2300 euros", "the electrician quoted 2300 euros"),
        ("the string on my cello snapped", "the string on my cello snapped"),
        ("Lost property is at the gate", "Lost property is at the gate"),
        ("the mechanic isnt coming on monday", "the mechanic isnt coming on monday"),
        ("the boss has phases and you need to run", "the boss has phases and you need to run"),
        ("change of plan, the hall is closed", "the hall is closed"),
        ("also theres free parking on elm road", "theres free parking on elm road"),
        ("there's a hen party on sunday", "there's a hen party on sunday"),
        ("mr ellis brought the game back", "mr ellis brought the game back"),
        ("someone borrowed the drill", "someone borrowed the drill"),
        ("the plumber comes at 9, can someone be in?", "the plumber comes at 9"),
        (
            "Good day. The house keys are in the top drawer :)",
            "The house keys are in the top drawer",
        ),
        ("thanks, the code is 4711", "the code is 4711"),
        ("@brask leads team ochre", "@brask leads team ochre"),
        ("ssb means slip one, slide it back", "ssb means slip one, slide it back"),
    ],
)
def test_what_is_said_by_the_way_is_no_part_of_the_fact(text: str, fact: str) -> None:
    assert understand(text) == Teach(fact, plainly=True)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("I'm allergic to peanuts btw", "I'm allergic to peanuts"),
        ("remember that bin day is Wednesday lol", "bin day is Wednesday"),
        ("sure! my room is next to the bathroom", "my room is next to the bathroom"),
        ("I'm literally allergic to nuts", "I'm literally allergic to nuts"),
        (
            "can drive to the match, three places in my car",
            "I can drive to the match, three places in my car",
        ),
        ("I moved it to 8, is it ok", "I moved it to 8, is it ok"),
        ("I know what I want, what he has is fine", "I know what I want, what he has is fine"),
        ("ok mum. ill drive him", "I'll drive him"),
        ("ty winston!! ive tomato plants, 12 of them", "ive tomato plants, 12 of them"),
        ("Noted Karim. I've volunteered as a helper", "I've volunteered as a helper"),
        (
            "lol ok im still building the iron farm behind spawn",
            "im still building the iron farm behind spawn",
        ),
        ("I have the talk that week, can I swap with Dmitri?", "I have the talk that week"),
        (
            "I won't finish 611 before Monday. Tobias, could you take it over?",
            "I won't finish 611 before Monday",
        ),
        ("ill bring the food", "I'll bring the food"),
        ("so ill just cook on thursday", "I'll just cook on thursday"),
        ("spent 80 already on fabric", "I spent 80 already on fabric"),
        ("twisted my knee so im out", "I twisted my knee so im out"),
        ("Broke our best jug", "I broke our best jug"),
        ("finally started learning Welsh", "I finally started learning Welsh"),
        ("so were doing a play this autumn", "we're doing a play this autumn"),
        ("were down to two boxes of gloves", "we're down to two boxes of gloves"),
        ("can we move it to tuesday? i work mondays", "i work mondays"),
        ("cant raid on tuesdays anymore", "I cant raid on tuesdays anymore"),
        ("took 5 of them just now", "I took 5 of them just now"),
        ("actually scrap the cake, i bring tea", "i bring tea"),
        ("we're doing the keep this week", "we're doing the keep this week"),
        ("Could you please remember that my appointment is at nine?", "my appointment is at nine"),
        ("I would like you to remember that Ben is away.", "Ben is away."),
        ("Kindly remember that the plumber comes on Tuesday", "the plumber comes on Tuesday"),
        ("Please be so good as to remember that tea is at five", "tea is at five"),
    ],
)
def test_a_fact_without_what_is_said_around_it(text: str, fact: str) -> None:
    assert understand(text) == Teach(fact)


@pytest.mark.parametrize(
    "text", ["the cake you baked", "sharpen my knife", "broke my arm?", "the best red"]
)
def test_what_resembles_a_fact_is_none(text: str) -> None:
    assert not isinstance(understand(text), Teach)


@pytest.mark.parametrize(
    "text",
    ["I wonder whether the raid is on Friday", "I was wondering when the raid is",
     "btw do you know when the raid is"],
)  # fmt: skip
def test_to_wonder_is_to_ask(text: str) -> None:
    assert understand(text) == Ask(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("I have a question", "help"), ("i need help", "help"), ("can you help me", "help"),
     ("I didn't say that", "feeling"), ("I'll remember that", "feeling")],
)  # fmt: skip
def test_what_only_seems_to_tell_of_somebody(text: str, kind: str) -> None:
    assert understand(text) == SmallTalk(kind)


@pytest.mark.parametrize("text", ["remember", "Remember that", "please remember this!", "note:"])
def test_teaching_nothing_is_asked_about(text: str) -> None:
    assert understand(text) == SmallTalk("remember_what")


@pytest.mark.parametrize(
    "text", ["what do you know about me?", "What did I tell you", "show me my memories"]
)
def test_listing_ones_own(text: str) -> None:
    assert understand(text) == Mine()


@pytest.mark.parametrize("text", ["forget me", "forget about me", "delete my data", "forget all"])
def test_forgetting_everything_in_other_words(text: str) -> None:
    intent = understand(text)
    assert isinstance(intent, Forget)
    assert intent.everything


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("I don't want you to remember this", SmallTalk("not_stored")),
        ("my 🎉", SmallTalk("cheer")),
        ("ask when the raid is", Ask("ask when the raid is")),
        ("same code as last time: 4711", Ask("same code as last time: 4711")),
        ("could you remember that day?", Ask("could you remember that day?")),
        ("what do you know about me, if I may ask?", Mine()),
        ("Could you please forget the heart tablets?", Forget("the heart tablets")),
        ("please be so kind as to forget the raid", Forget("the raid")),
    ],
)
def test_what_looks_like_something_else(text: str, intent: Intent) -> None:
    assert understand(text) == intent


@pytest.mark.parametrize("text", ["", "?", "...", "!?"])
def test_a_text_without_words_or_pictures_is_empty(text: str) -> None:
    assert understand(text) == SmallTalk("emoji" if "!" in text else "empty")


@pytest.mark.parametrize(
    "text",
    [
        "when is the raid?",
        "hey when is the raid?",
        "hey engram, who lives in Oslo",
        "ok where is Ben",
        "is the lift broken",
        "the raid is on Friday?",
        "remember when the raid is?",
        "do you remember my name",
        "I forgot when the raid is",
        "any idea who has the key",
        "tell me about the raid",
        "find the wifi password",
        "can you remember that?",
        "wifi password",
        "um where is the key",
        "hmm when is the raid",
        "guys where is the key",
        "quick question when is the raid",
        "at what time does the party start",
        "by when must we be checked in",
        "in which town is Gita's storage",
        "I cut my hand, where's the first aid kit",
        "we got a letter without a name, can it go in",
        "yo wifi?",
        "i want to make pesto, is someone here allergic to nuts",
        "if i take one of the small rooms what do i pay a month",
        "apart from driving trains what does wim do for us",
        "must we prepare for someone coming on the 7th",
        "a guest asks how late he can eat eggs",
        "208 - can i put people in there",
        "i want to print carbon fibre, which nozzle i put",
        "i want five for my friends, how many may i get",
        "what a dragon eats?",
        "hey engram, the code?",
        "the alarm is going off!! whats the code",
        "my bike is gone. who has the key to the shed",
        "how many people does Ty's tent sleep?",
    ],
)
def test_asking(text: str) -> None:
    assert understand(text) == Ask(text)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("wat is the alarm code", "what is the alarm code"),
        ("hey, whn is the raid", "hey, when is the raid"),
        ("Wehre do we meet?", "where do we meet?"),
        ("whens the raid", "when's the raid"),
        ("wait whats the house rule", "wait what's the house rule"),
    ],
)
def test_a_misspelt_question_word_asks(text: str, question: str) -> None:
    assert understand(text) == Ask(question)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("forget the raid", "the raid"),
        ("please forget about the raid", "the raid"),
        ("forget that the raid is on Friday", "the raid is on Friday"),
        ("delete #12", "#12"),
        ("erase what I said about Ben", "Ben"),
        ("forget", ""),
        ("forget that", ""),
    ],
)
def test_forgetting(text: str, about: str) -> None:
    assert understand(text) == Forget(about)


@pytest.mark.parametrize(
    "text",
    [
        "forget everything",
        "Forget everything!",
        "forget all",
        "forget everything I told you",
        "delete all my memories",
        "forget everything about me",
    ],
)
def test_forgetting_everything(text: str) -> None:
    intent = understand(text.rstrip("!"))
    assert isinstance(intent, Forget)
    assert intent.everything


@pytest.mark.parametrize("text", ["forget everything about the raid", "forget all the raids"])
def test_everything_about_something_is_not_everything(text: str) -> None:
    intent = understand(text)
    assert isinstance(intent, Forget)
    assert not intent.everything


@pytest.mark.parametrize(
    "text",
    [
        "the raid is on Friday",
        "friday raid is at 8pm",
        "best pizza is at Luigi's",
        "night raid is on friday",
        "Ben likes sushi",
        "store hours are 9 to 5",
    ],
)
def test_what_is_stated_plainly_is_stored(text: str) -> None:
    assert understand(text) == Teach(text, plainly=True)


@pytest.mark.parametrize(
    "text",
    [
        "maybe the raid is on Friday",
        "i reckon the meeting is at 4",
        "i might be late tomorrow",
        "dont tell meg but her present is a kazoo",
        "gaz is literally a god",
        "rory cant hit a barn door lol",
        "it is on Friday",
        "his number is 4711",
        "gg last night guys that was insane",
        "It was a pleasure talking to you.",
        "hey everyone, this is our new memory bot",
        "you are wrong",
        "the raid is on Friday, right",
        "by the door is a key, when you need it",
        "in the hall we can dance, what fun",
        "no dogs are allowed in the yard",
    ],
)
def test_what_may_be_a_fact_is_offered(text: str) -> None:
    assert isinstance(understand(text), Offer)


@pytest.mark.parametrize(
    "text", ["vpn back up", "raid cancelled tonight", "tickets sold out", "gym closed again",
             "dr. Weiss appointment 14 feb 10:20", "raid friday 8pm", "band practice sat 19:30",
             "people are coming at 8", "all players can park there"],
)  # fmt: skip
def test_a_state_is_told_without_a_verb(text: str) -> None:
    assert understand(text) == Teach(text, plainly=True)


@pytest.mark.parametrize(
    "text", ["finally fixed", "anything else broken again", "Lou can you look at it before noon",
             "friday 8pm", "raid friday 8pm?", "room 204 at 10:20", "see you friday 8pm"],
)  # fmt: skip
def test_what_only_resembles_a_state_or_asks_somebody_is_not_told(text: str) -> None:
    assert not isinstance(understand(text), Teach)


def test_one_word_is_not_offered() -> None:
    assert understand("paid!") == SmallTalk("cheer")
    assert understand("sold") == Ask("sold")
    assert understand("happens lol") == SmallTalk("laugh")


@pytest.mark.parametrize(
    "text", ["theres nothing to do here", "there's no way", "ill health is sad for everybody",
             "sorry the raid is at 9", "im off on monday", "no-one knows the code"],
)  # fmt: skip
def test_what_only_looks_like_small_talk_or_haste_is_as_it_was(text: str) -> None:
    intent = understand(text)
    assert not isinstance(intent, SmallTalk)
    assert getattr(intent, "fact", text) in {text, "the raid is at 9"}


@pytest.mark.parametrize("text", ["yes", "Yes!", "y", "ok", "go ahead", "yes please", "do it"])
def test_yes(text: str) -> None:
    assert understand(text) == Decide(yes=True)


@pytest.mark.parametrize("text", ["no", "No.", "nope", "never mind", "don't", "forget it"])
def test_no(text: str) -> None:
    assert understand(text) == Decide(yes=False)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"),
        (" \n ", "empty"),
        ("🔥🔥", "emoji"),
        ("?!", "emoji"),
        ("hello!", "hello"),
        ("thanks 🙏", "thanks"),
        ("choo choo!", "cheer"),
        ("im so dead", "feeling"),
        ("yummm", "laugh"),
        ("thats crazy", "feeling"),
        ("oh no poor her", "okay"),
        ("so annoying", "feeling"),
        ("gotcha", "laugh"),
        ("yeah i know its a lot", "feeling"),
        ("that customer was so rude", "feeling"),
        ("right im off, night all", "bye"),
        ("oh no im sorry jonas", "sorry"),
        ("sounds good to me", "okay"),
        ("anyone else tired?", "to_all"),
        ("how was everyones weekend?", "to_all"),
    ],
)
def test_small_talk(text: str, kind: str) -> None:
    assert understand(text) == SmallTalk(kind)


@given(st.text(max_size=300))
def test_any_text_means_something(text: str) -> None:
    intent = understand(text)
    assert isinstance(intent, Intent)
    if isinstance(intent, Teach | Offer):
        assert intent.fact in with_i(" ".join(text.split()))


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "ha",
        "remember ",
        "hey ",
        "I am ",
        "' ",
        "a'",
        "the the ",
        "?",
        "ok so ",
        "🔥",
        "((",
        "\n",
    ],
)
def test_a_hundred_thousand_characters_are_understood_at_once(piece: str) -> None:
    started = time.process_time()  # whatever else the machine does
    understand((piece * 100_000)[:100_000])
    assert time.process_time() - started < 2.0


@pytest.mark.parametrize(
    "text",
    ["The raid is on Friday", "my favourite food is sushi", "I live in Oslo", "Ben likes sushi"],
)
def test_what_is_stated_in_passing_is_a_statement(text: str) -> None:
    assert is_statement(text)


@pytest.mark.parametrize(
    "text",
    [
        "when is the raid?", "lol", "thanks!", "I agree", "I think so", "!play my song is loud",
        "/roll is 20", "forget the raid is on", "yes", "", "🔥", "hello everybody",
    ],
)  # fmt: skip
def test_small_talk_questions_and_commands_are_no_statements(text: str) -> None:
    assert not is_statement(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Mia cooks on Monday", True),
        ("the dishwasher leaks", True),
        ("the lift stopped yesterday", True),
        ("who's doing salads tonight", False),
        ("wifi password", False),
        ("guild bank rules please", False),
        ("Mia cooks on Monday?", False),
        ("until when Mia cooks on Mondays", False),
    ],
)
def test_a_statement_with_another_verb_may_tell(text: str, *, told: bool) -> None:
    assert may_tell(text) is told


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("the hall is double booked, can you believe it. We have the lodge",
         "the hall is double booked, can you believe it. We have the lodge"),
        ("oh and dont park behind the school, they tow now",
         "dont park behind the school, they tow now"),
        ("had the man in for wheel 4, the pedal is fine now",
         "had the man in for wheel 4, the pedal is fine now"),
        ("Hiring one costs 25. If you have free meals it's free, just tell me quietly.",
         "Hiring one costs 25. If you have free meals it's free, just tell me quietly."),
    ],
)  # fmt: skip
def test_what_only_begins_or_ends_as_a_question_may_be_told(text: str, fact: str) -> None:
    assert understand(text) == Offer(fact)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (
            "Is there anyone who can't have nuts? Making satay.",
            "Is there anyone who can't have nuts?",
        ),
        ("how many cats does harriet have lol", "how many cats does harriet have"),
        ("when is the raid haha?", "when is the raid?"),
        ("what does mending cost?? forgot", "what does mending cost??"),
        ("what is the code? the one for the gate", "what is the code? the one for the gate"),
        ("who? Ada.", "who? Ada."),
        ("lol?", "lol?"),
    ],
)
def test_what_is_asked_is_asked_alone(text: str, question: str) -> None:
    assert understand(text) in (Ask(question), SmallTalk("laugh"))


@pytest.mark.parametrize(
    "text",
    ["dont you like it", "don't we have a pianist", "had the plumber come?", "were you down there",
     "tell me about the raid", "dont know who has the key"],
)  # fmt: skip
def test_what_does_not_is_still_asked(text: str) -> None:
    assert understand(text) == Ask(text)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("we train at the school this thurs", "we train at the school this thursday"),
        ("the wifi pw is kestrel", "the wifi password is kestrel"),
        ("mines the 22nd of october", "mine is the 22nd of october"),
        ("Tues is match day", "Tuesday is match day"),
        ("the xmas do is on the 20th", "the Christmas do is on the 20th"),
        ("no bonfires till october btw 😬", "no bonfires till october btw 😬"),
    ],
)
def test_what_is_typed_in_haste_is_spelt_out(text: str, fact: str) -> None:
    found = understand(text)
    assert isinstance(found, Teach | Offer)
    assert found.fact == fact


def test_what_was_meant_is_no_fact_of_its_own() -> None:
    assert isinstance(understand("i meant wednesday"), Ask)
    assert isinstance(understand("i mean to visit Bo in may"), Teach)


def test_codes_and_links_are_no_haste() -> None:
    for fact in ("the repo is at git.io/pw", "the flag is tmr:1", "the mines are dangerous"):
        assert understand(fact) == Teach(fact, plainly=True)
