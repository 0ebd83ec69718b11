"""What a program costs from its start to its end: wall time, CPU time, peak memory.

    cost.run([program, argument, …])     Cost(wall, cpu, peak_mb)

Linux counts the memory of whoever starts a program as if it were the program's own. So this file is
also a script, which starts the program from an interpreter of a few megabytes and says what it cost.
"""
import dataclasses
import json
import os
import subprocess
import sys
import time


@dataclasses.dataclass
class Cost:
    wall: float
    cpu: float
    peak_mb: float


def run(command, environment=None):
    starter = [sys.executable, "-I", "-S", __file__, *map(str, command)]
    said = subprocess.run(starter, env=environment, check=True, stdout=subprocess.PIPE).stdout
    cost = json.loads(said.rsplit(b"\n", 2)[-2])
    if cost.pop("code") != 0:
        raise subprocess.CalledProcessError(1, command, said)
    return Cost(**cost)


def main():
    begun = time.monotonic()
    process = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ,
                              file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    _, status, usage = os.wait4(process, 0)
    print(json.dumps({"wall": time.monotonic() - begun, "cpu": usage.ru_utime + usage.ru_stime,
                      "peak_mb": usage.ru_maxrss / 1024,
                      "code": os.waitstatus_to_exitcode(status)}))


if __name__ == "__main__":
    main()
