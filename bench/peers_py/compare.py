"""Where two prediction files differ: what a change gained and lost, page by page.

A and B are lines as `depesche extract` writes them (or bench/peers --save); gold pages that a file
lacks count as empty answers, as in the sets' own script.
"""
import gzip

import page_sets
import scores
from tables import print_rows

FIGURES = ("body", "bag", "segments", "title", "date", "authors", "refused")
EQUAL = 1e-9
NAMED_FIELDS = {"title": "title", "date": "published", "authors": "authors"}


def figure_for(scored):
    """Body where the set has it, else segments, else dates."""
    for name in ("body", "segments", "date"):
        if any(getattr(score, name) is not None for score in scored):
            return name
    return "refused"


def languages_of(data, name, gold):
    found = {}
    for line in gold:
        packed = page_sets.packed_page(data, name, line["id"])
        raw = b""
        if not line.get("lang") and packed.exists():
            with gzip.open(packed) as file:
                raw = file.read(16384)
        found[str(line["id"])] = page_sets.language_of(line, raw)
    return found


def summary(label, pairs):
    ours, theirs = [b for _, b in pairs], [a for a, _ in pairs]
    less, low, high = scores.paired_difference(ours, theirs, page_sets.SEED)
    gained = sum(b > a + EQUAL for a, b in pairs)
    lost = sum(b < a - EQUAL for a, b in pairs)
    mean = [sum(values) / len(values) for values in (theirs, ours)]
    return [label, str(len(pairs)), f"{mean[0]:.4f}", f"{mean[1]:.4f}", f"{less:+.4f}",
            f"{low:+.4f} … {high:+.4f}", str(gained), str(lost), str(len(pairs) - gained - lost)]


def shown(predicted, figure):
    """What a file says of a page, short: the field compared, or the beginning of the text."""
    value = predicted.get(NAMED_FIELDS.get(figure, "text")) or predicted.get("error") or "nothing"
    text = " ".join(str(value).split())
    return text if len(text) <= 70 else text[:69] + "…"


def print_comparison(data, name, path_a, path_b, define, options):
    files = [{str(line["id"]): line for line in page_sets.json_lines(path)}
             for path in (path_a, path_b)]
    gold = page_sets.gold_lines(data, name)
    if not any(str(line["id"]) in files[1] for line in gold):
        raise SystemExit(f"{path_b} names no page of {name}")
    scored = [[scores.score_page(define, line, file.get(str(line["id"]), {})) for line in gold]
              for file in files]
    figure = options.figure or figure_for(scored[0])
    language = languages_of(data, name, gold)
    pages = []
    for line, a, b in zip(gold, *scored):
        values = getattr(a, figure), getattr(b, figure)
        if None not in values:
            pages.append((str(line["id"]), *values))
    if not pages:
        raise SystemExit(f"{name} has nothing to compare by {figure}")
    print(f"{name} by {figure} of each page; A is {path_a}, B is {path_b}")
    rows = [summary("all", [(a, b) for _, a, b in pages])]
    for tag in sorted({language[page] for page, *_ in pages}):
        group = [(a, b) for page, a, b in pages if language[page] == tag]
        if len(group) >= 5:
            rows.append(summary(tag or "no language", group))
    print_rows(rows, ["pages", "n", "A", "B", "B − A", "95 % interval", "better", "worse", "equal"])
    changed = sorted((b - a, page, a, b) for page, a, b in pages if abs(b - a) > EQUAL)
    for title, listed in (("lost", [entry for entry in changed if entry[0] < 0]),
                          ("gained", [entry for entry in reversed(changed) if entry[0] > 0])):
        if listed:
            print(f"\n{title} on {len(listed)} pages")
        for less, page, a, b in listed[:options.worst]:
            print(f"  {less:+.3f}  {a:.3f} → {b:.3f}  {language[page] or '–':2}  {page}")
            before, after = (shown(file.get(page, {}), figure) for file in files)
            if before != after:
                print(f"          A: {before}\n          B: {after}")
    return 0
