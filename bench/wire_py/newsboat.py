"""newsboat beside `depesche fetch`: both ask the same feeds, each on a host of its own.

The feeds are RSS and Atom with a title, a summary, a link and a date for each of some fifty
entries, of outlets of the load world that answer at once; they answer 304 to whoever sends their
ETag. newsboat stores what the feeds say. depesche does that with no page to be read (backfill 0),
and besides asks each host for its robots.txt, gathers the entries into stories, and has them
searchable when its process ends; in a row of its own it reads the newest pages of each feed as well.
"""
import contextlib
import dataclasses
import os
import pathlib
import shutil
import sqlite3
import statistics
import subprocess
import tempfile

import cost
import load

SECTIONS = 4  # of an outlet; there are as many formats
INSTALL = "apt-get install newsboat"


@dataclasses.dataclass
class Row:
    name: str
    at_once: int
    pages: int = 0  # of each feed
    stored: int = 0
    first: list = dataclasses.field(default_factory=list)  # of cost.Cost, a run each
    again: list = dataclasses.field(default_factory=list)


def is_here():
    return shutil.which("newsboat") is not None


def version():
    said = subprocess.run(["newsboat", "--version"], stdout=subprocess.PIPE, text=True, check=True)
    return " ".join(said.stdout.split()[:2])


def readable_section(outlet):
    """Feed number N of outlet K is RSS where K + N divides by four, Atom where one is left over;
    outlets have the one or the other, by fours in turn. Feed 0 has all sections, so not that one."""
    is_rss = outlet // 4 % 2 == 0
    return 1 + ((0 if is_rss else 1) - outlet - 1) % SECTIONS


def feeds_of(world, outlets):
    return [world.feed(outlet, readable_section(outlet)) for outlet in range(outlets)]


def depesche_run(program, row, feeds, folder):
    environment = {**os.environ, "DEPESCHE_ALLOW_PRIVATE": "true", "DEPESCHE_LOG_LEVEL": "error",
                   "DEPESCHE_BACKFILL": str(row.pages), "DEPESCHE_WORKERS": str(row.at_once)}
    listing = folder / "feeds.opml"
    listing.write_text(load.opml(feeds))
    command = [program, "--quiet", "--data", folder / "data"]
    subprocess.run([*command, "feeds", "import", listing], env=environment, check=True,
                   stdout=subprocess.DEVNULL)
    row.first.append(cost.run([*command, "fetch"], environment))
    row.again.append(cost.run([*command, "fetch"], environment))
    row.stored = count(folder / "data" / "depesche.db", "article")


def newsboat_run(_, row, feeds, folder):
    (folder / "urls").write_text("\n".join(feeds) + "\n")
    (folder / "config").write_text(f"reload-threads {row.at_once}\n")
    command = ["newsboat", "-q", "-u", folder / "urls", "-c", folder / "cache", "-C",
               folder / "config", "-x", "reload"]
    row.first.append(cost.run(command))
    row.again.append(cost.run(command))
    row.stored = count(folder / "cache", "rss_item")


def count(store, table):
    with contextlib.closing(sqlite3.connect(store)) as opened:
        return opened.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def measure(program, world_program, outlets, runs, at_once, pages):
    """The rows measured, those of newsboat first if it is here. Each run is with a fresh store."""
    plan = load.Plan(outlets, outlets * (1 + SECTIONS))
    sides = [(newsboat_run, Row("newsboat", many)) for many in (1, at_once)] if is_here() else []
    sides += [(depesche_run, Row("depesche", many)) for many in (8, at_once)]
    sides += [(depesche_run, Row(f"depesche, {pages} pages a feed", at_once, pages))]
    world = load.World(world_program, plan, "--words", "--etags", "--good")
    try:
        feeds = feeds_of(world, outlets)
        for number in range(runs):
            for run, row in sides:
                if row.pages and number > 0:
                    continue  # it takes long, and none is compared with it
                with tempfile.TemporaryDirectory(prefix="depesche-bench-") as folder:
                    run(program, row, feeds, pathlib.Path(folder))
        world.stop()
    finally:
        world.kill()
    return [row for _, row in sides]


def median(costs, field):
    return statistics.median(getattr(one, field) for one in costs)


def table(rows):
    """A line for each row, and one for what depesche costs as a multiple of what newsboat does."""
    lines = [f"{'':30}{'at once':>8}{'stored':>8}   {'first: s':>9}{'CPU s':>7}{'MB':>6}"
             f"   {'again: s':>9}{'CPU s':>7}{'MB':>6}"]
    for row in rows:
        line = f"{row.name:30}{row.at_once:8}{row.stored:8}"
        for costs in (row.first, row.again):
            line += (f"   {median(costs, 'wall'):9.2f}{median(costs, 'cpu'):7.2f}"
                     f"{median(costs, 'peak_mb'):6.0f}")
        lines.append(line)
    peers = [row for row in rows if row.name == "newsboat"]
    for peer, ours in zip(peers, (row for row in rows if row.name == "depesche")):
        parts = []
        for costs, others in ((ours.first, peer.first), (ours.again, peer.again)):
            parts.append("".join(f"{median(costs, field) / max(median(others, field), 1e-3):{width}.2f}"
                                 for field, width in (("wall", 9), ("cpu", 7), ("peak_mb", 6))))
        name = f"depesche / newsboat, {'each as it comes' if peer.at_once == 1 else 'at once'}"
        lines.append(f"{name:46}   {'   '.join(parts)}")
    return lines
