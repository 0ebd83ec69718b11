"""Real items as the generator multiplies them: what is told of one event, in each of its tellings.

Where a set knows stories, all items of a story are tellings of one source; items that it leaves
unscored are left out, for nobody knows what they belong to. A set without stories has one telling a
source. Only German and English.
"""
import collections
import dataclasses
import json
import re

import rewording

LANGUAGES = ("de", "en")
RARE = 3  # sources in which a rare word stands at most
LEAST_WORDS = 14
SENTENCE_END = re.compile(r"(?<=[^\d][.!?])\s+|\n+")  # not after the 3. of a date
NAMED = re.compile(r"[^\W\d_]{4,}|\d{2,}")


@dataclasses.dataclass
class Telling:
    title: str
    sentences: list


@dataclasses.dataclass
class Source:
    language: str
    tellings: list


def _telling(item):
    sentences = [part.strip() for part in SENTENCE_END.split(item.get("text") or "") if part.strip()]
    title = item.get("title") or " ".join(sentences[0].split()[:9] if sentences else [])
    return Telling(title, sentences)


def read(paths):
    stories = {}
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                item = json.loads(line)
                language = item.get("lang") or item.get("language")  # `depesche extract` says the latter
                if language not in LANGUAGES or "cluster" in item and item["cluster"] is None:
                    continue
                telling = _telling(item)
                if sum(len(s.split()) for s in [telling.title, *telling.sentences]) < LEAST_WORDS:
                    continue  # a rubric or a bare headline: nothing to reword
                key = (str(path), language, item.get("cluster", number))
                stories.setdefault(key, Source(language, [])).tellings.append(telling)
    return list(stories.values())


class RareWords:
    """Which words name what is told, and by which others a source that returns is told anew."""

    def __init__(self, sources):
        self._spread = {language: collections.Counter() for language in LANGUAGES}
        for source in sources:
            words = set()
            for telling in source.tellings:
                words.update(NAMED.findall(" ".join([telling.title, *telling.sentences])))
            self._spread[source.language].update(words)
        self._kinds = {}
        for language, spread in self._spread.items():
            rare = sorted(word for word, n in spread.items() if n <= RARE and not word[0].isdigit()
                          and word not in rewording.TABLES[language])
            for is_capital in (False, True):
                self._kinds[language, is_capital] = [word for word in rare if word[0].isupper() == is_capital]

    def renamed(self, text, language, names, chance):
        """Each rare word and each number as `names` has it, which is filled as they come."""
        spread = self._spread[language]

        def other(match):
            word = match.group(0)
            if spread[word] > RARE or word in rewording.TABLES[language]:
                return word
            if word not in names:
                kind = self._kinds[language, word[0].isupper()]
                names[word] = (str(chance.randrange(10 ** (len(word) - 1), 10 ** len(word)))
                               if word[0].isdigit() else chance.choice(kind) if kind else word)
            return names[word]

        return NAMED.sub(other, text)
