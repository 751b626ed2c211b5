"""This module writes what `check` finds as JUnit's XML, which every CI shows as tests.

A problem is a case that fails, a notice one that is skipped; where nothing is wrong, one case passes. The suite is
named after the team: tools that merge reports make one suite of all that have one name.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from levelbook.core.errors import Problem
from levelbook.core.text.cleaning import clean
from levelbook.export.source import CheckFindings

_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def export(found: CheckFindings) -> bytes:
    """Return the report."""
    count = {
        "tests": str(len(found.problems) + len(found.notices) + (not found.problems)),
        "failures": str(len(found.problems)),
        "errors": "0",
        "skipped": str(len(found.notices)),
    }
    root = Element("testsuites", {"name": "levelbook", **count})
    name = f"levelbook check: {_words(found.team)}" if found.team else "levelbook check"
    suite = SubElement(root, "testsuite", {"name": name, **count})
    if not found.problems:
        SubElement(suite, "testcase", {"classname": "levelbook", "name": "No problems found.", "time": "0"})
    for problem in found.problems:
        failure = SubElement(_case(suite, problem), "failure", {"message": _words(problem.message)})
        failure.text = _words(str(problem))
    for notice in found.notices:
        SubElement(_case(suite, notice), "skipped", {"message": _words(str(notice))})
    indent(root)
    content: bytes = tostring(root, "utf-8", xml_declaration=True)
    return content + b"\n"


def _case(suite: Element, problem: Problem) -> Element:
    said = _words(f"{problem.key}: {problem.message}" if problem.key else problem.message)
    named = {"classname": _words(problem.path) or "levelbook", "name": said}
    place = {"file": _words(problem.path)} if problem.path else {}
    line = {"line": str(problem.line)} if problem.line is not None else {}
    return SubElement(suite, "testcase", {**named, "time": "0", **place, **line})


def _words(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", clean(text))
