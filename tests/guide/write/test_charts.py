"""The charts beside the guide: true to the figures, the same each time, and said in words for who does not see them."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from xml.etree.ElementTree import Element, fromstring

from levelbook.guide.write import charts, svg
from levelbook.guide.write.assemble import assemble
from support import bank


def shape(drawn: Element, tag: str, colour: str) -> list[Element]:
    """The shapes of a colour, without those that explain it in the key."""
    every = drawn.findall(f".//{{*}}{tag}")
    return [one for one in every if colour in (one.get("fill"), one.get("stroke")) and one.get("height") != "10"]


def test_the_guide_shows_both_charts_and_says_all_their_numbers() -> None:
    made = assemble(bank.after_two_quarters(), bank.template())
    [standing] = [one.text for one in made.blocks if one.id == "standing"]
    said = dict(reversed(pair) for pair in re.findall(r"!\[(.*?)\]\(charts/(.*?)\)", standing))

    assert set(said) == set(made.charts) == {"standing.svg", "trend.svg"}
    for name, chart in made.charts.items():
        assert fromstring(chart).findtext("{*}title") == said[name]
        assert not re.search(r"https?:|script|url\(|<image|@import", chart.replace("http://www.w3.org/2000/svg", ""))
        assert "prefers-color-scheme: dark" in chart
    assert "Secure model deployment 2.3 (1.8–2.8), target 2.8, proven 2.3" in said["standing.svg"]
    assert re.search(r": 2026-08-22 1\.\d.*, target 2\.\d, proven 1\.\d; 2026-11-22 1\.\d", said["trend.svg"])
    assert assemble(bank.after_two_quarters(), bank.template()).charts == made.charts
    one = bank.after_two_quarters().history[:1]
    assert set(assemble(replace(bank.after_two_quarters(), history=one), bank.template()).charts) == {"standing.svg"}


def test_a_bar_is_as_long_as_its_level_is_high() -> None:
    """What is proven lies on what is said, the range from end to end, and a title is text whatever it holds."""
    bar = charts.Bar("Data & <pipeline>", Fraction(2), Fraction(1), Fraction(3), Fraction(3), Fraction(1, 2))

    drawn = fromstring(svg.standing([bar], 4, "alt"))

    whole, level, proven = (
        float(one.get("width") or 0)
        for colour in (svg.TRACK, svg.LEVEL, svg.PROVEN)
        for one in shape(drawn, "rect", colour)
    )
    assert (level, proven) == (whole / 2, whole / 8)
    assert [line.get("x1") for line in shape(drawn, "line", svg.TARGET)][1:] == [f"{whole * 3 / 4:g}"]
    ranges = [(float(line.get("x1") or 0), float(line.get("x2") or 0)) for line in shape(drawn, "line", svg.INK)]
    assert (whole / 4, whole * 3 / 4) in ranges
    assert "Data & <pipeline>" in [text.text for text in drawn.findall(".//{*}text")]


def test_the_trend_leaves_a_hole_where_nothing_was_known_and_keeps_to_the_latest_editions() -> None:
    points = [
        charts.Point(f"q{n}", level, level, level, Fraction(2), None)
        for n, level in enumerate([Fraction(1), None, *[Fraction(2)] * 20])
    ]

    drawn = fromstring(svg.trend(points[:4], 4, "alt"))
    assert len([path for path in drawn.findall(".//{*}path") if path.get("stroke") == svg.LEVEL]) == 2
    assert not [path for path in drawn.findall(".//{*}path") if path.get("stroke") == svg.PROVEN]

    words = [text.text for text in fromstring(svg.trend(points, 4, "alt")).findall(".//{*}text")]
    assert "q21" in words and "q9" not in words and words.count("2.0") == charts.MOST_EDITIONS
