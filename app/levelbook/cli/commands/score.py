"""`levelbook score`: the scorecard."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from levelbook.book.export_file import export_source
from levelbook.cli.open_book import open_session
from levelbook.cli.output import put, put_exactly, put_table
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.scoring import SectionScore
from levelbook.export.registry import FORMATS
from levelbook.words.figures import figure_words, level_words
from levelbook.words.orphans import orphan_lines
from levelbook.words.proof import proven_figure
from levelbook.words.standing import open_facts_words, standing_words


@click.command("score")
@click.option("--json", "as_json", is_flag=True, help="The figures as JSON.")
@click.pass_obj
def command(folder: Path, as_json: bool) -> None:
    """Show the scorecard: levels as ranges, coverage, evidence."""
    session = open_session(folder)
    if as_json:
        put_exactly(FORMATS["json"].export(export_source(session.state)))
        return
    put(standing_words(session.now), *orphan_lines(session.now), "")
    numbers = session.questionnaire.numbers
    rows: list[tuple[str, ...]] = [("", "Section", "Level", "Target", "Proven", "Answered", "Lowest")]
    rows += [_row(section, numbers) for section in session.now.scorecard.sections]
    put_table(rows, right=(0, 3, 4, 5))
    _put_model(session.now)
    if session.now.tailoring.open_facts:
        put("", open_facts_words(session.now.tailoring))


def _put_model(now: Assessment) -> None:
    """Print the figures of the questionnaire's scoring model, if it has one."""
    model = now.questionnaire.scoring_model
    if model is None:
        return
    from levelbook.words.scoring_model import (  # 2 ms, which a questionnaire of levelbook's own does without
        model_words,
        shown_nodes,
        span_words,
        target_words,
        value_words,
    )

    put("", model_words(model, now.model_figures), "")
    rows: list[tuple[str, ...]] = [(model.name, "Figure", "Target", "Open", "May become")]
    for found in shown_nodes(now.model_figures):
        figure = found.figure
        open_ = str(figure.open) if figure and figure.open else ""
        title = f"{'  ' * found.depth}{found.node.title}"
        target = target_words(model, figure)
        rows.append((title, value_words(model, figure), target, open_, span_words(model, figure)))
    put_table(rows, right=(3,))


def _row(section: SectionScore, numbers: Mapping[str, str]) -> tuple[str, ...]:
    number = numbers[section.id]
    counting = [one for one in section.practices if one.counts]
    figures = section.figures
    if not counting:
        return (number, section.section.title, "does not apply", "–", "–", "–", "")
    answered = sum(one.settled for one in counting)
    lowest = f"{numbers[section.lowest.id]} ({section.lowest.level})" if section.lowest else ""
    return (
        number,
        section.section.title,
        level_words(figures),
        figure_words(figures.target),
        proven_figure(figures.evidenced, section),
        f"{answered} of {len(counting)}",
        lowest,
    )
