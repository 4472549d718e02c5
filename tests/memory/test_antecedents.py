"""What the pronouns of a fact stand for."""

import pytest

from memory.antecedents import resolved
from memory.spoken_of import Before


@pytest.mark.parametrize(
    ("told", "fact", "wanted"),
    [
        ("the landlord's name is Mr Petersen", "his number is 0176 555",
         "the landlord Mr Petersen's number is 0176 555"),
        ("our landlord's number is 0176 553", "actually it ends in 2918",
         "our landlord's number ends in 2918"),
        ("our biggest customer is Nordwind", "they pay 40k a year",
         "our biggest customer Nordwind pay 40k a year"),
        ("next month we start a new campaign", "it's going to be Blades in the Dark",
         "the new campaign is going to be Blades in the Dark"),
        ("the maths test is on 9 December", "it covers chapters 4 to 6",
         "the maths test covers chapters 4 to 6"),
        ("the trip to the salt mine costs 16 euros", "it leaves from the gym",
         "the trip to the salt mine leaves from the gym"),
        ("my alt is a rogue called Stabbyfeet", "hes level 54", "my alt Stabbyfeet is level 54"),
        ("Emma's boyfriend is Noah", "he lives in Kiel", "Emma's boyfriend Noah lives in Kiel"),
        ("Tom's birthday is on Friday", "he is turning 30", "Tom is turning 30"),
        ("aunt Moira's address is 41 Harbour Lane", "her landline is 01856",
         "aunt Moira's landline is 01856"),
        ("the talk by Professor Nkemelu is on the 13th", "she speaks about silent films",
         "Professor Nkemelu speaks about silent films"),
        ("the guild owes the harbourmaster 350 gold", "his name is Captain Xendros",
         "the harbourmaster's name is Captain Xendros"),
        ("Mrs Pohl is bringing her rabbit on Thursday", "its name is Captain",
         "Mrs Pohl's rabbit's name is Captain"),
        ("I found a silver key in the crypt", "it opens the west tower",
         "the silver key opens the west tower"),
        ("my birthday is on the 12th of December", "mine is on 3 March",
         "my birthday is on 3 March"),
        ("Ada's birthday is on the 12th of December", "Ben's is on 3 March",
         "Ben's birthday is on 3 March"),
        ("the projector lamp has 140 hours left", "a new one is 210 euros",
         "a new projector lamp is 210 euros"),
        ("I'm bringing the folding chairs", "we have 18 of them",
         "we have 18 of the folding chairs"),
        ("the next film is Paper Moon", "we're showing it in the blue room",
         "we're showing the next film Paper Moon in the blue room"),
        ("the people on the second floor are called Adeyemi", "they moved here from Cork",
         "the people on the second floor (Adeyemi) moved here from Cork"),
        ("the library keeps 5 copies for us", "theyre there until the 30th",
         "5 copies are there until the 30th"),
        ("the flood story was written by Femke", "she needs two more quotes",
         "Femke needs two more quotes"),
        ("the iron farm was built by grumbo77", "he lives in Brazil", "grumbo77 lives in Brazil"),
        ("mr haile needs an interpreter", "he speaks Tigrinya", "mr haile speaks Tigrinya"),
        ("the key safe hides under the blue bench", "the code for it is 9035",
         "the code for the key safe is 9035"),
        ("our open day falls on a Sunday", "we rehearse for it every week",
         "we rehearse for our open day every week"),
        ("my rating dropped to 1784", "mine climbed to 1910", "my rating climbed to 1910"),
        ("the bonus comes to 3 percent", "they cut it to 2 percent",
         "they cut the bonus to 2 percent"),
        ("the mayor's press conference is at 11", "It's been pushed to 11:45",
         "the mayor's press conference has been pushed to 11:45"),
        ("Attention: the oral exam is on 3 June", "it lasts an hour",
         "the oral exam lasts an hour"),
        ("Someone from the Courier comes at 11, her name is Judith", "she'll bring a photographer",
         "Judith will bring a photographer"),
        ("the physio I'm seeing is called Joanna Reiss", "she charges 55",
         "the physio Joanna Reiss charges 55"),
    ],
)  # fmt: skip
def test_after_what_was_told(told: str, fact: str, wanted: str) -> None:
    assert resolved(fact, Before(told)) == wanted


@pytest.mark.parametrize(
    ("question", "fact", "wanted"),
    [
        ("when is the art folder due?", "its due on the 9th", "the art folder is due on the 9th"),
        ("what does gran want as a present?", "she wants a bird feeder",
         "gran wants a bird feeder"),
        ("what was the wedding order again?", "thats 120 buns", "the wedding order is 120 buns"),
        ("how long is the bus ride to the festival?", "it takes about 4 hours",
         "the bus ride to the festival takes about 4 hours"),
        ("who teaches the kids?", "that would be Mrs Halloran", "Mrs Halloran teaches the kids"),
        ("what ac does the golem have?", "its ac is 17", "the golem's ac is 17"),
        ("what is the password for the test server?", "its password is pickle",
         "the password for the test server is pickle"),
        ("who is taking photos at the gala?", "bogna is taking them",
         "bogna is taking photos at the gala"),
        ("who's bringing the tables for the party?", "im bringing them, we have 5",
         "im bringing the tables for the party, we have 5"),
        ("what town is otto from", "his dog is called Rex", "otto's dog is called Rex"),
        ("what time zone is brightwing in", "his real name is Kevin",
         "brightwing's real name is Kevin"),
        ("what's maggies number", "that ref was a joke", "that ref was a joke"),
        ("when is the van back", "this week sucks", "this week sucks"),
        ("where is gaz", "he's such a clown", "he's such a clown"),
        ("may I borrow it? I will return it after the meeting", "its yours", "its yours"),
    ],
)  # fmt: skip
def test_after_what_was_asked(question: str, fact: str, wanted: str) -> None:
    assert resolved(fact, Before(question=question)) == wanted


@pytest.mark.parametrize(
    "fact",
    [
        "it's my birthday tomorrow", "its raining", "its a bit scary how much dust there is",
        "its so nice that you all came", "it's late", "its a pity", "that's funny",
        "the plumber comes at 8", "I like it here", "Tom broke his arm", "my dog is called Rex",
        "its gonna snow tonight", "lgtm ship it", "his number", "on it", "",
        "they are picking them up",
    ],
)  # fmt: skip
def test_what_stands_by_itself_stays(fact: str) -> None:
    assert resolved(fact, Before("the raid is on Friday")) == fact


@pytest.mark.parametrize(
    ("told", "fact"),
    [
        ("our spot is the sofa", "my laptop has the slides on it"),
        ("the raid is on Saturday", "I can't make it on Sunday"),
        ("my jollof is in the pot", "I have plot 9, the one with the bath tub in it"),
        ("ward 3 has twelve beds", "they rescheduled the audit for the sixteenth"),
        ("the galley is tiny", "it's Sardinia in August"),
        ("the armchair is mine", "after 22 it has to be quiet"),
        ("the oral exam is on 3 June", "I have a spare dictionary if somebody wants it"),
        ("someone is coming at 11", "she'll bring a photographer"),
        ("the code for the gate is 1144", "Piotr has kindly offered to do it"),
        ("we're headlining, on at 10 now", "T-shirts came: 40 of them, black"),
        ("we play at 10 tonight", "I ordered 40 of them"),
    ],
)
def test_what_is_meant_is_said_beside_it(told: str, fact: str) -> None:
    assert resolved(fact, Before(told)) == fact


def test_after_nothing_it_stays() -> None:
    assert resolved("his number is 0176", Before()) == "his number is 0176"
