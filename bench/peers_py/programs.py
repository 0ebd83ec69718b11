"""Who is measured: depesche and the peers known, where each is found, and how to get an absent one."""
import dataclasses
import json
import os
import pathlib
import shutil
import subprocess
import sys

BENCH = pathlib.Path(__file__).resolve().parent.parent
ROOT = BENCH.parent
PYTHON_SIDE = BENCH / "peers_py" / "read_pages.py"
NODE_SIDE = BENCH / "peers_js"
BASE = "readability-lxml"  # the peer that speeds are given as ratios to

# In the order of the table. A Python peer is taken from the first Python that can import it:
# $DEPESCHE_PEER_PYTHON, Debian's, the one on PATH.
PYTHON_PEERS = {
    "readability-lxml": "apt-get install python3-readability",
    "trafilatura": "pip install trafilatura",
    "newspaper": "pip install newspaper4k",
    "goose3": "pip install goose3",
    "justext": "pip install justext",
    "boilerpy3": "pip install boilerpy3",
    "resiliparse": "pip install resiliparse",
}
NODE_PEERS = {"readability.js/linkedom": "linkedom", "readability.js/jsdom": "jsdom"}
GO_PEER = "go-trafilatura"
GO_INSTALL = "go install github.com/markusmobius/go-trafilatura/cmd/go-trafilatura@latest"
NAMES = ["depesche", *list(PYTHON_PEERS)[:2], *NODE_PEERS, *list(PYTHON_PEERS)[2:], GO_PEER]


@dataclasses.dataclass
class Program:
    name: str
    command: list | None = None
    absent: str = ""  # why, and the command that would change it


def depesche(build):
    """The measuring tool, which writes the lines of `depesche extract` and stays running."""
    tool = ROOT / os.environ.get("DEPESCHE_EXTRACT_PAGES", "build/bench/bench/extract_pages")
    if build:
        quiet = {"cwd": ROOT, "check": True, "stdout": subprocess.DEVNULL}
        if not (ROOT / "build" / "bench" / "build.ninja").exists():
            subprocess.run(["cmake", "--preset", "bench"], **quiet)
        subprocess.run(["cmake", "--build", "--preset", "bench", "--target", "extract_pages"], **quiet)
    if not tool.exists():
        return Program("depesche", None, "cmake --build --preset bench --target extract_pages")
    return Program("depesche", [tool, "-"])


def pythons():
    named = [os.environ.get("DEPESCHE_PEER_PYTHON"), "/usr/bin/python3", shutil.which("python3"),
             sys.executable]
    return [path for path in dict.fromkeys(named) if path and shutil.which(path)]


def python_peers(wanted):
    if not wanted:
        return []
    found, broken = {}, {}
    for python in pythons():
        asked = subprocess.run([python, PYTHON_SIDE, "--which"], capture_output=True, check=False)
        for name, state in (json.loads(asked.stdout) if asked.returncode == 0 else {}).items():
            if state is True:
                found.setdefault(name, python)
            else:
                broken.setdefault(name, f"{python}: {state}")
    peers = []
    for name in wanted:
        if name in found:
            peers.append(Program(name, [found[name], PYTHON_SIDE, name]))
        else:
            reason = f" (there, but broken: {broken[name]})" if name in broken else ""
            peers.append(Program(name, None, PYTHON_PEERS[name] + reason))
    return peers


def node_peers(wanted, install):
    if not wanted:
        return []
    absent = f"npm ci in {NODE_SIDE.relative_to(ROOT)}"
    if not shutil.which("node") or not shutil.which("npm"):
        absent = f"apt-get install nodejs npm, then {absent}"
    elif install and not installed_as_locked():
        quiet = ["--no-audit", "--no-fund", "--loglevel=error", "--ignore-scripts"]
        done = subprocess.run(["npm", "ci", *quiet], cwd=NODE_SIDE, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode != 0:
            said = (done.stderr.strip().splitlines() or [""])[0]
            absent += f" (failed: {said})"
    there = shutil.which("node") and installed_as_locked()
    return [Program(name, ["node", NODE_SIDE / "read_pages.mjs", NODE_PEERS[name]]) if there
            else Program(name, None, absent) for name in wanted]


def installed_as_locked():
    """npm leaves a copy of the lock file beside what it installed, which names what is there."""
    def versions(path):
        try:
            packages = json.loads(path.read_text(encoding="utf-8"))["packages"]
        except (OSError, ValueError, KeyError):
            return None
        return {name: entry.get("version") for name, entry in packages.items()
                if name and not entry.get("optional")}
    there = versions(NODE_SIDE / "node_modules" / ".package-lock.json")
    return there is not None and there == versions(NODE_SIDE / "package-lock.json")


def find_programs(wanted, build=True, install=True):
    """The programs wanted, in the order of NAMES; those without a command are absent."""
    ordered = [name for name in NAMES if name in wanted]
    found = {}
    if "depesche" in ordered:
        found["depesche"] = depesche(build)
    for peer in python_peers([name for name in ordered if name in PYTHON_PEERS]):
        found[peer.name] = peer
    for peer in node_peers([name for name in ordered if name in NODE_PEERS], install):
        found[peer.name] = peer
    if GO_PEER in ordered:
        command = [sys.executable, PYTHON_SIDE, GO_PEER] if shutil.which(GO_PEER) else None
        found[GO_PEER] = Program(GO_PEER, command, GO_INSTALL)
    return [found[name] for name in ordered]
