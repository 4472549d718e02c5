"""Who and what made-up rooms of several hops tell of, and the values of what they tell."""

from enum import Enum


class Sort(Enum):
    """Of entity."""

    PERSON = "person"
    PLACE = "place"
    THING = "thing"
    EVENT = "event"


def _several(text: str) -> tuple[str, ...]:
    return tuple(" ".join(one.split()) for one in text.split(",") if one.strip())


NAMES: dict[Sort, tuple[str, ...]] = {
    Sort.PLACE: _several(
        """
        the old mill,the boathouse,the orangery,the parish hall,the gym in the basement,
        the cinema,the town library,the brewery yard,the blue tent,the canteen,
        the observatory,the ferry terminal,the youth centre,the forge,the swimming pool,
        the attic,the back room of the bakery,the conference room,the theatre foyer,
        the quarry,the school kitchen,the bunker,the red barn,the harbour office,
        the chapel,the tram depot,the rooftop,the seminar room,the bowling alley,
        the workshop,Hangar 5,Café Orient,Studio Nine,Villa Romana,the Golden Lion,
        Club Mirador
        """
    ),
    Sort.THING: _several(
        """
        the cordless drill,the big tent,the red toolbox,the piano,the projector,
        the silver trophy,the cargo bike,the sewing machine,the amplifier,the telescope,
        the copper kettle,the guitar with the sticker,the folding table,the cool box,
        the brass key,the spare wheel,the blue kayak,the bread oven,the old camera,
        the soldering iron,the leather suitcase,the lamp of the stage,the waffle iron,
        the long ladder,the hedge trimmer,the board game with the dragons,the accordion,
        the map of the caves,the rowing machine,the microscope,the iron gate,
        the white van,the green scooter,the drum kit,the trailer,the speaker,
        the diving suit,the snow shovel,the wooden chest,the ukulele
        """
    ),
    Sort.EVENT: _several(
        """
        the barbecue,the spring concert,the pottery course,the general meeting,
        the flea market,the book launch,the sailing trip,the quiz night,the hackathon,
        the film evening,the chess open,the christening,the farewell party,
        the first aid course,the summer school,the open day,the dress rehearsal,
        the wine tasting,the carnival,the marathon,the photo walk,the raffle,
        the debate,the language exchange,the yoga class,the bonfire,the harvest feast,
        the robot contest,the poetry slam,the dance
        """
    ),
}

VALUES: dict[str, tuple[str, ...]] = {
    "town": _several(
        """
        Bergen,Cadiz,Dresden,Lyon,Krakow,Tampere,Zadar,Aarhus,Cardiff,Bologna,
        Ghent,Porto,Malmö,Utrecht,Graz,Split,Galway,Toledo
        """
    ),
    "street": _several(
        """
        12 Elm Road,Mill Lane,47 Castle Street,Harbour Street,3 Rose Avenue,
        Baker's Row,Station Road 8,Kirkgate,19 Linden Way,Canal Street,Chestnut Avenue,
        5 Abbey Close,Foundry Lane,King's Road 30,Market Square,22 Hawthorn Drive
        """
    ),
    "time": _several(
        """
        on Monday,on Tuesday evening,after six,before noon,until 10 pm,at 7:30,
        at half past four,on weekends,on 14 May,from Thursday on,
        on the first Sunday of the month,by Wednesday,two weeks ahead,in the mornings,
        at dawn,until the end of June,three days before,on Friday at 8
        """
    ),
    "number": tuple(str(number) for number in range(3, 240, 7)),
    "phone": tuple(f"0{number}" for number in range(551_203, 998_000, 41_877)),
    "food": _several(
        """
        walnuts,shellfish,goulash,mushrooms,celery,lasagne,dumplings,gluten,soy,
        pancakes,cherries,paella
        """
    ),
    "job": _several(
        """
        nurse,carpenter,pilot,beekeeper,notary,geologist,barber,translator,midwife,
        plumber,tax adviser,vet
        """
    ),
    "language": _several(
        """
        Danish,Catalan,Turkish,Welsh,Finnish,Portuguese,Greek,Polish
        """
    ),
    "colour": _several(
        """
        purple,grey,brown,pink,turquoise,beige,yellow,navy
        """
    ),
    "place": NAMES[Sort.PLACE][:30],
    "code": _several(
        """
        4471,8090#,sunflower-12,K7-QX,3316,blue.heron,0042*,Trout99
        """
    ),
    "fault": _several(
        """
        heating,lift,stove,sound system,light,lock,printer,water pump,toilet
        """
    ),
    "extra": _several(
        """
        dishwasher,beamer,12-volt battery,stage,mixing desk,adapter,fire pit,
        whiteboard,gas bottle,hand pump
        """
    ),
    "line": _several(
        """
        bus 14,tram 3,line U7,the 52,bus N9,the ferry from pier two,tram 11
        """
    ),
}
