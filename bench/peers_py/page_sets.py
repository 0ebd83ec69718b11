"""Pages to read: the evaluation sets with their gold answers, or any folder without."""
import collections
import gzip
import json
import pathlib
import random
import re

SETS = ("fundus", "article-extraction-benchmark", "fundus-evaluation", "wcxb", "trafilatura-eval",
        "htmldate", "non-articles")
HTML_LANG = re.compile(rb"<html\b[^>]*?\blang\s*=\s*[\"']?\s*([a-zA-Z]{2,3})\b", re.I)
SEED = 20260101  # of samples and bootstraps: the same in every run

# `lang` is the gold's where it says, else the page's own claim, else "".
Page = collections.namedtuple("Page", "id path gold lang")


class PageSet:
    def __init__(self, name, pages, scored):
        self.name, self.pages, self.scored = name, pages, scored

    @property
    def paths(self):
        return [page.path for page in self.pages]


def is_there(data, name):
    return (data / name / "gold.jsonl").exists() and (data / name / "html").is_dir()


def known_sets(data):
    return [name for name in SETS if is_there(data, name)]


def json_lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def gold_lines(data, name):
    return json_lines(data / name / "gold.jsonl")


def sample(things, size):
    """At most `size` of them, the same ones each time, in their order."""
    if not size or len(things) <= size:
        return list(things)
    chosen = sorted(random.Random(SEED).sample(range(len(things)), size))
    return [things[index] for index in chosen]


def language_of(gold, raw):
    claimed = HTML_LANG.search(raw[:16384])
    return (gold.get("lang") or (claimed[1].decode("ascii") if claimed else "")).lower()[:2]


def packed_page(data, name, page_id):
    return data / name / "html" / f"{page_id}.html.gz"


def load_set(data, name, size, scratch):
    """Unpacks the pages of a set into `scratch`: no peer is charged for gzip."""
    pages = []
    for number, gold in enumerate(sample(gold_lines(data, name), size)):
        packed = packed_page(data, name, gold["id"])
        if not packed.exists():
            continue
        raw = gzip.decompress(packed.read_bytes())
        path = pathlib.Path(scratch, f"{number:05}.html")
        path.write_bytes(raw)
        pages.append(Page(str(gold["id"]), path, gold, language_of(gold, raw)))
    return PageSet(name, pages, scored=True)


def load_folder(folder, size):
    """Every .html file below a folder, without gold answers."""
    files = sample(sorted(pathlib.Path(folder).rglob("*.html")), size)
    pages = [Page(str(file.relative_to(folder))[:-5], file, {}, "") for file in files]
    return PageSet(str(folder), pages, scored=False)
