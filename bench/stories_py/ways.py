"""The ways of gathering that are compared, and one run of each: a process pinned to one core."""
import dataclasses
import json
import os
import shutil
import subprocess
import tempfile


@dataclasses.dataclass(frozen=True)
class Way:
    name: str      # as the tables have it
    program: str   # as story_peers calls it
    published: dict = dataclasses.field(default_factory=dict)
    grid: tuple = ()             # (name of a number, values)
    is_quadratic: bool = False   # compares with all stories there ever were
    reprints: bool = False       # finds reprints
    stories: bool = True         # gathers stories


WAYS = (
    Way("depesche", "depesche", reprints=True),
    Way("TF-IDF centroids", "centroids", {"cosine": 0.5},
        ("cosine", (0.2, 0.25, 0.3, 0.4, 0.6, 0.7))),
    Way("tgcontest single link", "single-link", {"wide": 1, "scale": 1},
        ("scale", (1.2, 1.5, 2, 2.5, 3, 3.4))),
    Way("Priberam nine cosines", "nine-cosines", {"harder": 0},
        ("harder", (-1, 1, 2, 3, 4, 6, 8)), is_quadratic=True),
    Way("MinHash, FineWeb", "minhash", {"width": 5, "bands": 14, "rows": 8, "least": 0},
        reprints=True, stories=False),
    Way("MinHash, NEWS-COPY", "minhash", {"width": 2, "bands": 51, "rows": 5, "least": 450},
        reprints=True, stories=False),
    Way("MinHash, runs of 3", "minhash", {"width": 3, "bands": 64, "rows": 2, "least": 500},
        ("least", (200, 300, 400, 600, 700, 800)), reprints=True, stories=False),
)


@dataclasses.dataclass
class Run:
    story: list
    first: list
    reprint_of: list  # a number in the stream, or None
    articles: int
    seconds: float    # of computing
    analysing: float  # of them
    peak_mb: float
    candidates: int

    @property
    def articles_a_second(self):
        return self.articles / self.seconds if self.seconds else 0.0


def spell(numbers):
    return " ".join(f"{name}={value:g}" for name, value in numbers.items())


def run(program, way, numbers, stream, articles=None):
    core = max(os.sched_getaffinity(0))
    pinned = ["taskset", "-c", str(core)] if shutil.which("taskset") else []
    command = [*pinned, str(program), way.program, *(f"{n}={v}" for n, v in numbers.items())]
    if articles is not None:
        command += ["--articles", str(articles)]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        done = subprocess.run([*command, str(stream)], stdout=out, stderr=subprocess.PIPE, text=True,
                              check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip() or done.returncode}")
        told = json.loads(done.stderr.splitlines()[-1])
        out.seek(0)
        story, first, reprint_of, numbers_of = [], [], [], {}
        for number, line in enumerate(out):
            placed = json.loads(line)
            numbers_of.setdefault(placed["id"], number)
            story.append(placed["story"])
            first.append(placed["first"])
            of = placed.get("reprint_of")
            reprint_of.append(None if of is None else numbers_of[of])
    return Run(story, first, reprint_of, told["articles"], told["seconds"], told["analysing"],
               told["peak_mb"], told["candidates"])
