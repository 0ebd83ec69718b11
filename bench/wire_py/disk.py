"""What the disk under a folder gets to write, by its own count of sectors."""
import math
import os
import pathlib

SECTOR = 512  # bytes, whatever the disk's own are (the kernel's Documentation/block/stat)
WRITTEN = 6   # of the fields of a stat file: sectors written


class Disk:
    def __init__(self, folder, devices="/sys/dev/block"):
        number = os.stat(folder).st_dev
        self.stat = pathlib.Path(devices) / f"{os.major(number)}:{os.minor(number)}" / "stat"

    def written(self):
        """MB since the system started, whoever wrote them; not a number where the file system has
        no device of its own, as in memory (tmpfs) or over others (overlay)."""
        try:
            return int(self.stat.read_text().split()[WRITTEN]) * SECTOR / 1e6
        except OSError:
            return math.nan
