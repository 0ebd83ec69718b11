"""The parts of bench/wire and bench/load: what is asked, counted and compared."""
import math
import os
import pathlib
import sys
import tempfile
import unittest
import xml.etree.ElementTree
from unittest import mock

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench" / "wire_py"))

import cost  # noqa: E402
import disk  # noqa: E402
import load  # noqa: E402
import newsboat  # noqa: E402
from cost import Cost  # noqa: E402


class CostTest(unittest.TestCase):
    def test_counts_what_the_program_itself_took(self):
        ballast = bytearray(100_000_000)  # not the program's, though it is started from here
        small = cost.run(["true"])
        large = cost.run([sys.executable, "-c", "b'1' * 60_000_000; print('said')"])
        busy = cost.run([sys.executable, "-c",
                         "import time\nwhile time.process_time() < 0.3: pass"])
        self.assertEqual(len(ballast), 100_000_000)
        self.assertLess(small.peak_mb, 40)
        self.assertGreater(large.peak_mb, 55)
        self.assertGreaterEqual(busy.cpu, 0.3)
        self.assertGreaterEqual(busy.wall, 0.3)
        self.assertLess(small.cpu, 0.3)

    def test_a_program_that_fails_has_no_cost(self):
        with self.assertRaises(Exception):
            cost.run(["false"])


class FeedsTest(unittest.TestCase):
    def test_each_feed_is_one_that_a_reader_reads_on_a_host_of_its_own(self):
        formats = []
        for outlet in range(200):
            section = newsboat.readable_section(outlet)
            self.assertIn(section, range(1, newsboat.SECTIONS + 1))
            formats.append((outlet + section) % 4)  # as load_world has them
        self.assertEqual((formats.count(0), formats.count(1)), (100, 100))

    def test_lists_are_well_formed(self):
        listing = xml.etree.ElementTree.fromstring(load.opml(["http://a.localhost:1/f/0"]))
        self.assertEqual([row.get("xmlUrl") for row in listing.iter("outline")],
                         ["http://a.localhost:1/f/0"])


class TableTest(unittest.TestCase):
    def test_medians_and_ratios(self):
        peer = newsboat.Row("newsboat", 1, stored=50)
        peer.first = [Cost(4, 2, 20), Cost(1, 1, 10), Cost(2, 1, 10)]
        peer.again = [Cost(2, 1, 10)]
        ours = newsboat.Row("depesche", 8, stored=50)
        ours.first = [Cost(5, 4, 30), Cost(6, 4, 30), Cost(60, 4, 30)]
        ours.again = [Cost(1, 0.5, 20)]
        lines = newsboat.table([peer, ours])
        self.assertEqual(lines[1].split(), ["newsboat", "1", "50", "2.00", "1.00", "10", "2.00",
                                            "1.00", "10"])
        self.assertEqual(lines[3].split()[-6:], ["3.00", "4.00", "3.00", "0.50", "0.50", "2.00"])

    def test_without_the_peer_there_is_no_ratio(self):
        ours = newsboat.Row("depesche", 8, first=[Cost(1, 1, 1)], again=[Cost(1, 1, 1)])
        self.assertEqual(len(newsboat.table([ours])), 2)

    def test_the_peer_may_be_absent(self):
        with mock.patch.dict(os.environ, {"PATH": "/nonexistent"}):
            self.assertFalse(newsboat.is_here())


class DiskTest(unittest.TestCase):
    def test_counts_the_sectors_that_the_folders_device_wrote(self):
        with tempfile.TemporaryDirectory() as folder:
            number = os.stat(folder).st_dev
            device = pathlib.Path(folder) / f"{os.major(number)}:{os.minor(number)}"
            under = disk.Disk(folder, folder)
            self.assertTrue(math.isnan(under.written()), "there is no such device")
            device.mkdir()
            (device / "stat").write_text("   1 2 3 4 5 6 4000 8 0 10 11 12 13 14 15 16 17\n")
            self.assertEqual(under.written(), 2.048)

    def test_an_article_costs_what_was_written_meanwhile(self):
        samples = [(0, 1, 1, 0, 100, 5, 900), (5, 1, 1, 0, 150, 9, 950), (9, 1, 1, 0, 300, 205, 920)]
        self.assertEqual([" ".join(line.split()) for line in load.written(samples)],
                         ["written to the disk 100 KB an article, with what others wrote there",
                          "pages made dirty for it 1000 KB an article"])
        without = [(*sample[:6], math.nan) for sample in samples]
        self.assertIn("not known", load.written(without)[0])
        self.assertIn(" 1000 KB", load.written(without)[1])


class LoadTest(unittest.TestCase):
    def test_waits_are_counted_from_when_a_page_was_allowed(self):
        with tempfile.TemporaryDirectory() as folder:
            log = pathlib.Path(folder) / "world.tsv"
            log.write_text("http://a/1\t90\t100.0\t101.0\t102\n"   # seen
                           "http://a/2\t90\t105.0\t105.5\t106\n"   # not seen
                           "http://a/3\t20\t40.0\t40.5\t41\n")     # before what counts
            seen, asked, lost = load.waits(log, {"http://a/1": 104.0, "http://a/3": 50.0}, 95, 110)
        self.assertEqual((seen, asked, lost), ([4.0], [1.0], 1))

    def test_quantiles(self):
        self.assertEqual(load.quantile([3, 1, 2], 0.5), 2)
        self.assertEqual(load.quantile(range(100), 0.99), 99)
        self.assertNotEqual(load.quantile([], 0.5), load.quantile([], 0.5))  # not a number


if __name__ == "__main__":
    unittest.main()
