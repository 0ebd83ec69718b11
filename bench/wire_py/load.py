"""A world of outlets that publish, the server that must bring what they do, and how it fares.

The world is bench/web/load_world.cpp. bench/load measures with it for as long as is asked for;
bench/wire for two minutes, and takes feeds out of it for a feed reader.
"""
import contextlib
import dataclasses
import math
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

import disk

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = pathlib.Path(os.environ.get("DEPESCHE_EVAL_DATA") or ROOT.parent / "shared") / "data"
PROGRAM = ROOT / "build" / "release" / "src" / "cli" / "depesche"
WORLD = ROOT / "build" / "bench" / "bench" / "load_world"
BUILD_WORLD = "cmake --preset bench && cmake --build --preset bench --target load_world"
GAP_MS = 1000
ADDRESS = "127.0.0.1:18423"
SECONDS_AFTER = 10  # for what was allowed last
LIVE_DAYS = 14  # the setting's default
SECONDS_BEFORE = 240  # gathering again and asking each feed once take about so long
SHARE_ASKED = 0.96  # of the feeds, when the start is over; the others are the slow and the hostile


def say(text, end="\n"):
    print(text, end=end, file=sys.stderr, flush=True)


def pages():
    found = sorted(DATA.glob("fundus/html/*.html.gz"))
    return found or sorted((ROOT / "share" / "sample").rglob("*.html"))


def opml(addresses):
    rows = "".join(f'<outline type="rss" text="feed {number}" xmlUrl="{address}"/>'
                   for number, address in enumerate(addresses))
    return f'<opml version="2.0"><body>{rows}</body></opml>'


@dataclasses.dataclass
class Plan:
    outlets: int = 2000
    feeds: int = 20_000  # of all outlets together
    rate: float = 200.0  # articles a second, likewise
    workers: int = 128
    seconds: float = 660.0  # in which is published
    settling: float = 60.0  # of these, not counted


class World:
    """`further` are options of load_world."""

    def __init__(self, program, plan, *further):
        self.lines = []
        self.process = subprocess.Popen(
            [program, "--outlets", str(plan.outlets), "--feeds", str(plan.feeds), "--rate",
             str(plan.rate), "--gap-ms", str(GAP_MS), *map(str, further), *map(str, pages())],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().split()[1])
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.append((time.time(), *map(int, line.split())))

    def feed(self, outlet, number):
        return f"http://o{outlet}.localhost:{self.port}/f/{number}"

    def start(self, ahead):
        """Outlets publish from now on, and have for `ahead` seconds."""
        self.process.stdin.write(f"{ahead:.0f}\n")
        self.process.stdin.flush()

    def stop(self):
        self.process.stdin.close()
        self.reader.join()
        self.process.wait()

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


class Serve:
    def __init__(self, program, folder, workers, log):
        self.command = [program, "--data", folder]
        self.environment = {**os.environ, "DEPESCHE_ALLOW_PRIVATE": "true", "DEPESCHE_BACKFILL": "0",
                            "DEPESCHE_LOOPBACK_GAP_MS": str(GAP_MS), "DEPESCHE_LOG_LEVEL": "warn",
                            "DEPESCHE_WORKERS": str(workers)}
        self.log = open(log, "ab")
        self.process = None

    def call(self, *arguments):
        subprocess.run([*self.command, *arguments], env=self.environment, check=True,
                       stdout=subprocess.DEVNULL, stderr=self.log)

    def start(self):
        self.process = subprocess.Popen([*self.command, "serve", "--listen", ADDRESS],
                                        env=self.environment, stdout=subprocess.DEVNULL,
                                        stderr=self.log)
        while True:
            try:
                urllib.request.urlopen(f"http://{ADDRESS}/readyz", timeout=5).read()
                return
            except OSError:
                if self.process.poll() is not None:
                    sys.exit("depesche serve ended; see " + self.log.name)
                time.sleep(0.1)

    def is_gathering(self):
        numbers = urllib.request.urlopen(f"http://{ADDRESS}/metrics", timeout=30).read().decode()
        return re.search(r"^depesche_gathering_again 1$", numbers, re.M) is not None

    def stop(self):
        asked = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.process.wait()
        return time.monotonic() - asked

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.log.close()

    def status(self):
        text = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        # Without the part of the store that is mapped: that is the system's cache of the file.
        resident = int(re.search(r"RssAnon:\s+(\d+)", text).group(1)) / 1024
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        # Pages that were made dirty, large ones whole; the disk gets what of them was (disk.py).
        text = pathlib.Path(f"/proc/{self.process.pid}/io").read_text()
        dirtied = int(re.search(r"^write_bytes: (\d+)", text, re.M).group(1)) / 1e6
        return resident, cpu, dirtied


def open_store(folder):
    return sqlite3.connect(f"file:{folder}/depesche.db?mode=ro", uri=True, timeout=30)


def take_over_window(kept, folder):
    """The store of a run that was kept (`keep`), as if it had been made so long ago that its
    articles leave the live window from the start on, as fast as they came. Nothing of its world is
    asked any more."""
    shutil.copytree(f"{kept}/data", folder)
    store = sqlite3.connect(f"{folder}/depesche.db")
    since, until = store.execute("SELECT min(first_seen_at), max(first_seen_at)"
                                 " FROM arrival").fetchone()
    earlier = int(since + LIVE_DAYS * 86400 - time.time() - SECONDS_BEFORE)
    store.executescript(f"""
        UPDATE feed SET gone = 1, last_attempt_at = NULL;
        DELETE FROM watched_page;
        UPDATE arrival SET first_seen_at = first_seen_at - {earlier};
        UPDATE article SET first_seen_at = first_seen_at - {earlier};
        UPDATE story SET founded_at = founded_at - {earlier}, last_at = last_at - {earlier};
        """)
    store.commit()
    store.close()
    print(f"live already                 {until - since:8.0f} s of arrivals")


def gather_again(serve):
    """What take_over_window() made is no snapshot's: the first start after it reads all of it."""
    serve.start()
    started = time.time()
    while serve.is_gathering():
        time.sleep(1)
        say(f"\rgathering again: {time.time() - started:.0f} s", end="")
    say("")
    print(f"gathered again               {time.time() - started:8.0f} s")
    serve.stop()


def ask_each_once(serve, folder, feeds):
    """Then spreads the next polls over the feeds' intervals; their mean is returned, in seconds."""
    serve.start()
    store = open_store(folder)
    started = time.time()
    while time.time() - started < 600:
        time.sleep(2)
        asked, = store.execute("SELECT count(*) FROM feed WHERE last_attempt_at IS NOT NULL").fetchone()
        say(f"\rwarming up: {asked} of {feeds} feeds asked", end="")
        if asked > SHARE_ASKED * feeds:
            break
    say("")
    print(f"asked at the start           {asked / (time.time() - started):8.0f} feeds/s")
    store.close()
    serve.stop()
    writable = sqlite3.connect(f"{folder}/depesche.db", timeout=30)
    writable.execute("UPDATE feed SET next_poll_at = unixepoch()"
                     " + abs(random()) % max(interval_s, 60) WHERE gone = 0")
    writable.commit()
    interval, = writable.execute("SELECT avg(interval_s) FROM feed WHERE interval_s > 0").fetchone()
    writable.close()
    print(f"between two polls of a feed  {interval / 60:8.1f} min on average")
    return interval


class Watcher(threading.Thread):
    """When each article can be read, and how the process does meanwhile."""

    def __init__(self, serve, folder):
        super().__init__(daemon=True)
        self.serve, self.folder, self.disk = serve, folder, disk.Disk(folder)
        self.visible, self.samples, self.front = {}, [], []
        self.over = False

    def run(self):
        store = open_store(self.folder)
        last, = store.execute("SELECT ifnull(max(stream_no), 0) FROM arrival").fetchone()
        sampled = 0
        while not self.over:
            begun = time.time()
            rows = store.execute(
                # Where it was read: some pages name another address as theirs.
                "SELECT stream_no, ifnull(w.url, a.canonical_url), origin FROM arrival"
                " JOIN article a USING (article_id)"
                " LEFT JOIN watched_page w ON w.canonical_url = a.canonical_url"
                " WHERE stream_no > ?", (last,)).fetchall()
            at = time.time()
            for number, address, origin in rows:
                last = max(last, number)
                if origin != "feed":
                    self.visible.setdefault(address, at)
            if at - sampled > 5:
                sampled = at
                waiting, = store.execute("SELECT count(*) FROM intake").fetchone()
                asked = time.time()
                urllib.request.urlopen(f"http://{ADDRESS}/", timeout=30).read()
                self.front.append(time.time() - asked)
                resident, cpu, dirtied = self.serve.status()
                self.samples.append((at, resident, cpu, waiting, len(self.visible), dirtied,
                                     self.disk.written()))
            time.sleep(max(0.0, 0.2 - (time.time() - begun)))


def keep_samples(watcher, path, started):
    with open(path, "w") as out:
        print("seconds", "resident_mb", "processor_s", "waiting", "visible", "dirtied_mb", "disk_mb",
              sep="\t", file=out)
        for at, *rest in watcher.samples:
            print(f"{at - started:.1f}", *(f"{value:.1f}" for value in rest), sep="\t", file=out)


def quantile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def waits(log, visible, since, until):
    """Of the articles that might be asked for then: how long until each could be read, how long
    until its page was asked for, and how many could not be read yet."""
    seen_after, asked_after, lost = [], [], 0
    for line in pathlib.Path(log).read_text().splitlines():
        address, _, allowed, asked, _ = line.split("\t")
        if not since <= float(allowed) <= until:
            continue
        at = visible.get(address) or visible.get(address.replace("/a/", "/moved/a/"))
        if at:
            seen_after.append(at - float(allowed))
            asked_after.append(float(asked) - float(allowed))
        else:
            lost += 1
    return seen_after, asked_after, lost


def written(samples):
    """What an article costs the disk, in lines to print."""
    first, last = samples[0], samples[-1]
    dirtied, got = (1000 * (last[at] - first[at]) / max(1, last[4] - first[4]) for at in (5, 6))
    return ["written to the disk          " +
            ("not known: its file system has no device of its own" if math.isnan(got) else
             f"{got:8.0f} KB an article, with what others wrote there"),
            f"  pages made dirty for it    {dirtied:8.0f} KB an article"]


def report(world, watcher, log, since, until):
    seen_after, asked_after, lost = waits(log, watcher.visible, since, until)
    samples = [sample for sample in watcher.samples if since <= sample[0] <= until]
    counts = [line for line in world.lines if since <= line[0] <= until]
    if len(samples) < 2 or len(counts) < 2:
        return print("too short to tell anything: the world counts every ten seconds")
    half = samples[len(samples) // 2:]
    span = samples[-1][0] - samples[0][0]
    published = (counts[-1][1] - counts[0][1]) / (counts[-1][0] - counts[0][0])
    print(f"published by good outlets    {published:8.1f} articles/s")
    # What had waited to be listed comes on top of what is published meanwhile.
    print(f"listed and allowed           {(len(seen_after) + lost) / (until - since):8.1f} articles/s")
    print(f"brought into the archive     {(samples[-1][4] - samples[0][4]) / span:8.1f} articles/s")
    print(f"allowed to visible           {quantile(seen_after, .5):8.2f} s median,"
          f" {quantile(seen_after, .95):.2f} p95, {quantile(seen_after, .99):.2f} p99"
          f"  ({len(seen_after)} articles, {lost} not seen yet)")
    print(f"  of which allowed to asked  {quantile(asked_after, .5):8.2f} s median,"
          f" {quantile(asked_after, .99):.2f} p99")
    print(f"intake waiting               {quantile([s[3] for s in samples], .5):8.0f} median,"
          f" {max(s[3] for s in samples)} at most")
    print(f"front page                   {1000 * quantile(watcher.front, .5):8.0f} ms median,"
          f" {1000 * quantile(watcher.front, .95):.0f} p95")
    print(f"processor time               {(samples[-1][2] - samples[0][2]) / span:8.2f} of one core")
    print(*written(samples), sep="\n")
    resident = [sample[1] for sample in half]
    mean = sum(resident) / len(resident)
    print(f"memory, last half            {mean:8.0f} MB, {min(resident):.0f} to {max(resident):.0f}"
          f" (± {50 * (max(resident) - min(resident)) / mean:.1f} %)")
    # What is live is held; it leaves after days. The rest should stay as it is.
    grown = statistics.linear_regression([sample[4] for sample in half], resident).slope
    print(f"  of which grown             {1000 * grown:8.2f} KB an article")


def measure(plan, program=PROGRAM, world_program=WORLD, keep=None, after=None):
    """The whole run, printed; what it wrote stays in the folder `keep`, if one is named. With
    `after`, where another run was kept, the live window is full of that one's articles."""
    begun = time.time()
    with contextlib.ExitStack() as to_end:
        folder = keep or tempfile.mkdtemp(prefix="depesche-load-")
        os.makedirs(folder, exist_ok=True)
        if not keep:
            to_end.callback(shutil.rmtree, folder)
        log = f"{folder}/world.tsv"
        world = World(world_program, plan, "--log", log)
        to_end.callback(world.kill)
        serve = Serve(program, f"{folder}/data", plan.workers, f"{folder}/serve.log")
        to_end.callback(serve.kill)
        each = plan.feeds // plan.outlets
        if after:
            take_over_window(after, f"{folder}/data")
            gather_again(serve)
        listing = pathlib.Path(folder) / "feeds.opml"
        listing.write_text(opml(world.feed(outlet, number)
                                for outlet in range(plan.outlets) for number in range(each)))
        serve.call("feeds", "import", str(listing))
        interval = ask_each_once(serve, f"{folder}/data", plan.outlets * each)
        serve.start()
        watcher = Watcher(serve, f"{folder}/data")
        # As many articles wait for each poll, on average over the run, as do in the long run.
        world.start(max(0, interval - plan.seconds / 2))
        started = time.time()
        watcher.start()
        while time.time() - started < plan.seconds:
            time.sleep(min(10, max(0.0, started + plan.seconds - time.time())))
            if watcher.samples:
                at, resident, _, waiting, visible, *_ = watcher.samples[-1]
                say(f"\r{at - started:4.0f} s: {visible} articles, {waiting} waiting,"
                    f" {resident:.0f} MB", end="")
        say("")
        until = time.time()
        time.sleep(SECONDS_AFTER)
        watcher.over = True
        watcher.join()
        store = open_store(f"{folder}/data")
        overdue, = store.execute("SELECT count(*) FROM feed WHERE gone = 0"
                                 " AND next_poll_at < unixepoch() - 60").fetchone()
        store.close()
        world.stop()
        stopped = serve.stop()
        print(f"measured                     {until - started - plan.settling:8.0f} s of"
              f" {time.time() - begun:.0f} s in all")
        report(world, watcher, log, started + plan.settling, until)
        keep_samples(watcher, f"{folder}/samples.tsv", started)
        print(f"feeds not asked in time      {overdue:8d} of those due")
        print(f"stopped after                {stopped:8.2f} s")
