"""Real German streams of which half of the outlets write English, word by word.

The words are those of the list Ding (Debian's trans-de-en): one of the first meanings, or none at all,
for a translator says it in other words. What the list does not have stays where it is capitalised and
short, so names do. Nobody would read it; the words, names and numbers that two reports of one event share are those
that a German and an English report share, and so are those of two events that look alike.
"""
import json
import random
import re
import zlib

DING = "/usr/share/trans/de-en"
PLACEHOLDERS = {"to", "sb.", "sth.", "sb./sth.", "jdn.", "jdm.", "etw.", "jdn./etw.", "sich"}
REMARK = re.compile(r"\{[^}]*\}|\[[^\]]*\]|\([^)]*\)")
WORD = re.compile(r"[^\W\d_]+")
LEFT_OUT = 0.25    # of the words that have a meaning
MEANINGS = 5
COMPOUND = 10      # letters from which a word that the list does not have is one
ENDINGS = ("", "n", "s", "e", "en", "er", "es", "em", "t", "st", "te", "ten")
STOP_WORDS = set("""der die das den dem des ein eine einen einem einer und oder aber in im an am auf aus bei mit nach
    von vom zu zum zur für über unter vor ist sind war waren hat haben hatte wird werden wurde kann soll will muss
    nicht auch noch nur wie als wenn dass weil er sie es wir ihr ich sich sein seine ihre seiner ihrer um so da hier
    dort bis gegen ohne durch was wer wo""".split())


def _only_word(synonym):
    words = [word for word in synonym.split() if word not in PLACEHOLDERS]
    return words[0] if len(words) == 1 and WORD.fullmatch(words[0]) else None


class Translator:
    def __init__(self, path=DING):
        self._meanings = {}
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("#") or " :: " not in line:
                    continue
                german, english = (REMARK.sub("", side) for side in line.split(" :: ", 1))
                for words, meanings in zip(german.split("|"), english.split("|")):
                    meanings = [meaning for meaning in map(_only_word, meanings.split(";")) if meaning]
                    for word in filter(None, map(_only_word, words.split(";"))):
                        self._meanings.setdefault(word.lower(), []).extend(meanings)

    def _look_up(self, word):
        word = word.lower()
        for ending in ENDINGS:
            if word.endswith(ending):
                stem = word[:len(word) - len(ending)]
                for added in ("", "en", "e", "n"):
                    if self._meanings.get(stem + added):
                        return self._meanings[stem + added]
        return None

    def tell(self, text, chance):
        def one(match):
            word = match.group(0)
            if word.lower() in STOP_WORDS:
                return "the" if chance.random() < 0.3 else ""
            meanings = self._look_up(word)
            if meanings is None:  # a name, where it is not a compound
                return word if word[0].isupper() and len(word) < COMPOUND else ""
            return "" if chance.random() < LEFT_OUT else chance.choice(meanings[:MEANINGS]).lower()

        return re.sub(r"\s+", " ", WORD.sub(one, text)).strip()


def write(source, out, translator, seed):
    """`source` and `out` are paths of JSON Lines; by the seed other outlets write English."""
    chance = random.Random(seed)
    with open(source, encoding="utf-8") as lines, open(out, "w", encoding="utf-8") as told:
        for line in lines:
            item = json.loads(line)
            if zlib.crc32(f"{item['publisher']}{seed}".encode()) % 2:
                item |= {"title": translator.tell(item["title"] or "", chance),
                         "text": translator.tell(item["text"] or "", chance),
                         "lang": "en", "url": "", "publisher": item["publisher"] + " abroad"}
            told.write(json.dumps(item, ensure_ascii=False) + "\n")
