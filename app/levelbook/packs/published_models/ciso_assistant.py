"""This module reads a framework of CISO Assistant from the YAML of its library.

An assessable requirement is a practice. Its scale is the framework's: a level for each score, or for each that the
library names, or, where there are too many, three for what is not, partly and fully compliant. A requirement whose
score CISO Assistant works out of several questions is a node, and each of them a practice.

CISO Assistant makes figures in one of three ways, which there each audit chooses; so whoever imports chooses:

rule             the whole is
---------------  ------------------------------------------------------------------------------------
`mean`           the weighted mean of all requirements
`mean-of-means`  the mean of the categories, each a weighted mean of what is under it
`sum`            the weighted sum of all requirements, where what is open adds nothing

It leaves out what is not scored, takes a weight of 0 for 1, and cuts its figures off after one decimal.

An audit there may score documentation beside implementation. Then each requirement has a second practice, each figure a
second layer, and the whole is the mean of the two. Where only the implementation is scored, documentation counts as 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import clean_line, valid_id, with_full_stop
from levelbook.packs.published_models.answer_ladder import ModelAnswer, on_scale, plain
from levelbook.packs.published_models.ciso_requirements import Requirement, sections_of, weight_of
from levelbook.packs.published_models.ciso_scale import Scale
from levelbook.packs.published_models.published_yaml import Table
from levelbook.packs.questionnaire_files import Imported, as_files, slug

RULES: Final = ("mean", "mean-of-means", "sum")
_GROUPS: Final = "implementation-groups"
_WITH_CHOICES: Final = ("unique_choice", "multiple_choice")
"""The types of questions with answers to choose from."""


def read(path: Path, rule: str, *, documentation: bool = False) -> dict[str, str]:
    """Turn a library with a framework into a questionnaire: path to text. Raises FileIsWrong, with the key.

    documentation: whether each requirement's documentation is asked for and scored too.
    """
    library = Table.of(path)
    objects = library.table("objects")
    if "framework" not in objects.values:
        raise objects.wrong("framework", "This library has no framework; some hold mappings, threats or presets only.")
    framework = objects.table("framework")
    return as_files(_Framework(library, framework, rule, documentation=documentation).imported())


@frozen
class _Scored:
    """A question whose answers give points, or one tick of a question that allows several."""

    suffix: str
    """A suffix that distinguishes it from the other questions of its requirement; empty if it is the only one."""
    text: str
    answers: tuple[ModelAnswer, ...]
    weight: Fraction
    ask: tuple[str, ...] = ()
    when: Mapping[str, Any] | None = None
    """The test over facts under which it does not apply."""


class _Framework:
    def __init__(self, library: Table, framework: Table, rule: str, *, documentation: bool) -> None:
        self._library, self._framework, self._rule = library, framework, rule
        self._documentation = documentation
        self._scale = Scale(framework)
        self._nodes: list[dict[str, Any]] = []
        self._documentation_of: dict[str, str] = {}
        """Map each node for implementation to its node for documentation."""
        self._placed: list[dict[str, Any]] = []
        self._sets: dict[tuple[int | float, ...], str] = {}
        self._facts: dict[str, dict[str, Any]] = {}
        self._rules: list[dict[str, Any]] = []
        self._by_groups: dict[tuple[str, ...], list[str]] = {}
        self._taken: set[str] = set()

    def imported(self) -> Imported:
        name = self._framework.text("name")
        questionnaire = slug(self._framework.text("ref_id", required=False) or name)
        if not valid_id(questionnaire):
            raise self._framework.wrong("ref_id", "No id can be made from this.")
        whole = self._whole(questionnaire, name)
        sections = [self._section(title, tops, whole) for title, tops in sections_of(self._framework)]
        self._group_rules()
        version = self._library.text("version", required=False)
        source = f"CISO Assistant library {self._library.text('urn', required=False)}, version {version}"
        return Imported(
            id=questionnaire,
            title=name,
            subject="our systems",
            licence=self._library.text("copyright", required=False),
            source=source,
            scale=self._scale.steps,
            default_target=max(1, self._scale.top // 2),
            sections=sections,
            facts=list(self._facts.values()),
            rules=self._rules,
            scoring={
                "name": f"CISO Assistant ({self._rule.replace('-', ' ')})",
                "source": source,
                "blank": "zero" if self._rule == "sum" else "range",
                "decimals": 1,
                "rounding": "truncate",
                "answer_sets": [{"id": set_, "values": list(values)} for values, set_ in self._sets.items()],
                "nodes": self._nodes,
                "questions": self._placed,
            },
        )

    def _whole(self, questionnaire: str, name: str) -> str:
        """Add the node of the whole, and with documentation its two layers; the one that implementation is under."""
        whole = self._own_id(questionnaire)
        if not self._documentation:
            self._nodes.append(self._layer(whole, name))
            return whole
        self._nodes.append({"id": whole, "title": name, "aggregation": "mean"})
        layers = [self._own_id(layer) for layer in ("implementation", "documentation")]
        for layer, title in zip(layers, ("Implementation", "Documentation"), strict=True):
            self._nodes.append({**self._layer(layer, title), "within": whole, "decimals": 1})
        self._documentation_of[layers[0]] = layers[1]
        return layers[0]

    def _layer(self, id_: str, title: str) -> dict[str, Any]:
        kinds = {"mean": "mean-of-questions", "mean-of-means": "mean", "sum": "sum"}
        least, most = self._scale.range
        node: dict[str, Any] = {"id": id_, "title": title, "aggregation": kinds[self._rule]}
        return node if self._rule == "sum" else {**node, "range": [plain(least), plain(most)]}

    def _section(self, title: str, tops: Sequence[Requirement], whole: str) -> dict[str, Any]:
        section = self._own_id(slug(title)[:50].strip("-") or "section", "section:")
        practices: list[dict[str, Any]] = []
        for top in tops:
            self._place(top, whole, section, practices, is_top=True)
        return {"id": section, "title": title, "practices": practices}

    def _place(
        self,
        one: Requirement,
        within: str,
        section: str,
        practices: list[dict[str, Any]],
        *,
        is_top: bool = False,
        counts: bool = True,
    ) -> None:
        """Place a requirement and its children below a node; requirements that do not count are part of no figure."""
        if one.is_assessable:
            practices += self._practices(one, within, section, counts=counts)
            counts = counts and self._rule != "mean-of-means"  # there its own score stands for everything under it
        elif counts and any(below.is_assessable for below in one.everything_below):
            skipped = self._rule == "mean-of-means" and is_top and not any(below.is_assessable for below in one.below)
            if not skipped:  # a root that only groups categories: each of them weighs as much as any other
                within = self._group_node(one, within)
        for below in one.below:
            self._place(below, within, section, practices, counts=counts)

    def _group_node(self, one: Requirement, within: str) -> str:
        kinds = {"mean": "mean-of-questions", "mean-of-means": "weighted-mean", "sum": "sum"}
        node = self._own_id(slug(one.title)[:50].strip("-") or "group")
        weight = {"weight": plain(one.weight)} if self._rule == "mean-of-means" else {}
        shape = {"id": node, "title": one.title, "aggregation": kinds[self._rule], "source_id": one.urn, **weight}
        self._nodes.append({**shape, "within": within})
        if self._documentation:
            beside = self._own_id(f"{node[:44].strip('-')}-documentation")
            self._nodes.append({**shape, "id": beside, "within": self._documentation_of[within]})
            self._documentation_of[node] = beside
        return node

    def _practices(self, one: Requirement, within: str, section: str, *, counts: bool) -> list[dict[str, Any]]:
        """Return the practices of one requirement: itself, or one for each scored question; then documentation."""
        name = self._own_id(slug(one.title)[:56].strip("-") or "requirement", f"{section}.")
        scored, prompts = self._questions(one)
        if not scored:
            described = one.table.text("description", required=False)
            text = f"How far is this met: {described or one.title}"
            answers = self._scale.scores_meaning("description")
            scored = [_Scored("", with_full_stop(text) if described else f"{text}?", answers, Fraction(1))]
        above = within
        if len(scored) > 1 and counts:
            within = self._question_node(one, name, within)
        found = []
        implementation = []
        for question in scored:
            ladder = self._ladder(one, question)
            practice = f"{name}-{question.suffix}" if question.suffix else name
            full = f"{section}.{practice}"
            if counts:
                weight = question.weight if len(scored) > 1 else one.weight
                self._place_question(full, within, ladder[1], weight, one)
            self._tailor(one, full, question.when)
            found.append(_practice(practice, one, question, ladder[0], [*prompts, *question.ask]))
            implementation.append(full)
        if self._documentation:
            practice = self._own_id(f"{name[:46].strip('-')}-documentation", f"{section}.")
            full = f"{section}.{practice}"
            self._tailor(one, full, scored[0].when if len(scored) == 1 else None)
            question, statements, values = self._documented(one)
            if counts:
                beside = self._documentation_of[above]
                self._place_question(full, beside, values, one.weight, one, documents=implementation)
            found.append({**_practice(practice, one, question, statements, []), **_about_documentation(one)})
        return found

    def _tailor(self, one: Requirement, practice: str, when: Mapping[str, Any] | None) -> None:
        """Record the groups and the answer under which a requirement's practice does not apply."""
        if one.groups or self._framework.values.get("implementation_groups_definition"):
            self._by_groups.setdefault(one.groups, []).append(practice)
        if when:
            because = "of what was answered to the question before it"
            self._rules.append({"when": dict(when), "because": because, "not_applicable": [practice]})

    def _documented(self, one: Requirement) -> tuple[_Scored, tuple[str, ...], tuple[int | float, ...]]:
        """Build the practice about a requirement's documentation, with the statements and values of its levels."""
        described = one.table.text("description", required=False)
        text = (
            with_full_stop(f"How far is this documented: {described}")
            if described
            else f"How far is {one.title} documented?"
        )
        question = _Scored("", text, self._scale.scores_meaning("description_doc"), Fraction(1))
        return (question, *self._ladder(one, question))

    def _place_question(
        self,
        practice: str,
        within: str,
        values: Sequence[int | float],
        weight: Fraction,
        one: Requirement,
        *,
        documents: Sequence[str] = (),
    ) -> None:
        """Place a practice in the tree. A sum has no weights here, so they are included in its values."""
        adds_up = self._rule == "sum"
        worth = tuple(plain(Fraction(str(value)) * weight) for value in values) if adds_up else tuple(values)
        answers = self._sets.setdefault(worth, f"scores-{len(self._sets) + 1}")
        place = {"practice": practice, "within": within, "answers": answers, "source_id": one.urn}
        documented = {"documents": list(documents)} if documents else {}
        self._placed.append({**place, "weight": plain(weight), **documented})

    def _question_node(self, one: Requirement, name: str, within: str) -> str:
        """Return a node that scores several questions together: a whole number, once all are answered."""
        node = self._own_id(name[:50].strip("-"))
        least, most = self._scale.range
        kind = "sum-clipped" if self._rule == "sum" else "weighted-mean"
        self._nodes.append(
            {
                "id": node,
                "title": one.title,
                "aggregation": kind,
                "within": within,
                "range": [plain(least), plain(most)],
                "weight": plain(one.weight),
                "complete": True,
                "decimals": 0,
                "source_id": one.urn,
            }
        )
        return node

    def _ladder(self, one: Requirement, question: _Scored) -> tuple[tuple[str, ...], tuple[int | float, ...]]:
        try:
            ladder = on_scale(sorted(question.answers, key=lambda answer: answer.value), self._scale.top)
        except ValueError as error:
            raise one.table.wrong("questions", str(error)) from None
        return ladder.statements, ladder.values

    # Questions of a requirement

    def _questions(self, one: Requirement) -> tuple[list[_Scored], list[str]]:
        """Return the questions that give points, and prompts made from all others."""
        held = one.table.values.get("questions")
        if not isinstance(held, dict):
            return [], []
        all_ = one.table.table("questions")
        tables = {urn: all_.table(urn) for urn in all_.values}
        scored: list[_Scored] = []
        prompts: list[str] = []
        for place, table in enumerate(tables.values(), start=1):
            answers = _answers(table)
            several = table.text("type", required=False) == "multiple_choice"
            if not any(answer.value for answer in answers) if several else len({one.value for one in answers}) < 2:
                text = table.text("text", required=False)
                prompts += [f"Ask too: {text}"] if text else []
                continue
            self._must_fit(table, answers)
            scored += self._scored(str(place), table, tables, answers, several=several)
        if len(scored) == 1:
            only = scored[0]
            least, most = self._scale.range
            clipped = tuple(
                ModelAnswer(answer.text, max(least, min(most, Fraction(int(answer.value))))) for answer in only.answers
            )
            scored = [_Scored("", only.text, clipped, only.weight, only.ask, only.when)]
        return scored, prompts

    def _scored(
        self, suffix: str, table: Table, others: Mapping[str, Table], answers: Sequence[ModelAnswer], *, several: bool
    ) -> Iterator[_Scored]:
        """Return the practices of one scored question: one, or one for each scored tick."""
        text = table.text("text")
        when, ask = self._condition(table, others)
        weight = weight_of(table)
        if not several:
            yield _Scored(suffix, text, tuple(answers), weight, ask, when)
            return
        if self._rule != "sum":
            message = "This question takes several answers, so its points have no single mean."
            raise table.wrong("type", message, "Import it with --rule sum.")
        for at, answer in enumerate(answers, start=1):
            if answer.value:
                yes_no = (ModelAnswer("No", Fraction(0)), ModelAnswer("Yes", answer.value))
                yield _Scored(f"{suffix}-{at}", f"{text} {answer.text}", yes_no, weight, ask, when)

    def _must_fit(self, table: Table, answers: Sequence[ModelAnswer]) -> None:
        least, most = self._scale.range
        if self._rule != "sum" and not all(least <= answer.value <= most for answer in answers):
            message = f"Some points are outside {plain(least)} to {plain(most)}, so their mean would be cut off."
            raise table.wrong("choices", message, "Import it with --rule sum.")

    def _condition(self, table: Table, others: Mapping[str, Table]) -> tuple[Mapping[str, Any] | None, tuple[str, ...]]:
        """Return when a question does not apply: by a fact if its condition gives no points, otherwise in words."""
        if "depends_on" not in table.values:
            return None, ()
        condition = table.table("depends_on")
        asked = condition.text("question")
        if asked not in others:
            raise condition.wrong("question", "The requirement has no such question.")
        other = others[asked]
        choices = {choice.text("urn"): choice.text("value") for choice in other.tables("choices")}
        wanted = condition.texts("answers")
        if unknown := [urn for urn in wanted if urn not in choices]:
            raise condition.wrong("answers", f"The question has no answer {clean_line(unknown[0])}.")
        said = " or ".join(f"“{choices[urn]}”" for urn in wanted)
        if _answers(other) or other.text("type") != "unique_choice":
            only_where = f"Only where “{other.text('text')}” is {said}; where it is not, this does not apply."
            return None, (only_where,)
        fact = self._fact(asked, other, choices)
        ids = dict(zip(choices, [choice["id"] for choice in fact["choices"]], strict=True))
        return {fact["id"]: [ids[urn] for urn in choices if urn not in wanted]}, ()

    def _fact(self, urn: str, question: Table, choices: Mapping[str, str]) -> dict[str, Any]:
        if urn not in self._facts:
            self._facts[urn] = {
                "id": self._own_id(slug(question.text("text"))[:50].strip("-") or "fact", "fact:"),
                "question": question.text("text"),
                "choices": _choices(choices.values()),
            }
        return self._facts[urn]

    # Implementation groups

    def _group_rules(self) -> None:
        """Exclude requirements outside the chosen groups, and those in no group, once groups are chosen."""
        if not any(self._by_groups):
            return
        defined = self._framework.tables("implementation_groups_definition")
        names = {group.text("ref_id"): group.text("name", required=False) for group in defined}
        choices = _choices([f"{ref_id}: {name}" if name else ref_id for ref_id, name in names.items()], names)
        ids = {ref_id: choice["id"] for ref_id, choice in zip(names, choices, strict=True)}
        by_known: dict[tuple[str, ...], list[str]] = {}
        for groups, practices in self._by_groups.items():  # nobody can choose a group that is not defined
            by_known.setdefault(tuple(ids[group] for group in groups if group in ids), []).extend(practices)
        question = "Which implementation groups do you work to? Without an answer, everything applies."
        self._facts[_GROUPS] = {"id": _GROUPS, "question": question, "choices": choices, "many": True}
        for known, practices in by_known.items():
            test = {"none": list(known)} if known else {"only": list(ids.values())}
            because = "you work to other implementation groups"
            self._rules.append({"when": {_GROUPS: test}, "because": because, "not_applicable": practices})

    def _own_id(self, name: str, kind: str = "node:") -> str:
        """Return an id that is unique among its kind."""
        found, number = name, 2
        while f"{kind}{found}" in self._taken or not valid_id(found):
            found, number = f"{name[:58].strip('-')}-{number}", number + 1
        self._taken.add(f"{kind}{found}")
        return found


def _answers(question: Table) -> list[ModelAnswer]:
    """Return the answers of a question that give points; none if it is answered in words or gives no points."""
    if question.text("type", required=False) not in _WITH_CHOICES:
        return []
    return [
        ModelAnswer(choice.text("value"), choice.number("add_score"))
        for choice in question.tables("choices")
        if choice.values.get("add_score") not in (None, "", "null")
    ]


def _choices(labels: Any, names: Any = None) -> list[dict[str, str]]:
    """Return the choices of a fact, each with an id of its own."""
    found: list[dict[str, str]] = []
    for label, name in zip(labels, names or labels, strict=False):
        base = slug(name)[:50].strip("-") or "choice"
        used = [one["id"] for one in found]
        number = 2
        own = base
        while own in used or not valid_id(own):
            own, number = f"{base}-{number}", number + 1
        found.append({"id": own, "label": clean_line(label)})
    return found


def _practice(
    name: str, one: Requirement, question: _Scored, statements: Sequence[str], ask: Sequence[str]
) -> dict[str, Any]:
    described = one.table.text("description", required=False)
    evidence = one.table.text("typical_evidence", required=False)
    guidance = one.table.text("annotation", required=False)
    return {
        "id": name,
        "title": one.title,
        "rule": with_full_stop(described or one.title),
        "question": question.text,
        "why": with_full_stop(guidance) if guidance else "",
        "impact": 2,
        "ask": [*ask, *([f"Typical evidence: {evidence}"] if evidence else [])],
        "levels": [{"level": level, "statement": statement} for level, statement in enumerate(statements)],
    }


def _about_documentation(one: Requirement) -> dict[str, Any]:
    """Return the texts of the practice about a requirement's documentation, which replace the requirement's own."""
    requirement = one.table.text("description", required=False) or one.title
    return {
        "title": f"{one.title}: documentation",
        "rule": f"Document how this is met: {with_full_stop(requirement)}",
        "why": "",
    }
