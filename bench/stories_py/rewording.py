"""What another newsroom does to a text: other words, another order, less of it.

Words are exchanged within groups of words of one meaning and one inflection, so that the sentence stays
one; the groups are our own. Sentences keep their words otherwise.
"""
import re

SYNONYMS = {
    "de": """
        sagte erklärte betonte äußerte
        sagten erklärten betonten äußerten
        sagt erklärt betont
        kritisierte rügte bemängelte
        forderte verlangte
        fordert verlangt
        fordern verlangen
        bestätigte bekräftigte
        begann startete
        beginnt startet
        beginnen starten
        endete schloss
        zeigt belegt
        zeigen belegen
        rund etwa ungefähr circa knapp
        derzeit momentan gegenwärtig aktuell
        bereits schon
        zudem außerdem ferner überdies
        allerdings jedoch indes
        dennoch trotzdem gleichwohl
        deshalb daher deswegen darum
        bislang bisher
        künftig zukünftig
        mehrere etliche einige
        zahlreiche viele
        ebenfalls auch
        lediglich nur bloß
        unterdessen inzwischen mittlerweile
        offenbar anscheinend augenscheinlich
        möglicherweise vielleicht womöglich
        wichtige bedeutende
        wichtigen bedeutenden
        große erhebliche
        großen erheblichen
        schwere heftige
        schweren heftigen
        schnell rasch zügig
        häufig oft
        ständig dauernd
        ungewöhnlich außergewöhnlich
        Polizisten Beamte
        Unternehmen Firmen
        Unternehmens Konzerns
        Geld Mittel
        Kosten Ausgaben
        Menschen Personen Leute
        Bürger Einwohner
        Beginn Anfang Auftakt
        Ende Schluss
        Anstieg Zuwachs
        Rückgang Abnahme
        Streit Konflikt
        Gespräch Unterredung
        Gespräche Unterredungen
        Regeln Vorschriften
        Entscheidung Beschluss
        Vorwurf Anschuldigung
        Vorwürfe Anschuldigungen
        Ergebnis Resultat
        Ergebnisse Resultate
        Chance Möglichkeit
        Chancen Möglichkeiten
        Gefahr Bedrohung
        Hilfe Unterstützung
        Sieg Erfolg
        Niederlage Schlappe
        Spiel Partie
        Trainer Coach
        Angriff Attacke
        Angriffe Attacken
        gestorben verstorben
        gefordert verlangt
        gestiegen gewachsen
        gesunken gefallen
        gekommen eingetroffen
        bekommen erhalten
        bekommt erhält
        bekam erhielt
        verhindern vermeiden
        bauen errichten
        helfen unterstützen
        nutzen verwenden
        versuchen probieren
        zahlen entrichten
        Samstag Sonnabend""",
    "en": """
        said stated noted added
        says states notes
        told informed
        about around roughly approximately
        nearly almost
        currently presently
        also additionally
        however though nevertheless
        therefore consequently thus
        several multiple various
        many numerous
        big large huge
        bigger larger
        important significant crucial
        quickly rapidly swiftly
        often frequently
        began started commenced
        begin start
        begins starts
        ended finished concluded
        buy purchase
        bought purchased
        killed slain
        hurt injured wounded
        police officers
        company firm
        companies firms
        people persons
        attack assault
        attacks assaults
        decision ruling
        rise increase
        rose increased climbed
        fell dropped declined
        fall drop decline
        show demonstrate indicate
        shows demonstrates indicates
        showed demonstrated indicated
        demand call
        demanded urged
        announced unveiled
        help assist
        helped assisted
        allow permit
        allowed permitted
        build construct
        built constructed
        need require
        needs requires
        tried attempted
        trying attempting
        ask request
        asked requested
        claim assertion
        claims assertions
        threat danger
        chance opportunity
        win victory
        loss defeat
        game match
        coach manager
        children kids
        area region
        areas regions
        city town
        statement declaration
        later afterwards
        earlier previously
        probably likely presumably
        immediately instantly
        dangerous hazardous
        difficult hard tough
        entire whole
        whole entire
        end finish
        keep retain
        get obtain
        received got""",
}


def _table(groups):
    table = {}
    for line in groups.strip().splitlines():
        words = line.split()
        for word in words:
            table.setdefault(word, [other for other in words if other != word])
    return {word: others for word, others in table.items() if others}


TABLES = {language: _table(groups) for language, groups in SYNONYMS.items()}
WORD = re.compile(r"[^\W\d_]+")


def exchange_words(text, language, chance, share):
    """Of the words that have a synonym, about that share has another one."""
    table = TABLES.get(language, {})

    def other(match):
        others = table.get(match.group(0))
        return chance.choice(others) if others and chance.random() < share else match.group(0)

    return WORD.sub(other, text)


def cut(sentences, chance, least, most):
    """The first of them; newsrooms cut from the end."""
    keep = max(1, round(len(sentences) * chance.uniform(least, most)))
    return sentences[:keep]


def thin(sentences, chance, share):
    """About that share of them, in order; at least two if there are two."""
    kept = [sentence for sentence in sentences if chance.random() < share]
    return kept if len(kept) >= min(2, len(sentences)) else list(sentences[:2])


def reorder(sentences, chance):
    """In any order."""
    sentences = list(sentences)
    chance.shuffle(sentences)
    return sentences


def other_headline(title, sentences, language, chance):
    """Another one on the same text: without its kicker, its halves exchanged, or, where the text is
    more than a teaser, from its beginning."""
    parts = re.split(r"\s*[:–|]\s+", title)
    ways = []
    if len(parts) > 1 and all(len(part.split()) > 1 for part in parts):
        ways += [" – ".join(reversed(parts)), parts[-1]]
    if len(sentences) > 3 and len(sentences[0].split()) > 4:
        ways.append(" ".join(chance.choice(sentences[:3]).split()[:10]))
    return exchange_words(chance.choice(ways) if ways else title, language, chance, 0.7)
