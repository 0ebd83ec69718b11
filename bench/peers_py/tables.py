"""What was measured, as tables for people."""
import statistics

from programs import BASE
from scores import FIGURES

HEADINGS = {"body": "body F1", "bag": "bag", "segments": "segments F", "title": "title",
            "date": "date", "authors": "authors", "refused": "refused"}


PRECISION = {"title": "titled", "date": "dated", "authors": "bylined"}


def cell(figures, sigmas, name):
    """A dash where the gold has nothing, and where the program never gave any such field."""
    if name not in figures or (name in PRECISION and PRECISION[name] not in figures):
        return "–"
    sigma = " ±" + f"{sigmas[name]:.3f}".lstrip("0") if name in sigmas else ""
    return f"{figures[name]:.3f}{sigma}"


def print_rows(rows, heading):
    widths = [max(len(row[column]) for row in [heading, *rows]) for column in range(len(heading))]
    for row in [heading, *rows]:
        cells = [text.ljust(width) if column < 2 else text.rjust(width)
                 for column, (text, width) in enumerate(zip(row, widths))]
        print("  ".join(cells).rstrip(), flush=True)


def figure_names(results):
    """The figures that some set has; refusing only where some page was refused."""
    return [name for name in FIGURES if any(name in entry["figures"] for result in results
                                            for entry in result["programs"].values())]


def main_table(results):
    names = figure_names(results)
    is_ratio = any(BASE in result["programs"] for result in results)
    rows = []
    for result in results:
        base = result["programs"].get(BASE, {}).get("pages_per_second")
        for program, entry in result["programs"].items():
            speed = entry["pages_per_second"]
            ratio = [f"{speed / base:.1f}"] if base else ["–"] if is_ratio else []
            rows.append([result["set"], program, str(result["pages"]),
                         *(cell(entry["figures"], entry["sigmas"], name) for name in names),
                         f"{speed:.0f}" if speed >= 20 else f"{speed:.1f}", *ratio,
                         f"{entry['peak_mb']:.0f}"])
    print_rows(rows, ["set", "program", "pages", *map(HEADINGS.get, names), "pages/s",
                      *([f"× {BASE}"] if is_ratio else []), "MB"])


def precision_table(results):
    rows = []
    for result in results:
        for program, entry in result["programs"].items():
            found = [entry["figures"].get(name) for name in PRECISION.values()]
            if any(found):
                rows.append([result["set"], program,
                             *("–" if value is None else f"{value:.3f}" for value in found)])
    if rows:
        print("\nPrecision: right among the pages that got one (authors: right among those named)")
        print_rows(rows, ["set", "program", "title", "date", "authors"])


def language_table(results):
    names = [name for name in figure_names(results) if name != "refused"]
    rows = []
    for result in results:
        for language, programs in result["languages"].items():
            for program, entry in programs.items():
                if not any(name in entry["figures"] for name in names):
                    continue
                rows.append([f"{result['set']}, {language}", program, str(entry["pages"]),
                             *(cell(entry["figures"], entry["sigmas"], name) for name in names)])
    if rows:
        print("\nGerman and English apart (the gold's language, else what the page claims)")
        print_rows(rows, ["set", "program", "pages", *map(HEADINGS.get, names)])


def kinds_table(results):
    for result in results:
        for program, kinds in result.get("refused_by_kind", {}).items():
            listed = "  ".join(f"{kind} {share:.3f}" for kind, share in sorted(kinds.items()))
            print(f"\n{result['set']}, refused by {program}: {listed}")


def difference_table(results):
    rows = []
    for result in results:
        for pair in result["differences"]:
            ahead = "ahead" if pair["low"] > 0 else "behind" if pair["high"] < 0 else "not decided"
            rows.append([result["set"] + (f", {pair['language']}" if pair["language"] else ""),
                         pair["peer"], str(pair["pages"]), f"{pair['ours']:.4f}",
                         f"{pair['theirs']:.4f}", f"{pair['difference']:+.4f}",
                         f"{pair['low']:+.4f} … {pair['high']:+.4f}", ahead])
    if rows:
        print("\nPaired bootstrap over pages: mean page F1 of depesche less the peer's, 95 % interval")
        print_rows(rows, ["set", "peer", "pages", "depesche", "peer", "less", "interval", ""])


def speed_summary(results):
    """The ratio over all sets: the time each program's median passes would take for all pages."""
    seconds = {}
    for result in results:
        for program, entry in result["programs"].items():
            spent = result["pages"] * statistics.median(entry["seconds_a_page"])
            seconds[program] = seconds.get(program, 0.0) + spent
    if BASE in seconds and len(results) > 1:
        ratios = (f"{name} {seconds[BASE] / spent:.1f}" for name, spent in seconds.items())
        print(f"\nSpeed over all sets, × {BASE}: " + ", ".join(ratios))


def print_all(results, is_brief):
    main_table(results)
    speed_summary(results)
    if is_brief:
        return
    precision_table(results)
    language_table(results)
    kinds_table(results)
    difference_table(results)
