"""A program under measure: a process that stays running, gets paths and answers in their order.

Its first line names its version; then each path on its standard input is answered by one JSON object
on its standard output. The start is not counted; reading the page's file and writing the line are:
what is measured is the way from a file to a line of JSON. Seconds are CPU seconds of the process with
all its threads and children, so that other work on the machine costs a program little.
"""
import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time

SECONDS_PER_START = 60  # importing a large extractor on a busy machine takes a while
SECONDS_PER_PAGE = 120  # wall time; whoever needs longer has failed on the page
SECONDS_PER_END = 5
IN_FLIGHT = 16  # paths sent ahead, so that the program never waits for the next one


class CannotRead(Exception):
    """The program does not start; the message says why."""


class _Gone(Exception):
    """The process ended, or had to be ended, in the middle of its work."""


class Reader:
    def __init__(self, name, command, core=None):
        self.name, self.version = name, name
        self.failures = []  # (path, how it ended)
        self.peak_mb = 0.0
        pinned = ["taskset", "-c", str(core)] if core is not None and shutil.which("taskset") else []
        self._command = [*pinned, *map(str, command)]
        self._process = None
        self._pending = b""
        self._spent = 0.0  # by processes that have ended

    def read(self, paths):
        """One pass: an answer for each path, and the CPU seconds they took together."""
        self._start()
        answers, before = [], self._seconds()
        while len(answers) < len(paths):
            self._start()
            try:
                self._ask(paths[len(answers):], answers)
            except _Gone as gone:
                self.failures.append((str(paths[len(answers)]), str(gone)))
                answers.append({"error": {"code": "failed", "message": str(gone)}})
        spent = self._seconds() - before
        if self._process is not None:
            self._note_memory()
        for answer in answers:  # of a program that starts one of its own for each page
            self.peak_mb = max(self.peak_mb, answer.pop("peak_kb", 0) / 1024)
        return answers, max(spent, 1e-9)

    def close(self):
        if self._process is not None:
            self._end()

    def _start(self):
        if self._process is not None:
            return
        self._errors = tempfile.TemporaryFile()
        self._pending = b""
        try:
            self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE,
                                             stdout=subprocess.PIPE, stderr=self._errors)
        except OSError as failure:
            self._errors.close()
            raise CannotRead(f"{self.name} cannot be started: {failure}") from failure
        try:
            self.version = json.loads(self._line(SECONDS_PER_START))["version"]
        except (_Gone, ValueError, KeyError) as failure:
            self.close()
            raise CannotRead(f"{self.name} cannot be started: {failure}") from failure
        self._spent -= self._process_seconds()  # the start is not counted

    def _ask(self, paths, answers):
        sent = 0
        for done in range(len(paths)):
            while sent < min(len(paths), done + IN_FLIGHT):
                try:
                    self._process.stdin.write(os.fsencode(f"{paths[sent]}\n"))
                    self._process.stdin.flush()
                except OSError:
                    break  # it has ended; its last answers are still to be read
                sent += 1
            line = self._line(SECONDS_PER_PAGE)
            try:
                answers.append(dict(json.loads(line)))
            except (ValueError, TypeError):
                self._end()
                raise _Gone(f"answered no JSON object: {line[:60]!r}") from None

    def _line(self, seconds):
        until = time.monotonic() + seconds
        output = self._process.stdout
        while b"\n" not in self._pending:
            if not select.select([output], [], [], max(0.0, until - time.monotonic()))[0]:
                self._end()
                raise _Gone(f"no answer within {seconds} s")
            chunk = os.read(output.fileno(), 1 << 20)
            if not chunk:
                raise _Gone(self._end())
            self._pending += chunk
        line, self._pending = self._pending.split(b"\n", 1)
        return line

    def _end(self):
        """Ends the process, keeps what it cost, and says how it ended."""
        process, self._process = self._process, None
        self._note_memory(process)
        try:
            process.stdin.close()
        except OSError:
            pass  # unsent paths to a process that is gone
        until = time.monotonic() + SECONDS_PER_END
        how = os.WEXITED | os.WNOWAIT | os.WNOHANG  # left unreaped: its cost comes from wait4
        while os.waitid(os.P_PID, process.pid, how) is None:
            if time.monotonic() > until:
                os.kill(process.pid, signal.SIGKILL)
                how &= ~os.WNOHANG
            time.sleep(0.002)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        process.stdout.close()
        self._spent += usage.ru_utime + usage.ru_stime
        self._errors.seek(0)
        said = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        self._errors.close()
        code = process.returncode
        ended = f"ended by {signal.Signals(-code).name}" if code < 0 else f"ended with {code}"
        return ended + (f": {said[-1]}" if said else "")

    def _seconds(self):
        return self._spent + (self._process_seconds() if self._process is not None else 0.0)

    def _process_seconds(self):
        pid = self._process.pid
        own = time.clock_gettime(~pid << 3 | 2)  # what clock_getcpuclockid(3) gives on Linux
        try:
            with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
                fields = file.read().rsplit(")", 1)[1].split()
        except OSError:
            return own
        return own + (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")  # its children

    def _note_memory(self, process=None):
        pid = (process or self._process).pid
        try:
            with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as file:
                peak = [line.split()[1] for line in file if line.startswith("VmHWM:")]
        except OSError:
            peak = []
        if peak:  # a process that has already ended has none
            self.peak_mb = max(self.peak_mb, int(peak[0]) / 1024)
