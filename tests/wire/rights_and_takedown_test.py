"""Corrections, rights and takedown from the shell: what is shown, given away and forgotten."""
import json
import unittest

from wire_case import WireCase

TEXT = ("A storm tore the roof off the market hall in Westermole on Monday night. Three stalls were "
        "flooded, and traders will move to the old tram depot, the council of Quaxolyptus said.")


def article(number, **more):
    return {"url": f"http://paper{number}.example/1", "outlet": f"Paper {number}", "language": "en",
            "title": f"Storm over Westermole, report {number}", "text": TEXT,
            "first_seen_at": f"2030-01-0{number}T10:00:00Z", **more}


class RightsAndTakedown(WireCase):
    def take(self, *rows):
        path = self.folder / "rows.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        self.run_program("import", "--quiet", path)

    def rows(self, *arguments):
        done = self.run_program(*arguments)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def test_show_tells_what_an_outlet_changed(self):
        self.take(article(1))
        self.take(article(1, title="Storm over Westermole, report one", text=TEXT.replace("Three", "Four")))
        shown = self.run_program("show", "1").stdout
        self.assertIn("[-Three-] {+Four+}", shown)
        self.assertIn("headline, number", shown)
        (row,) = self.rows("show", "1", "--json")
        self.assertEqual(row["changes"][0]["kinds"], ["headline", "number"])
        # Other quotation marks and spaces are no correction.
        self.take(article(2))
        self.take(article(2, text=TEXT.replace(" ", "  ") + '"'))
        # The third arrival: the second was a new version of the first.
        self.assertNotIn("changed", self.run_program("show", "3").stdout)

    def test_export_gives_what_the_outlet_allows(self):
        self.take(article(1), article(2, rights={"robots": "noindex"}),
                  article(3, rights={"robots": "max-snippet:20"}),
                  article(4, rights={"tdm": "1"}), article(5, rights={"aipref": "train-ai=n"}))
        self.assertEqual(len(self.rows("export")), 5)
        public = {row["outlet"]: row for row in self.rows("export", "--for", "public")}
        self.assertEqual(sorted(public), ["Paper 1", "Paper 3", "Paper 4", "Paper 5"])
        self.assertEqual(public["Paper 3"]["standfirst"], "A storm tore the…")
        self.assertNotIn("text", public["Paper 1"])
        mining = [row["outlet"] for row in self.rows("export", "--for", "mining")]
        self.assertEqual(mining, ["Paper 1", "Paper 2", "Paper 3"])

    def test_of_what_is_behind_a_paywall_the_public_gets_the_standfirst(self):
        self.take(article(1, paywalled=True), article(2, paywalled=True, standfirst="A storm in Westermole."),
                  article(3, paywalled=False))
        excerpts = {row["outlet"]: row.get("standfirst", "")
                    for row in self.rows("export", "--for", "public")}
        self.assertEqual(excerpts, {"Paper 1": "", "Paper 2": "A storm in Westermole.", "Paper 3": TEXT})
        self.assertTrue(all(row["text"] for row in self.rows("export")))

    def test_the_owner_limits_what_of_an_outlet_is_public(self):
        self.take(article(1), article(2), article(3, rights={"robots": "max-snippet:20"}))
        self.assertIn("paper-2  Paper 2\n    1 article; in public: excerpts",
                      self.run_program("outlets", "list").stdout)
        said = self.run_program("outlets", "set", "Paper 1", "--excerpt", "30").stdout
        self.assertIn("at most 30 characters, as you said", said)
        self.run_program("outlets", "set", "paper-2", "--excerpt", "0")
        self.run_program("outlets", "set", "paper-3", "--excerpt", "300")
        rows = {row["name"]: row.get("excerpt") for row in self.rows("outlets", "list", "--json")}
        self.assertEqual(rows, {"Paper 1": 30, "Paper 2": 0, "Paper 3": 300})
        excerpts = {row["outlet"]: row.get("standfirst", "")
                    for row in self.rows("export", "--for", "public")}
        self.assertEqual(excerpts, {"Paper 1": "A storm tore the roof off the…", "Paper 2": "",
                                    "Paper 3": "A storm tore the…"})
        for reader in ("owner", "mining"):
            self.assertTrue(all(row["text"] == TEXT for row in self.rows("export", "--for", reader)))
        self.run_program("outlets", "set", "paper-1", "--excerpt", "default")
        (row,) = [row for row in self.rows("export", "--for", "public") if row["outlet"] == "Paper 1"]
        self.assertEqual(row["standfirst"], TEXT)
        for length in ("401", "-1", "many", ""):
            done = self.run_program("outlets", "set", "paper-1", "--excerpt", length, check=False)
            self.assertEqual(done.returncode, 2, length)
        done = self.run_program("outlets", "set", "Nobody", "--excerpt", "0", check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("`depesche outlets list` shows them", done.stderr)

    def test_what_is_taken_down_is_gone_and_stays_away(self):
        self.take(article(1), article(2, title="Harvest festival opens",
                                      text="Something else entirely happened in Karlsgrund."))
        self.assertIn("Paper 1", self.run_program("search", "Quaxolyptus").stdout)
        said = self.run_program("takedown", "http://paper1.example/1", "--reason", "asked to").stdout
        self.assertIn("article 1", said)
        self.assertIn("backups made before keep the text", said)
        self.assertEqual(self.run_program("search", "Quaxolyptus").stdout, "")
        self.take(article(1))
        self.assertEqual([row["outlet"] for row in self.rows("export")], ["Paper 2"])
        self.assertNotEqual(self.run_program("show", "1", check=False).returncode, 0)
        self.run_program("check")
        for file in self.folder.rglob("depesche.db*"):
            self.assertNotIn(b"quaxolyptus", file.read_bytes().lower(), file)
        self.assertIn("no such article", self.run_program("takedown", "http://paper9.example/").stdout)
        self.assertEqual(self.run_program("takedown", "nonsense", check=False).returncode, 2)


if __name__ == "__main__":
    unittest.main()
