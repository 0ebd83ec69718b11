"""The parts of bench/stories: the streams it makes, and what it counts in them."""
import collections
import datetime
import importlib.util
import itertools
import json
import os
import pathlib
import random
import re
import sys
import tempfile
import types
import unittest

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench" / "stories_py"))

import look_alikes  # noqa: E402
import rewording  # noqa: E402
import scores  # noqa: E402
import sources  # noqa: E402
import stream  # noqa: E402
import ways  # noqa: E402

SHARED = pathlib.Path(os.environ.get("DEPESCHE_EVAL_DATA") or ROOT.parent / "shared")
SCRIPT = SHARED / "eval" / "clustering.py"
VERBS = ("repaired", "painted", "flooded", "visited", "measured", "closed", "rented", "guarded")
PLACES = ("harbour", "quarry", "orchard", "chapel", "viaduct", "lighthouse", "brewery", "meadow")


def made_up_items():
    """Twelve stories of their own rare words, three of them told twice, one unscored item."""
    chance = random.Random(5)
    for number in range(12):
        name = f"Q{'abcdefghijkl'[number]}ville"
        sentences = [f"In {name} the {chance.choice(PLACES)} was {chance.choice(VERBS)} by {10 + number * 7 + i} people, "
                     f"the mayor said about the {chance.choice(PLACES)} x{name.lower()}{'abcdefgh'[i]} of {name}."
                     for i in range(8)]
        for telling in range(2 if number < 3 else 1):
            chance.shuffle(sentences)
            yield {"id": f"{number}.{telling}", "lang": "en", "cluster": f"s{number}",
                   "title": f"{name}: the mayor said much about it", "text": " ".join(sentences)}
    yield {"id": "x", "lang": "en", "cluster": None, "title": "Nobody knows", "text": "Unscored " * 30}
    yield {"id": "y", "lang": "fr", "cluster": "fr", "title": "Le port", "text": "Le port est beau. " * 9}
    yield {"id": "z", "lang": "en", "cluster": "bare", "title": "Bare headline", "text": None}


class Made(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.path = pathlib.Path(cls.folder.name, "items.jsonl")
        cls.path.write_text("".join(json.dumps(item) + "\n" for item in made_up_items()), encoding="utf-8")

    def make(self, articles=600, **settings):
        return list(stream.Stream([self.path], stream.Settings(articles, **settings)))

    def test_sources_are_scored_stories_with_all_their_tellings(self):
        read = sources.read([self.path])
        self.assertEqual([len(source.tellings) for source in read], [2, 2, 2, *[1] * 9])

    def test_same_seed_same_stream(self):
        lines = [[item.line(n) for n, item in enumerate(self.make(seed=seed))] for seed in (3, 3, 4)]
        self.assertEqual(lines[0], lines[1])
        self.assertNotEqual(lines[0], lines[2])

    def test_a_longer_stream_begins_as_the_shorter(self):
        self.assertEqual(self.make(100), self.make(300)[:100])

    def test_comes_in_the_order_of_time_and_as_long_as_asked(self):
        items = self.make(700)
        self.assertEqual(len(items), 700)
        self.assertEqual([item.at for item in items], sorted(item.at for item in items))

    def test_holds_only_stories_that_have_begun(self):
        made = stream.Stream([self.path], stream.Settings(5_000))
        most = 0
        for item in made:
            most = max(most, len(made._pending))
        self.assertLess(most, 500)

    def test_look_alikes_have_their_share(self):
        for share in (0, 0.2, 1):
            items = self.make(2_000, look_alike_share=share)
            self.assertAlmostEqual(sum(bool(item.family) for item in items) / 2_000, share, delta=0.1)

    def test_no_items_are_needed_for_look_alikes_alone(self):
        items = list(stream.Stream([], stream.Settings(300, look_alike_share=1)))
        self.assertEqual({item.family for item in items}, set(look_alikes.FAMILIES))
        with self.assertRaises(ValueError):
            stream.Stream([], stream.Settings(300))

    def test_what_is_written_is_a_stream_without_what_is_known_of_it(self):
        line = json.loads(self.make(5)[3].line(3))
        self.assertEqual(set(line), {"id", "lang", "cluster", "publisher", "title", "text", "date", "url"})
        self.assertRegex(line["date"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$")

    def test_reports_of_a_story_keep_its_names(self):
        """Also where its source has returned under other names."""
        stories = collections.defaultdict(list)
        for item in self.make(2_000, look_alike_share=0):
            stories[item.story].append(item)
        self.assertGreater(len(stories), 24, "sources return")
        kept = 0
        for reports in stories.values():
            names = [set(re.findall(r"\b\w{5,}\b", report.title + " " + report.text)) for report in reports]
            kept += all(len(names[0] & other) >= 2 for other in names[1:])
        self.assertGreater(kept / len(stories), 0.95)

    def test_a_source_that_returns_has_other_names(self):
        towns = collections.defaultdict(set)
        for item in self.make(1_500, look_alike_share=0):
            for town in re.findall(r"\bQ[a-l]ville\b", item.title):
                towns[item.story].add(town)
        first_round = [towns[story] for story in range(12)]
        self.assertTrue(all(len(names) <= 1 for names in first_round))
        read = sources.read([self.path])
        rare = sources.RareWords(read)
        names = {}
        text = read[0].tellings[0].sentences[0]
        renamed = rare.renamed(text, "en", names, random.Random(1))
        self.assertNotEqual(renamed, text)
        self.assertEqual(renamed, rare.renamed(text, "en", names, random.Random(2)), "the same all through a story")
        self.assertIn("the mayor said about the", renamed, "frequent words stay")

    def test_a_reprint_is_a_version_of_an_earlier_text(self):
        items = self.make(1_500, look_alike_share=0)
        reprints = [(n, item) for n, item in enumerate(items) if item.is_reprint]
        self.assertGreater(len(reprints), 50)
        for number, item in reprints:
            self.assertLess(item.text_of, number)
            self.assertEqual(items[item.text_of].story, item.story)


class Rewording(unittest.TestCase):
    def test_synonyms_are_mutual_and_never_the_word_itself(self):
        for table in rewording.TABLES.values():
            for word, others in table.items():
                self.assertNotIn(word, others)
                self.assertTrue(others)
                for other in others:
                    self.assertIn(other, table)

    def test_exchanges_only_words_with_a_synonym(self):
        chance = random.Random(1)
        self.assertEqual(rewording.exchange_words("Der Kran sagte nichts", "de", chance, 0), "Der Kran sagte nichts")
        said = rewording.exchange_words("Der Kran sagte nichts", "de", chance, 1)
        self.assertRegex(said, "^Der Kran (erklärte|betonte|äußerte) nichts$")
        self.assertEqual(rewording.exchange_words("Le port", "fr", chance, 1), "Le port")

    def test_cuts_thins_and_reorders(self):
        chance = random.Random(1)
        ten = [str(n) for n in range(10)]
        self.assertEqual(rewording.cut(ten, chance, 0.5, 0.5), ten[:5])
        self.assertEqual(rewording.cut(ten[:1], chance, 0.1, 0.1), ten[:1])
        self.assertEqual(rewording.thin(ten, chance, 0), ten[:2])
        self.assertEqual(sorted(rewording.reorder(ten, chance)), ten)


class LookAlikes(unittest.TestCase):
    def setUp(self):
        self.chance = random.Random(2)
        self.families = look_alikes.Families(self.chance)
        self.day = datetime.date(2026, 3, 4)

    def test_every_phrase_of_every_family_can_be_told(self):
        for family, language in itertools.product(look_alikes.FAMILIES, ("de", "en")):
            for series in self.families.series(family, language):
                event = self.families.event(family, language, series, self.day, self.chance)
                for outlet in range(30):
                    report = look_alikes.report(event, outlet, self.chance)
                    told = " ".join([report.title, *report.sentences])
                    self.assertNotRegex(told, r"[{}<>|]")
                    self.assertGreaterEqual(len(report.sentences), 4)

    def test_outlets_differ_and_keep_their_house_style(self):
        event = self.families.event("weather", "de", "Ulm", self.day, self.chance)
        other = self.families.event("weather", "de", "Ulm", self.day + datetime.timedelta(days=1), self.chance)

        def shape(event, outlet):
            report = look_alikes.report(event, outlet, self.chance)
            facts = "|".join(sorted(map(re.escape, event.facts.values()), key=len, reverse=True))
            return {re.sub(facts, "*", sentence) for sentence in report.sentences}

        def mean_overlap(pairs):
            return sum(len(a & b) / len(a | b) for a, b in pairs) / len(pairs)

        same = mean_overlap([(shape(event, outlet), shape(other, outlet)) for outlet in range(80)])
        different = mean_overlap([(shape(event, outlet), shape(other, outlet + 1)) for outlet in range(80)])
        self.assertGreater(same, different + 0.1)

    def test_series_return_with_other_facts(self):
        days = [self.families.event("incidence", "en", "York", self.day, self.chance).facts for _ in range(5)]
        self.assertEqual({facts["place"] for facts in days}, {"York"})
        self.assertGreater(len({facts["value"] for facts in days}), 3)


class Abroad(unittest.TestCase):
    # Of each family what is said alike everywhere, what is a number with a point, and what is a word.
    NAMES = {"weather": {"place"}, "incidence": {"place"}, "market": {"index", "sign", "colour"},
             "accident": {"place", "road"}, "match": {"team", "other", "next", "scorer", "booked"},
             "speech": {"person", "surname", "place"}}
    POINTED = {"incidence": {"value", "before"}, "market": {"percent", "points"}}
    WORDS = {"weather": {"sky", "wind"}, "incidence": {"trend"}, "market": {"trend", "sector", "losers"},
             "accident": {"vehicle", "cause", "hurt"}, "speech": {"event", "topic", "first", "second", "third"}}
    TABLES = {"sky": look_alikes.SKIES, "wind": look_alikes.WINDS, "vehicle": look_alikes.VEHICLES,
              "cause": look_alikes.CAUSES, "event": look_alikes.EVENTS, "sector": look_alikes.COMPANIES,
              "losers": look_alikes.COMPANIES, "weekday": look_alikes.WEEKDAYS, "month": look_alikes.MONTHS,
              "hurt": look_alikes.HURT}

    def events(self, days=20):
        chance = random.Random(3)
        families = look_alikes.Families(chance)
        for family, language, day in itertools.product(look_alikes.FAMILIES, ("de", "en"), range(days)):
            date = datetime.date(2026, 1, 5) + datetime.timedelta(days=17 * day)
            series = chance.choice(families.series(family, language))
            yield families.event(family, language, series, date, chance)

    def test_is_the_same_event_in_the_other_language(self):
        for event in self.events():
            there = look_alikes.abroad(event)
            self.assertEqual({event.language, there.language}, {"de", "en"})
            self.assertEqual((there.family, there.series), (event.family, event.series))
            self.assertEqual(list(there.facts), list(event.facts))

    def test_names_and_whole_numbers_stay(self):
        for event in self.events():
            there = look_alikes.abroad(event)
            words = self.WORDS.get(event.family, set()) | {"weekday", "month"}
            for fact in set(event.facts) - words - self.POINTED.get(event.family, set()):
                self.assertEqual(there.facts[fact], event.facts[fact])
                self.assertTrue(fact in self.NAMES[event.family] or re.fullmatch(r"-?\d+", event.facts[fact]), fact)

    def test_numbers_exchange_point_and_comma(self):
        for event in self.events():
            there = look_alikes.abroad(event)
            for fact in self.POINTED.get(event.family, ()):
                here, mark = event.facts[fact], "," if event.language == "de" else "."
                if fact == "points":
                    mark = "." if event.language == "de" else ","
                self.assertEqual(here.count(mark), 1)
                self.assertEqual(there.facts[fact], here.replace(mark, "." if mark == "," else ","))

    def test_words_are_exchanged_by_their_place(self):
        for event in self.events():
            there = look_alikes.abroad(event)
            for fact in self.WORDS.get(event.family, set()) | {"weekday", "month"}:
                if fact in self.TABLES:
                    here, other = (self.TABLES[fact][e.language].index(e.facts[fact]) for e in (event, there))
                    self.assertEqual(here, other, fact)
            if event.family == "speech":
                topic = [(e.language, tuple(e.facts[f] for f in ("topic", "first", "second", "third")))
                         for e in (event, there)]
                here, other = (look_alikes.TOPICS[language].index(said) for language, said in topic)
                self.assertEqual(here, other)
            if "trend" in event.facts:
                trends = [look_alikes.TRENDS[e.language][e.family].index(e.facts["trend"]) for e in (event, there)]
                self.assertEqual(trends[0], trends[1])

    def test_the_tables_answer_each_other(self):
        for table in (*self.TABLES.values(), look_alikes.TOPICS):
            self.assertEqual(len(table["de"]), len(table["en"]))
            for words in table.values():
                self.assertEqual(len(set(words)), len(words), "a word with two places has two translations")

    def test_twice_abroad_is_home_again(self):
        for event in self.events():
            self.assertEqual(look_alikes.abroad(look_alikes.abroad(event)), event)

    def test_can_be_told_by_every_outlet(self):
        chance = random.Random(4)
        for event in self.events(3):
            for outlet in range(20):
                report = look_alikes.report(look_alikes.abroad(event), outlet, chance)
                self.assertNotRegex(" ".join([report.title, *report.sentences]), r"[{}<>|]")

    def in_both(self, share):
        """What part of the events of a stream are told in two languages."""
        told = collections.defaultdict(set)
        for item in stream.Stream([], stream.Settings(2_000, look_alike_share=1, abroad_share=share)):
            told[item.story].add(item.language)
        return sum(len(languages) == 2 for languages in told.values()) / len(told)

    def test_a_stream_tells_a_share_in_both_languages(self):
        none, some, every = (self.in_both(share) for share in (0, 0.4, 1))
        self.assertEqual(none, 0)
        # Two to five outlets, each telling in one or the other.
        self.assertAlmostEqual(every, (1 / 2 + 3 / 4 + 7 / 8 + 15 / 16) / 4, delta=0.1)
        self.assertAlmostEqual(some, 0.4 * every, delta=0.1)

    def test_a_stream_without_is_as_it_was(self):
        plain = list(stream.Stream([], stream.Settings(300, look_alike_share=1)))
        self.assertEqual(plain, list(stream.Stream([], stream.Settings(300, look_alike_share=1, abroad_share=0))))
        self.assertEqual({item.language for item in plain}, {"de", "en"})


class Scores(unittest.TestCase):
    GOLD = ["a", "a", "a", "b", "b", "c", None]
    FOUND = [1, 1, 2, 2, 2, 3, 1]

    def test_by_hand(self):
        s = scores.score(self.GOLD, self.FOUND)
        self.assertEqual((s.articles, s.gold, s.found), (6, 3, 3))
        self.assertAlmostEqual(s.precision, (1 + 1 + 1 / 3 + 2 / 3 + 2 / 3 + 1) / 6)
        self.assertAlmostEqual(s.recall, (2 / 3 + 2 / 3 + 1 / 3 + 1 + 1 + 1) / 6)
        self.assertAlmostEqual(s.pair_precision, 2 / 4)
        self.assertAlmostEqual(s.pair_recall, 2 / 4)

    @unittest.skipUnless(SCRIPT.exists(), "no evaluation data")
    def test_as_the_sets_own_script_has_it(self):
        spec = importlib.util.spec_from_file_location("clustering", SCRIPT)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        chance = random.Random(1)
        gold = [chance.randrange(40) for _ in range(300)]
        found = [g if chance.random() < 0.7 else chance.randrange(40) for g in gold]
        ours, theirs = scores.score(gold, found), script.score(list(zip(gold, found)))
        for own, name in ((ours.precision, "bP"), (ours.recall, "bR"), (ours.f1, "bF"), (ours.pair_precision, "P"),
                          (ours.pair_recall, "R"), (ours.pair_f1, "F")):
            self.assertAlmostEqual(own, theirs[name])

    def test_pairs_wrongly_together(self):
        groups, gold = ["x", "x", "x", "y"], [1, 1, 2, 3]
        self.assertEqual(scores.wrongly_together(groups, gold, [7, 7, 8, 8]), (0, 2))
        self.assertEqual(scores.wrongly_together(groups, gold, [7, 8, 8, 8]), (1, 2))
        self.assertEqual(scores.wrongly_together(groups, gold, [7, 7, 7, 7]), (2, 2), "x with y is not asked")

    def test_pairs_between_languages(self):
        languages = ["de", "en", "en", "de", "en", "fr", "de"]
        gold = ["a", "a", "a", "b", "b", "a", None]
        found = [1, 1, 2, 1, 2, 1, 1]
        b = scores.score_between(languages, gold, found)
        self.assertEqual((b.right, b.found, b.gold), (1, 2, 3))
        self.assertEqual((b.precision, b.recall), (1 / 2, 1 / 3))
        self.assertEqual(scores.score_between(languages, gold, gold).recall, 1)
        self.assertEqual(scores.score_between(languages, gold, gold).precision, 1)
        with_french = scores.score_between(languages, gold, found, pair=("fr", "en"))
        self.assertEqual((with_french.right, with_french.found, with_french.gold), (1, 1, 2))

    def test_pairs_between_languages_as_counted_one_by_one(self):
        chance = random.Random(8)
        labels = (["de", "en", "fr"], range(30), range(25))
        languages, gold, found = ([chance.choice(of) for _ in range(200)] for of in labels)
        pairs = [(a, b) for a, b in itertools.combinations(range(200), 2)
                 if {languages[a], languages[b]} == {"de", "en"}]
        one_event = {(a, b) for a, b in pairs if gold[a] == gold[b]}
        one_story = {(a, b) for a, b in pairs if found[a] == found[b]}
        b = scores.score_between(languages, gold, found)
        self.assertEqual((b.right, b.found, b.gold), (len(one_event & one_story), len(one_story), len(one_event)))

    def test_look_alikes_by_series_and_day(self):
        def item(story, series, day, family="weather"):
            return types.SimpleNamespace(story=story, series=series, day=day, family=family, language="de")

        items = [item(1, "Ulm", 0), item(1, "Ulm", 0), item(2, "Ulm", 1), item(3, "Jena", 1), item(4, "", 1, "")]
        found = scores.score_look_alikes(items, [5, 5, 5, 6, 6])["weather"]
        self.assertEqual(found.series, (2, 2))
        self.assertEqual(found.day, (0, 1))
        self.assertEqual(found.score.pair_recall, 1)

    def test_reprints(self):
        def item(story, text_of, is_reprint=False):
            return types.SimpleNamespace(story=story, text_of=text_of, is_reprint=is_reprint, family="")

        items = [item(1, 0), item(1, 0, True), item(1, 0), item(1, 3), item(2, 4), item(1, 0, True)]
        r = scores.score_reprints(items, [None, 0, 0, 0, 0, None])
        self.assertEqual((r.made, r.found, r.reworded, r.same_story, r.wrong), (2, 1, 1, 1, 1))
        self.assertEqual((r.recall, r.precision), (0.5, 0.5))


class Ways(unittest.TestCase):
    PLACED = """import sys
print('{"id": "a", "story": 0, "first": 0}')
print('{"id": "b", "story": 0, "first": 1, "reprint_of": "a"}')
print('{"articles": 2, "seconds": 0.5, "analysing": 0.1, "peak_mb": 3, "candidates": 1}', file=sys.stderr)
"""

    def run_program(self, text):
        with tempfile.TemporaryDirectory() as folder:
            program = pathlib.Path(folder, "program")
            program.write_text(f"#!{sys.executable}\n{text}", encoding="utf-8")
            program.chmod(0o755)
            return ways.run(program, ways.WAYS[0], {"cosine": 0.5}, "stream.jsonl", 2)

    def test_reads_what_was_placed(self):
        run = self.run_program(self.PLACED)
        self.assertEqual((run.story, run.first, run.reprint_of), ([0, 0], [0, 1], [None, 0]))
        self.assertEqual(run.articles_a_second, 4)

    def test_says_when_a_way_fails(self):
        with self.assertRaisesRegex(RuntimeError, "no such way"):
            self.run_program("import sys; sys.exit('no such way')")


if __name__ == "__main__":
    unittest.main()
