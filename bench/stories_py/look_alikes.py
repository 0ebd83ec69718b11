"""Events that look alike: the same kind of report, day after day, place after place.

Six families, each in German and English: the weather, the incidence, the market and the accident report
of different days and places, two matches of one team, two speeches of one person. An event is a set of
facts; a report of it says them in an outlet's own words: each outlet has its own choice of phrases, which
it mostly keeps from event to event (its furniture, the hardest part), its own order and selection of
sentences and its own headline. Phrases are our own; towns are real ones and invented ones, persons and
teams are invented from syllables.

`{a|b}` in a phrase is a choice, `<fact>` a fact of the event.
"""
import dataclasses
import re
import zlib

FAMILIES = ("weather", "incidence", "market", "accident", "match", "speech")
HOUSE_STYLE = 0.75  # of an outlet's choices are those it always makes

TOWNS = {
    "de": """Aachen Augsburg Bamberg Bielefeld Bochum Braunschweig Bremen Chemnitz Cottbus Darmstadt Dortmund Dresden
        Duisburg Erfurt Flensburg Freiburg Gera Göttingen Hagen Halle Heidelberg Heilbronn Hildesheim Ingolstadt Jena
        Kassel Kiel Koblenz Konstanz Leipzig Lübeck Magdeburg Mainz Mannheim Münster Nürnberg Oldenburg Osnabrück
        Paderborn Passau Potsdam Regensburg Rostock Saarbrücken Schwerin Siegen Stuttgart Trier Ulm Würzburg""".split(),
    "en": """Aberdeen Bath Belfast Birmingham Bradford Brighton Bristol Cambridge Canterbury Cardiff Carlisle Chester
        Coventry Derby Dundee Durham Exeter Gloucester Hereford Hull Inverness Ipswich Lancaster Leeds Leicester
        Lincoln Liverpool Luton Newport Norwich Nottingham Oxford Perth Peterborough Plymouth Portsmouth Preston
        Sheffield Southampton Stirling Sunderland Swansea Truro Wakefield Winchester Wolverhampton Worcester
        York""".split(),
}
SYLLABLES = {
    "de": (["Alt", "Neu", "Ober", "Unter", "Groß", "Klein", "Hohen", "Nieder"],
           ["linden", "eschen", "birken", "mühl", "stein", "hasel", "wolfs", "kirch"],
           ["bach", "dorf", "feld", "hausen", "heim", "rode", "tal", "au"]),
    "en": (["North", "South", "East", "West", "Great", "Little", "Upper", "Nether"],
           [" Ash", " Thorn", " Elm", " Brook", " Mill", " Hazel", " Stone", " Wolver"],
           ["ford", "ham", "ton", "bury", "wick", "ley", "by", "combe"]),
}
PERSONS = {
    "de": (["Ilka", "Jorin", "Merle", "Falk", "Svea", "Hauke", "Tilda", "Arvid", "Wiebke", "Lorenz"],
           ["Brand", "Kester", "Volm", "Harden", "Ries", "Tann", "Oster", "Lind"],
           ["hoff", "mann", "berg", "eck", "stedt", "horst", "brink", "lohe"]),
    "en": (["Orla", "Piers", "Tamsin", "Rhys", "Isla", "Corin", "Maeve", "Alban", "Wren", "Jory"],
           ["Black", "Whit", "Har", "Pem", "Stan", "Lang", "Ock", "Thorn"],
           ["well", "croft", "more", "field", "stead", "worth", "gate", "hurst"]),
}
TEAMS = {"de": ["SV", "FC", "TSV", "VfB", "SpVgg", "Eintracht"],
         "en": ["Rovers", "United", "Athletic", "Town", "Wanderers", "Albion"]}
INDICES = {"de": ["Dax", "MDax", "TecDax", "SDax", "ATX", "SMI", "Euro Stoxx"],
           "en": ["FTSE", "Dow Jones", "Nasdaq", "Nikkei", "Hang Seng", "Russell", "S&P"]}
COMPANIES = {"de": ["Autowerte", "Banktitel", "Chemiewerte", "Versorger", "Versicherer", "Halbleiterwerte", "Stahltitel"],
             "en": ["carmakers", "banks", "miners", "utilities", "insurers", "chipmakers", "retailers"]}
TOPICS = {
    "de": [("die Rente", "Beiträge", "Altersvorsorge", "Jüngeren"), ("den Wohnungsbau", "Mieten", "Bauland", "Genossenschaften"),
           ("die Bahn", "Strecken", "Fahrpläne", "Pendler"), ("die Landwirtschaft", "Höfe", "Düngung", "Milchpreise"),
           ("das Klima", "Emissionen", "Windräder", "Netze"), ("die Schulen", "Lehrkräfte", "Klassen", "Zeugnisse"),
           ("die Verteidigung", "Truppen", "Beschaffung", "Bündnisse"), ("die Pflege", "Heime", "Personal", "Angehörige"),
           ("die Digitalisierung", "Behörden", "Leitungen", "Formulare"), ("den Haushalt", "Schulden", "Steuern", "Rücklagen")],
    "en": [("pensions", "contributions", "savings", "younger workers"), ("housing", "rents", "building land", "co-operatives"),
           ("the railways", "lines", "timetables", "commuters"), ("farming", "fields", "fertiliser", "milk prices"),
           ("the climate", "emissions", "wind farms", "grids"), ("schools", "teachers", "classrooms", "exams"),
           ("defence", "troops", "procurement", "alliances"), ("care", "nursing homes", "carers", "relatives"),
           ("digital government", "agencies", "broadband", "forms"), ("the budget", "debt", "taxes", "reserves")],
}
SKIES = {"de": ["sonnig", "wechselhaft", "trüb", "regnerisch", "stürmisch", "neblig", "heiter", "schwül"],
         "en": ["sunny", "changeable", "dull", "rainy", "stormy", "foggy", "bright", "muggy"]}
WINDS = {"de": ["Nord", "Nordost", "Ost", "Südost", "Süd", "Südwest", "West", "Nordwest"],
         "en": ["north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"]}
WEEKDAYS = {"de": ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
            "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]}
ROADS = {"de": ["A1", "A2", "A3", "A5", "A7", "A8", "A9", "A14", "A24", "A61", "B1", "B27", "B64", "B96"],
         "en": ["M1", "M4", "M5", "M6", "M25", "M40", "M62", "A1", "A14", "A38", "A46", "A66"]}
VEHICLES = {"de": ["Lastwagen", "Motorrad", "Kleinbus", "Traktor", "Wohnmobil", "Linienbus", "Fahrrad", "Sattelzug"],
            "en": ["lorry", "motorbike", "minibus", "tractor", "camper van", "bus", "bicycle", "tanker"]}
CAUSES = {"de": ["Glätte", "ein Reifenplatzer", "ein Überholmanöver", "zu geringer Abstand", "ein Reh auf der Fahrbahn", "Sekundenschlaf"],
          "en": ["ice", "a burst tyre", "an overtaking manoeuvre", "tailgating", "a deer on the road", "a driver falling asleep"]}
EVENTS = {"de": ["einem Parteitag", "einem Empfang", "einer Kundgebung", "einer Tagung", "einem Festakt", "einer Messe"],
          "en": ["a party conference", "a reception", "a rally", "a congress", "a ceremony", "a trade fair"]}

HEADLINES = {
    ("weather", "de"): ["Wetter {in|für} <place>: <sky>, bis <max> Grad", "<place>: So wird das Wetter am <weekday>",
                        "<sky> bei <max> Grad: {Das Wetter|Die Aussichten} {in|für} <place>", "Wetterbericht <place> für <weekday>, <day>. <month>"],
    ("weather", "en"): ["<place> weather: <sky>, highs of <max>", "{Weather|Forecast} for <place> on <weekday>",
                        "<sky> with {highs of|up to} <max>: {what to expect|the forecast} in <place>", "<place> forecast, <weekday> <day> <month>"],
    ("incidence", "de"): ["Inzidenz in <place> {bei|liegt bei} <value>", "<place>: {Sieben-Tage-Inzidenz|Inzidenz} <trend> auf <value>",
                          "{Corona|Infektionen} in <place>: <cases> neue Fälle", "Gesundheitsamt <place> meldet <cases> {Neuinfektionen|neue Fälle}"],
    ("incidence", "en"): ["<place> {infection rate|incidence} <trend> to <value>", "{Covid|Infections} in <place>: <cases> new cases",
                          "<cases> {new infections|new cases} reported in <place>", "<place>: seven-day rate now <value>"],
    ("market", "de"): ["<index> {schließt|beendet den Tag} {im <colour>|mit <sign> <percent> Prozent}", "<index> <trend> auf <points> Punkte",
                       "Börse: <index> <sign> <percent> Prozent", "<sector> {bewegen|treiben} den <index>"],
    ("market", "en"): ["<index> {closes|ends} <trend> <percent> per cent", "<index> <trend> to <points> points",
                       "Markets: <index> {finishes|closes} at <points>", "<sector> {move|drive} the <index>"],
    ("accident", "de"): ["Unfall auf der <road> bei <place>: <hurt> Verletzte", "<place>: <vehicle> {verunglückt|kollidiert mit Auto}",
                         "{Schwerer Unfall|Unfall} {nahe|bei} <place>", "<road> nach Unfall {stundenlang |}gesperrt"],
    ("accident", "en"): ["<hurt> hurt in crash on <road> near <place>", "<place>: <vehicle> {in crash|collides with car}",
                         "{Serious crash|Crash} {near|outside} <place>", "<road> {closed|shut} {for hours |}after crash"],
    ("match", "de"): ["<team> {gewinnt|siegt} <goals>:<against> gegen <other>", "<goals>:<against>! <team> {schlägt|bezwingt} <other>",
                      "<scorer> {trifft|entscheidet}: <team> gegen <other> <goals>:<against>", "<other> {verliert|unterliegt} bei <team>"],
    ("match", "en"): ["<team> beat <other> <goals>-<against>", "<goals>-<against>: <team> {see off|defeat} <other>",
                      "<scorer> {scores|strikes} as <team> {beat|overcome} <other>", "<other> {lose|go down} at <team>"],
    ("speech", "de"): ["<person> {spricht|redet} in <place> über <topic>", "<person>: „<first> {müssen|sollen} Vorrang haben“",
                       "Rede von <person> in <place>", "<person> {fordert|verlangt} {mehr Einsatz für|neue Regeln für} <topic>"],
    ("speech", "en"): ["<person> {speaks|talks} about <topic> in <place>", "<person>: ‘<first> {must|should} come first’",
                       "<person> speech in <place>", "<person> {calls for|demands} {new rules|more effort} on <topic>"],
}
SENTENCES = {
    ("weather", "de"): [
        "Am <weekday> {wird|bleibt} es in <place> <sky>.",
        "Die {Höchstwerte|Temperaturen} {erreichen|steigen auf} <max> Grad.",
        "In der Nacht {kühlt es auf <min> Grad ab|sinken die Werte auf <min> Grad}.",
        "Der Wind weht {schwach|mäßig|frisch} aus <wind>.",
        "Die {Regenwahrscheinlichkeit|Wahrscheinlichkeit für Regen} {beträgt|liegt bei} <rain> Prozent.",
        "{Die Sonne scheint|Zu sehen ist die Sonne} {etwa|rund} <sun> Stunden.",
        "{Autofahrer|Spaziergänger} sollten sich auf {wechselnde Sicht|rutschige Wege} {einstellen|gefasst machen}.",
        "{Die weiteren Aussichten|Der Trend}: {keine großen Änderungen|zum Wochenende unbeständiger}."],
    ("weather", "en"): [
        "{It will be <sky>|Expect <sky> weather} in <place> on <weekday>.",
        "{Highs|Temperatures} {reach|climb to} <max> degrees.",
        "{Overnight|During the night} {it cools to|values fall to} <min> degrees.",
        "The wind {blows|comes} {lightly|moderately|freshly} from the <wind>.",
        "The {chance|risk} of rain {is|stands at} <rain> per cent.",
        "{About|Around} <sun> hours of sunshine are {expected|forecast}.",
        "{Drivers|Walkers} should {prepare|be ready} for {changing visibility|slippery paths}.",
        "{The outlook|The trend}: {little change|less settled towards the weekend}."],
    ("incidence", "de"): [
        "Die Sieben-Tage-Inzidenz in <place> {liegt bei|beträgt} <value>.",
        "Am <weekday> {meldete|registrierte} das Gesundheitsamt <cases> {Neuinfektionen|neue Fälle}.",
        "{Am Vortag|Tags zuvor} hatte der Wert bei <before> gelegen.",
        "Im {Krankenhaus|Klinikum} werden <beds> {Patienten|Erkrankte} {behandelt|versorgt}.",
        "{Die Zahl der Todesfälle liegt bei|Insgesamt beträgt die Zahl der Toten} <deaths>.",
        "{Die Inzidenz gibt an|Der Wert besagt}, wie viele {Menschen|Einwohner} je 100.000 sich in sieben Tagen {angesteckt|infiziert} haben.",
        "{Die Dunkelziffer|Die Zahl nicht erkannter Fälle} {dürfte|könnte} {deutlich |}höher liegen."],
    ("incidence", "en"): [
        "The seven-day rate in <place> {is|stands at} <value>.",
        "{On|By} <weekday> health officials {reported|recorded} <cases> {new infections|new cases}.",
        "{The day before|A day earlier} the figure had been <before>.",
        "{Hospitals|Clinics} are {treating|caring for} <beds> {patients|people}.",
        "{The death toll|The number of deaths} {is|stands at} <deaths>.",
        "{The rate says|The figure shows} how many {people|residents} in 100,000 {caught the virus|were infected} within seven days.",
        "{The true number|The number of undetected cases} {may|could} be {much |}higher."],
    ("market", "de"): [
        "Der <index> {hat den Handel am <weekday> mit <sign> <percent> Prozent beendet|ist am <weekday> mit <sign> <percent> Prozent aus dem Handel gegangen}.",
        "{Am Ende standen|Zuletzt notierte er bei} <points> Punkten.",
        "{Gefragt|Im Blick der Anleger} waren vor allem <sector>.",
        "{Auf der Verliererseite|Unter Druck} standen <losers>.",
        "{Händler|Marktbeobachter} {verwiesen auf|sprachen von} {die Zinsen|Konjunkturdaten|Gewinnmitnahmen}.",
        "Der Euro {kostete|notierte bei} 1,<euro> Dollar.",
        "Ein Barrel Öl {verteuerte|verbilligte} sich auf <oil> Dollar."],
    ("market", "en"): [
        "The <index> {ended|closed} {trading |}on <weekday> <trend> <percent> per cent.",
        "{At the close it stood|It was last} at <points> points.",
        "{In demand|In focus} were {above all|mainly} <sector>.",
        "{On the losing side|Under pressure} were <losers>.",
        "{Traders|Analysts} {pointed to|spoke of} {interest rates|economic data|profit taking}.",
        "The euro {cost|traded at} 1.<euro> dollars.",
        "A barrel of oil {rose|slipped} to <oil> dollars."],
    ("accident", "de"): [
        "Bei einem {Unfall|Verkehrsunfall|Zusammenstoß} auf der <road> {nahe|bei} <place> sind am <weekday> <hurt> Menschen verletzt worden.",
        "Ein <vehicle> {stieß|prallte} mit {einem Auto|einem Wagen} zusammen.",
        "{Ursache|Grund} war nach {ersten Erkenntnissen|Angaben der Polizei} <cause>.",
        "Der <age> Jahre alte Fahrer {kam in ein Krankenhaus|wurde in eine Klinik gebracht}.",
        "Die {Strecke|Fahrbahn} {war|blieb} <hours> Stunden gesperrt.",
        "Der {Schaden|Sachschaden} {beträgt|liegt bei} {rund|etwa} <damage>.000 Euro.",
        "Die Polizei {sucht Zeugen|bittet um Hinweise}."],
    ("accident", "en"): [
        "<hurt> people were {hurt|injured} in {a crash|a collision|an accident} on the <road> {near|outside} <place> on <weekday>.",
        "A <vehicle> {collided with|hit} {a car|another vehicle}.",
        "{Police said|According to first findings,} the cause was <cause>.",
        "The driver, <age>, was {taken|flown} to hospital.",
        "The {road|carriageway} {was|stayed} {closed|shut} for <hours> hours.",
        "The damage is {put at|estimated at} {about|some} <damage>,000 pounds.",
        "Police {are looking for|have appealed for} witnesses."],
    ("match", "de"): [
        "<team> hat {am <weekday>|sein Heimspiel} gegen <other> mit <goals>:<against> {gewonnen|für sich entschieden}.",
        "<scorer> {traf|erzielte das erste Tor} in der <minute>. Minute.",
        "{Vor <crowd>.000 Zuschauern fiel die Entscheidung spät|Im Stadion waren <crowd>.000 Zuschauer}.",
        "<booked> {sah|bekam} die {Rote|Gelb-Rote} Karte.",
        "Der Trainer {lobte|hob hervor} {den Einsatz|die Geduld} seiner Mannschaft.",
        "{In der Tabelle steht <team> nun|Damit liegt das Team} auf Platz <rank>.",
        "{Am nächsten Spieltag geht es gegen|Als Nächstes wartet} <next>."],
    ("match", "en"): [
        "<team> beat <other> <goals>-<against> {on <weekday>|at home}.",
        "<scorer> {scored|opened the scoring} in the <minute>th minute.",
        "{A crowd of <crowd>,000 watched the match|The game was seen by <crowd>,000}.",
        "<booked> was {sent off|shown a red card}.",
        "The manager {praised|singled out} {the effort|the patience} of his side.",
        "{In the table <team> are number|That means <team> move to place} <rank>.",
        "{Next up are|Their next match is against} <next>."],
    ("speech", "de"): [
        "<person> hat {am <weekday>|} bei <event> in <place> über <topic> gesprochen.",
        "„<first> {müssen|sollen} Vorrang haben“, {sagte|erklärte} <surname> vor {rund|etwa} <crowd> {Gästen|Zuhörern}.",
        "{Auch <second> sprach die Rede an|Die Rede handelte auch von <second>}.",
        "{Für|Mit Blick auf} <third> stellte <surname> {ein Programm|ein Gesetz} {bis <year>|noch vor dem Jahr <year>} in Aussicht.",
        "{Dafür|Dazu} {sollen|müssten} <billions> Milliarden Euro {bereitstehen|ausgegeben werden}.",
        "{Die Opposition|Der Verband} {reagierte|antwortete} {verhalten|mit Kritik}.",
        "<surname> {will|wird} {in den nächsten Wochen|bald} {weitere Orte|andere Städte} besuchen."],
    ("speech", "en"): [
        "<person> {spoke|gave a speech} about <topic> at <event> in <place> {on <weekday>|}.",
        "“<first> {must|should} come first,” <surname> {said|told} {an audience of|some} <crowd> {guests|listeners}.",
        "The speech {also |}{touched on|dealt with} <second>.",
        "{For|With a view to} <third>, <surname> {promised|announced} {a programme|a law} {by|before} <year>.",
        "{It is to cost|Spending would be} <billions> billion.",
        "{The opposition|The association} {reacted|answered} {coolly|with criticism}.",
        "<surname> {will|plans to} visit {other towns|further places} {soon|in the coming weeks}."],
}
MONTHS = {"de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
          "en": "January February March April May June July August September October November December".split()}
TRENDS = {"de": {"incidence": ("steigt", "fällt"), "market": ("steigt", "fällt")},
          "en": {"incidence": ("rises", "falls"), "market": ("up", "down")}}
HURT = {"de": ["zwei", "drei", "vier", "fünf", "sechs"], "en": ["two", "three", "four", "five", "six"]}
CHOICE = re.compile(r"\{([^{}]*)\}")
FACT = re.compile(r"<(\w+)>")


@dataclasses.dataclass
class Event:
    family: str
    language: str
    series: str  # what it has in common with those before it: the place, index, team, person
    facts: dict


@dataclasses.dataclass
class Report:
    title: str
    sentences: list


def _place(language, chance):
    if chance.random() < 0.6:
        return chance.choice(TOWNS[language])
    return "".join(chance.choice(part) for part in SYLLABLES[language])


class Families:
    """Who and what the events of a stream are about."""

    def __init__(self, chance, series=24):
        self._series = {}
        for language in ("de", "en"):
            towns = [_place(language, chance) for _ in range(series)]
            teams = [f"{chance.choice(TEAMS['de'])} {town}" if language == "de" else f"{town} {chance.choice(TEAMS['en'])}"
                     for town in towns]
            persons = [" ".join((chance.choice(first), chance.choice(a) + chance.choice(b)))
                       for first, a, b in [PERSONS[language]] for _ in range(max(2, series // 2))]
            self._series[language] = {"weather": towns, "incidence": towns, "accident": towns,
                                      "market": INDICES[language], "match": teams, "speech": persons}

    def series(self, family, language):
        return sorted(set(self._series[language][family]))

    def event(self, family, language, series, day, chance):
        """One of that day; `day` is a date."""
        pick = chance.choice
        facts = {"weekday": WEEKDAYS[language][day.weekday()], "day": str(day.day), "month": MONTHS[language][day.month - 1]}
        point = "," if language == "de" else "."
        grouped = "." if language == "de" else ","
        is_up = chance.random() < 0.5
        if family in ("weather", "incidence", "accident"):
            facts["place"] = series
        if family == "weather":
            top = chance.randrange(3, 36)
            facts |= {"sky": pick(SKIES[language]), "max": str(top), "min": str(top - chance.randrange(4, 12)),
                      "wind": pick(WINDS[language]), "rain": str(chance.randrange(5, 96, 5)), "sun": str(chance.randrange(1, 14))}
        elif family == "incidence":
            value = chance.uniform(20, 1400)
            facts |= {"value": f"{value:.1f}".replace(".", point), "before": f"{value * (0.9 if is_up else 1.1):.1f}".replace(".", point),
                      "cases": str(chance.randrange(12, 900)), "beds": str(chance.randrange(3, 90)),
                      "deaths": str(chance.randrange(40, 700)), "trend": TRENDS[language]["incidence"][not is_up]}
        elif family == "market":
            thousands = chance.randrange(3, 40)
            companies = chance.sample(COMPANIES[language], 2)
            facts |= {"index": series, "percent": f"{chance.uniform(0.1, 3.5):.1f}".replace(".", point),
                      "points": f"{thousands}{grouped}{chance.randrange(1000):03d}", "trend": TRENDS[language]["market"][not is_up],
                      "sign": "plus" if is_up else "minus", "colour": "Plus" if is_up else "Minus", "sector": companies[0],
                      "losers": companies[1], "euro": str(chance.randrange(1000, 1999)), "oil": str(chance.randrange(60, 110))}
        elif family == "accident":
            facts |= {"road": pick(ROADS[language]), "vehicle": pick(VEHICLES[language]), "cause": pick(CAUSES[language]),
                      "hurt": pick(HURT[language]),
                      "age": str(chance.randrange(19, 88)), "hours": str(chance.randrange(2, 9)), "damage": str(chance.randrange(8, 160))}
        elif family == "match":
            others = [team for team in self._series[language]["match"] if team != series]
            other, following = chance.sample(others, 2) if len(set(others)) > 1 else (others * 2)[:2]
            goals = chance.randrange(1, 6)
            surname = lambda: pick(PERSONS[language][1]) + pick(PERSONS[language][2])  # noqa: E731
            facts |= {"team": series, "other": other, "next": following, "goals": str(goals), "against": str(chance.randrange(goals)),
                      "scorer": surname(), "booked": surname(), "minute": str(chance.randrange(4, 90)),
                      "crowd": str(chance.randrange(3, 70)), "rank": str(chance.randrange(1, 19))}
        else:
            topic, first, second, third = pick(TOPICS[language])
            facts |= {"person": series, "surname": series.split()[-1], "place": _place(language, chance), "event": pick(EVENTS[language]),
                      "topic": topic, "first": first, "second": second, "third": third, "crowd": str(chance.randrange(60, 3000)),
                      "year": str(chance.randrange(2027, 2041)), "billions": str(chance.randrange(2, 90))}
        return Event(family, language, series, facts)


# Facts that are words; they have their translation in the same place. Names stay as they are.
_WORDS = {"weekday": WEEKDAYS, "month": MONTHS, "sky": SKIES, "wind": WINDS, "vehicle": VEHICLES, "cause": CAUSES,
          "event": EVENTS, "sector": COMPANIES, "losers": COMPANIES, "hurt": HURT,
          **{fact: {language: [topic[i] for topic in topics] for language, topics in TOPICS.items()}
             for i, fact in enumerate(("topic", "first", "second", "third"))}}
_NUMERAL = re.compile(r"\d[\d.,]*")
_POINTS = str.maketrans(",.", ".,")


def abroad(event):
    """The same event for outlets of the other language."""
    here, there = event.language, "en" if event.language == "de" else "de"

    def said(fact, value):
        if fact in _WORDS:
            return _WORDS[fact][there][_WORDS[fact][here].index(value)]
        if fact == "trend":
            return TRENDS[there][event.family][TRENDS[here][event.family].index(value)]
        return value.translate(_POINTS) if _NUMERAL.fullmatch(value) else value

    return dataclasses.replace(event, language=there, facts={fact: said(fact, value) for fact, value in event.facts.items()})


def report(event, outlet, chance):
    """In that outlet's own words."""
    def house(of, ways):
        """What this outlet always chooses there."""
        return ways[zlib.crc32(f"{outlet} {of}".encode()) % len(ways)]

    def choice(of, ways):
        return house(of, ways) if chance.random() < HOUSE_STYLE else chance.choice(ways)

    def words(phrase):
        phrase = CHOICE.sub(lambda match: choice((match.start(), phrase), match.group(1).split("|")), phrase)
        phrase = FACT.sub(lambda match: event.facts[match.group(1)], phrase)
        phrase = re.sub(r"\s+", " ", phrase).replace(" .", ".").strip()
        return phrase[:1].upper() + phrase[1:]

    key = (event.family, event.language)
    title = words(choice(key, HEADLINES[key]))
    opening, *rest = [words(phrase) for phrase in SENTENCES[key]]
    in_order = sorted(range(len(rest)), key=lambda i: zlib.crc32(f"{outlet} {key} {i}".encode()))
    kept = [rest[i] for i in in_order[:house(key, range(3, len(rest) + 1))]]
    if len(kept) > 3 and chance.random() < 0.4:
        kept.pop(chance.randrange(len(kept)))
    return Report(title, [opening, *kept])
