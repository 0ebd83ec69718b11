#!/usr/bin/env python3
"""What libxml2 finds by XPath: the other side of xpath_oracle_test.cpp.

Reads {"pages": [HTML], "rules": [{"entry": XPATH, "parts": [XPATH]}]} and prints a line for each page and
rule, then one for each part in each entry; elements are named by their attribute "n". Exit code 77: no lxml.
"""
import json
import re
import sys

try:
    from lxml import etree
except ImportError:
    sys.exit(77)


def elements(found):
    """Those found, or whose text or attribute was."""
    numbers = set()
    for one in found:
        if isinstance(one, str):
            parent = one.getparent()
            one = parent.getparent() if one.is_tail else parent
        numbers.add(int(one.get("n")))
    return " ".join(map(str, sorted(numbers)))


def of_nodes(path):
    """The path whose text a part takes."""
    wrapped = re.fullmatch(r"\s*(?:normalize-space|string)\((.*)\)\s*", path)
    return wrapped.group(1) if wrapped else path


given = json.load(open(sys.argv[1], encoding="utf-8"))
for number, text in enumerate(given["pages"]):
    page = etree.HTML(text).getroottree()
    for rule in given["rules"]:
        entries = page.xpath(rule["entry"])
        print(number, rule["entry"], ":", elements(entries))
        for entry in entries:
            around = set(entry.iterancestors()) | set(entry.iterdescendants())
            if around.intersection(entries):
                continue  # an entry in an entry is none
            for path in rule["parts"]:
                print(number, entry.get("n"), path, ":", elements(entry.xpath(of_nodes(path))))
