"""The charts beside the guide: true to the figures, the same each time, and said in words for who does not see them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from xml.etree.ElementTree import Element, fromstring

import pytest

from levelbook.guide.write import charts, svg
from levelbook.guide.write.assemble import assemble
from support import bank


def shape(drawn: Element, tag: str, colour: str) -> list[Element]:
    """The shapes of a colour, without those that explain it in the key."""
    every = drawn.findall(f".//{{*}}{tag}")
    return [one for one in every if colour in (one.get("fill"), one.get("stroke")) and one.get("height") != "10"]


def test_the_guide_shows_both_charts_and_says_all_their_numbers() -> None:
    made = assemble(*bank.after_two_quarters(), bank.template())
    [standing] = [one.text for one in made.blocks if one.id == "standing"]
    said = dict(reversed(pair) for pair in re.findall(r"!\[(.*?)\]\(charts/(.*?)\)", standing))

    assert set(said) == set(made.charts) == {"standing.svg", "trend.svg"}
    assert all("counts as proven" in chart for chart in made.charts.values())
    for name, chart in made.charts.items():
        assert fromstring(chart).findtext("{*}title") == said[name]
        assert not re.search(r"https?:|script|url\(|<image|@import", chart.replace("http://www.w3.org/2000/svg", ""))
        assert "prefers-color-scheme: dark" in chart
    deployment = "Secure model deployment 2.3 (1.8–2.6), 4 of 5 answered, target 2.8, 2.3 counts as proven"
    assert deployment in said["standing.svg"]
    assert re.search(r": 2026-08-22 1\.\d.*, target 2\.\d, 1\.\d counts as proven; 2026-11-22 1\.\d", said["trend.svg"])
    assert assemble(*bank.after_two_quarters(), bank.template()).charts == made.charts
    current, context = bank.after_two_quarters()
    first = replace(current, editions=current.editions[:1])
    assert set(assemble(first, context, bank.template()).charts) == {"standing.svg"}


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


def test_two_editions_of_one_day_are_told_apart_under_the_trend() -> None:
    one = Fraction(1)
    points = [charts.Point(name, one, one, one, one, one) for name in ("2026-11-22", "2026-11-22-2")]
    assert ">2026-11-22-2</text>" in svg.trend(points, 4, "alt")


@pytest.mark.parametrize("editions", [1, 2, charts.MOST_EDITIONS])
@pytest.mark.parametrize("level", [Fraction(0), Fraction(3, 2), Fraction(4)])
def test_where_every_figure_is_the_same_all_of_it_is_drawn_inside_the_picture(level: Fraction, editions: int) -> None:
    points = [charts.Point(f"q{n}", level, level, level, level, level) for n in range(editions)]
    bars = [charts.Bar(f"Chapter {n}", level, level, level, level, level) for n in range(editions)]

    for drawn in (svg.trend(points, 4, "alt"), svg.standing(bars, 4, "alt")):
        picture = fromstring(drawn)
        assert [place for place in places(picture) if not (0 <= place[0] <= svg.WIDTH)] == []
        assert [place for place in places(picture) if not (0 <= place[1] <= float(picture.get("height") or 0))] == []


def places(element: Element, across: float = 0, down: float = 0) -> Iterator[tuple[float, float]]:
    """Every place of a picture at which something is drawn, as it lies in the whole picture."""
    if moved := re.match(r"translate\((\S+)[ ,]+(\S+)\)", element.get("transform", "")):
        across, down = across + float(moved[1]), down + float(moved[2])
    numbers = [float(number) for number in re.findall(r"-?\d+\.?\d*", element.get("d", ""))]
    pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
    for x, y in (("x", "y"), ("x1", "y1"), ("x2", "y2"), ("cx", "cy")):
        if element.get(x) is not None and element.get(y) is not None:
            pairs.append((float(element.get(x, "")), float(element.get(y, ""))))
    yield from ((across + x, down + y) for x, y in pairs)
    for inner in element:
        yield from places(inner, across, down)
