"""A stream of any length with known stories, multiplied from real items.

A story is told by its source (sources.py): each report takes one of the tellings and rewords it, or is a
reprint of a report before it. Sources come in turn; one that returns has its rare words and numbers
exchanged all through the story. Beside them, a part of the stream are events that look alike
(look_alikes.py). Sizes of stories follow Pareto's law. The stream is made in its own order and holds
only what is still to come of the stories begun, so it may be of any length; the same seed and sources
give the same stream.
"""
import dataclasses
import datetime
import heapq
import json
import random

import look_alikes
import rewording
import sources as real

OUTLETS = 80
DAYS_TO_RETURN = 15      # about as long as the engine keeps an article; the last reports may still be live
LOOK_ALIKE_SHARE = 0.2
PARETO = 1.2
MOST_REPORTS = 40
HOURS_APART = 5          # of a report from the beginning of its story, on average
MOST_HOURS = 48
REPRINT_SHARE = 0.25     # of the reports after the first, where there is enough to reprint
REPRINT_WORDS = 60
REWORDED_SHARE = 0.5     # of the words that have a synonym
STRANGE_SHARE = 0.3      # of the longer reports have a sentence of another longer source
LONGER = 5               # sentences; a whole teaser inside another text would be a copy of it
KEPT_SHARE = 0.75        # of a telling's sentences
BEGIN = datetime.datetime(2026, 1, 5)
MEAN_LOOK_ALIKES = 3.5   # reports of one of those events: two to five
LOOK_ALIKES_A_DAY = 500  # where there is nothing else
SERIES_A_DAY = 12        # of a family and language, at most; so they come again day by day


@dataclasses.dataclass
class Settings:
    articles: int
    seed: int = 1
    days_to_return: float = DAYS_TO_RETURN
    look_alike_share: float = LOOK_ALIKE_SHARE
    abroad_share: float = 0  # of look-alikes' events, told in both languages


@dataclasses.dataclass(slots=True)
class Item:
    """An article of the stream and what is known of it."""
    at: float             # seconds from the beginning
    story: int
    language: str
    outlet: int
    title: str
    text: str
    text_of: int          # the article whose text it is a version of; itself, where none before
    is_reprint: bool = False
    family: str = ""      # of look-alikes
    series: str = ""

    @property
    def day(self):
        return int(self.at // 86_400)

    def line(self, number):
        date = (BEGIN + datetime.timedelta(seconds=int(self.at))).isoformat()
        return json.dumps({"id": str(number), "lang": self.language, "cluster": str(self.story),
                           "publisher": f"outlet {self.outlet}", "title": self.title, "text": self.text,
                           "date": date, "url": ""}, ensure_ascii=False)


class _Story:
    """Of a source. Reports are written when their time has come."""

    def __init__(self, number, source, names):
        self.number, self.source, self.names = number, source, names
        self.reports = []  # (number in the stream, title, sentences, text_of)
        self.first_of_telling = {}


def _story_size(chance):
    return min(MOST_REPORTS, int(chance.paretovariate(PARETO)))


def _mean_story_size():
    """Of the integers above, exactly."""
    return sum(size ** -PARETO for size in range(1, MOST_REPORTS + 1))


class Stream:
    def __init__(self, paths, settings):
        self._settings = settings
        self._chance = random.Random(settings.seed)
        self._sources = real.read(paths)
        if not self._sources and settings.look_alike_share < 1:
            raise ValueError("no items in German or English to multiply")
        self._of_language = {language: [s for s in self._sources if s.language == language]
                             for language in real.LANGUAGES}
        self._rare = real.RareWords(self._sources)
        self._families = look_alikes.Families(self._chance)
        self._order = []
        self._rounds = 0
        self._stories = 0
        self._sequence = 0
        self._pending = []
        self._number = 0
        share = settings.look_alike_share
        real_a_day = len(self._sources) * _mean_story_size() / settings.days_to_return
        self.articles_a_day = real_a_day / (1 - share) if share < 1 else LOOK_ALIKES_A_DAY
        if share < 1:
            self._next_story = 0.0
            self._apart = 86_400 * settings.days_to_return / len(self._sources)
        else:
            self._next_story = float("inf")
        self._events_a_day = share * self.articles_a_day / MEAN_LOOK_ALIKES
        self._next_day = 0 if share > 0 else float("inf")

    def __iter__(self):
        for _ in range(self._settings.articles):
            while True:
                begin = min(self._next_story, self._next_day * 86_400)
                if self._pending and self._pending[0][0] <= begin:
                    break
                if self._next_day * 86_400 <= self._next_story:
                    self._plan_day()
                else:
                    self._begin_story()
            at, _, write = heapq.heappop(self._pending)
            item = write(at)
            self._number += 1
            yield item

    def _plan(self, at, write):
        self._sequence += 1
        heapq.heappush(self._pending, (at, self._sequence, write))

    def _take_number(self):
        self._stories += 1
        return self._stories - 1

    def _begin_story(self):
        chance = self._chance
        if not self._order:
            self._order = list(range(len(self._sources)))
            # In the same order each time, so that each source is as long away as any other.
            random.Random(self._settings.seed).shuffle(self._order)
            self._order.reverse()
            self._rounds += 1
        story = _Story(self._take_number(), self._sources[self._order.pop()],
                       {} if self._rounds > 1 else None)
        at = self._next_story
        for _ in range(_story_size(chance)):
            self._plan(at, lambda now: self._report(story, now))
            at = self._next_story + 3600 * min(MOST_HOURS, chance.expovariate(1 / HOURS_APART))
        self._next_story += chance.expovariate(1 / self._apart)

    def _report(self, story, at):
        chance, language = self._chance, story.source.language
        outlet = chance.randrange(OUTLETS)
        long_ones = [report for report in story.reports
                     if sum(len(s.split()) for s in report[2]) >= REPRINT_WORDS]
        is_reprint = bool(long_ones) and chance.random() < REPRINT_SHARE
        if is_reprint:
            _, title, sentences, text_of = chance.choice(long_ones)
            title, sentences = self._reprinted(title, sentences, language)
        else:
            number = chance.randrange(len(story.source.tellings))
            text_of = story.first_of_telling.setdefault(number, self._number)
            title, sentences = self._reworded(story, story.source.tellings[number])
        story.reports.append((self._number, title, sentences, text_of))
        return Item(at, story.number, language, outlet, title, " ".join(sentences), text_of, is_reprint)

    def _reworded(self, story, telling):
        chance, language = self._chance, story.source.language
        title, sentences = telling.title, telling.sentences
        if story.names is not None:
            title = self._rare.renamed(title, language, story.names, chance)
            sentences = [self._rare.renamed(sentence, language, story.names, chance) for sentence in sentences]
        kept = rewording.thin(sentences, chance, KEPT_SHARE)
        kept = rewording.reorder(kept, chance)
        if len(kept) > 3 and chance.random() < 0.5:
            kept = rewording.cut(kept, chance, 0.5, 1)
        if len(kept) >= LONGER and chance.random() < STRANGE_SHARE:
            other = chance.choice(self._of_language[language]).tellings[0].sentences
            kept += [chance.choice(other)] if len(other) >= LONGER else []
        kept = [rewording.exchange_words(s, language, chance, REWORDED_SHARE) for s in kept]
        if chance.random() < 0.7:
            title = rewording.other_headline(title, sentences, language, chance)
        return title, kept

    def _reprinted(self, title, sentences, language):
        chance = self._chance
        edit = chance.randrange(4)
        if edit == 0:
            sentences = rewording.cut(sentences, chance, 0.4, 0.8)
        elif edit == 1:
            title = rewording.other_headline(title, sentences, language, chance)
        elif edit == 2:
            sentences = [rewording.exchange_words(s, language, chance, REWORDED_SHARE) for s in sentences]
        else:  # another lede
            sentences = [title + ".", *sentences[1:]]
        return title, list(sentences)

    def _plan_day(self):
        """The look-alikes of one day: the same series again where they were yesterday."""
        chance, day = self._chance, self._next_day
        self._next_day += 1
        date = (BEGIN + datetime.timedelta(days=day)).date()
        kinds = [(family, language) for family in look_alikes.FAMILIES for language in real.LANGUAGES]
        exactly = self._events_a_day / len(kinds)
        for family, language in kinds:
            series = self._families.series(family, language)
            count = int(exactly) + (chance.random() < exactly % 1)
            # Families beyond their places, persons … would have two of one on a day.
            for name in chance.sample(series[:max(SERIES_A_DAY, count)], min(count, len(series))):
                self._plan_event(self._families.event(family, language, name, date, chance), day)

    def _plan_event(self, event, day):
        chance, number = self._chance, self._take_number()
        begin = 86_400 * day + 3600 * chance.uniform(5, 20)
        is_abroad = self._settings.abroad_share > 0 and chance.random() < self._settings.abroad_share
        tellings = [event, look_alikes.abroad(event)] if is_abroad else [event]

        def write(at):
            outlet = outlets.pop()
            telling = tellings[outlet % len(tellings)]
            report = look_alikes.report(telling, outlet, chance)
            return Item(at, number, telling.language, outlet, report.title, " ".join(report.sentences),
                        self._number, family=event.family, series=event.series)

        outlets = chance.sample(range(OUTLETS), chance.randrange(2, 6))
        for _ in list(outlets):
            self._plan(begin + 3600 * chance.uniform(0, 4), write)
