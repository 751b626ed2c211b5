"""A guide that git could not merge: what people wrote on either branch stays where they wrote it."""

from __future__ import annotations

import re

import pytest

from levelbook.guide.keep.blocks import DamagedGuide, digest, parse
from levelbook.guide.keep.git_conflict import count, first_line, merged


def guide(*, text: str = "Generated.", by_hand: str = "", notes: str = "", edition: str = "a", key: str = "") -> str:
    """A guide of one block, whose text a person may have replaced."""
    front = f'---\ntitle: "T"\nedition: "{edition}"\n{key}---\n'
    block = f"<!-- levelbook:begin rules {digest(text)} -->\n{by_hand or text}\n<!-- levelbook:end rules -->\n"
    return f"{front}\n{block}\n{notes}\n"


def conflict(mine: str, theirs: str) -> str:
    return f"<<<<<<< HEAD\n{mine}||||||| base\nolder\n=======\n{theirs}>>>>>>> other\n"


def test_what_either_branch_wrote_in_a_block_stays_in_it() -> None:
    whole = merged(conflict(guide(text="Mine, generated."), guide(by_hand="A person's.", edition="b")))
    assert whole is not None
    assert parse(whole).blocks[0].text == "A person's."
    assert not parse(whole).blocks[0].generated


def test_where_both_wrote_the_other_ones_words_stand_under_the_block() -> None:
    whole = merged(conflict(guide(by_hand="Ana's."), guide(by_hand="Tom's.", notes="And a note.")))
    assert whole is not None
    block = parse(whole).blocks[0]
    assert (block.text, block.notes) == ("Ana's.", "And a note.\n\nTom's.")


def test_where_both_wrote_in_different_lines_of_a_block_both_stand_in_it() -> None:
    base = guide(by_hand="### Roles\n\nCall Ana.\n\n- One.\n- Two.")
    mine = guide(by_hand="### Roles\n\nCall Ana or Tom.\n\n- One.\n- Two.", notes="Mine.")
    theirs = guide(by_hand="### Roles\n\nCall Ana.\n\n- One.\n- Two.\n- Three.", edition="b")
    for one, other in ((mine, theirs), (theirs, mine)):
        whole = merged(conflict(one, other), base=base)
        assert whole is not None
        block = parse(whole).blocks[0]
        assert block.text == "### Roles\n\nCall Ana or Tom.\n\n- One.\n- Two.\n- Three."
        assert (block.notes, block.generated) == ("Mine.", False)


def test_what_only_one_branch_changed_since_they_parted_is_as_it_changed_it() -> None:
    base = guide(by_hand="Call Ana.", notes="A copy is in the drawer.")
    for change in ({"by_hand": "Call Ana or Tom."}, {"notes": "A copy is on the wall."}, {"by_hand": "", "notes": ""}):
        changed, other = guide(**{"by_hand": "Call Ana.", "notes": "A copy is in the drawer."} | change), base
        expected = parse(changed).blocks[0]
        for mine, theirs in ((changed, other), (other, changed)):
            whole = merged(conflict(mine, theirs), base=base)
            assert whole is not None
            block = parse(whole).blocks[0]
            assert (block.text, block.notes) == (expected.text, expected.notes)


def test_under_the_block_stand_only_lines_of_the_other_branch_that_are_not_generated() -> None:
    mine = guide(by_hand="### Roles\n\nLevel 2.\n\n- One, says Ana.\n- Two.")
    theirs = guide(by_hand="### Roles\n\nLevel 1.\n\n- One, says Tom.\n- Two.")
    whole = merged(conflict(mine, theirs), known=lambda: {"rules": ["### Roles\n\nLevel 1.\n\n- One.\n- Two."]})
    assert whole is not None
    assert parse(whole).blocks[0].notes == "- One, says Tom."


def test_what_both_wrote_stands_once_and_keys_of_people_are_kept() -> None:
    mine, theirs = guide(notes="Same.\n\nAna."), guide(notes="Same.\n\nTom.", edition="b", key="nav_order: 3\n# why\n")
    whole = merged(conflict(mine, theirs))
    assert whole is not None
    assert parse(whole).blocks[0].notes == "Same.\n\nAna.\n\nTom."
    assert {"nav_order": "3", "edition": "a"}.items() <= parse(whole).values.items()
    assert "# why" in whole


def front(*lines: str) -> str:
    """A guide with these lines in its front matter."""
    return guide(key="".join(f"{line}\n" for line in lines))


@pytest.mark.parametrize(
    ("before", "changed"),
    [
        ("nav_order: 3", "nav_order: 4"),
        ("description: Ours", "description: >-\n  Ask Alder: ours"),
        ("tags:\n  - a", "tags:\n  - a\n  - b"),
        ("tags: [a]", ""),
        ("", "search: false"),
        ("# why", "# why not"),
    ],
)
def test_a_key_that_only_one_branch_changed_is_as_it_changed_it(before: str, changed: str) -> None:
    base, new = front(before, 'owner: "Ana"'), front(changed, 'owner: "Ana"')
    wanted = [line for line in changed.split("\n") if line]
    for mine, theirs in ((new, base), (base, new)):
        whole = merged(conflict(mine, theirs), (mine, theirs), base=base)
        assert whole is not None
        held = [line for line in parse(whole).front_matter or () if line]
        assert [line for line in held if line in wanted] == wanted
        gone = [line for line in before.split("\n") if line not in wanted and not line.startswith("#")]
        assert not set(gone) & set(held)
        assert held.count('owner: "Ana"') == 1


def test_a_title_that_only_the_other_branch_wrote_stays_and_of_two_that_both_wrote_one_is_a_comment() -> None:
    base = guide()
    theirs = base.replace('title: "T"', "title: How we work")
    whole = merged(conflict(base, theirs), (base, theirs), base=base)
    assert whole is not None
    assert parse(whole).values["title"] == "How we work"
    mine = base.replace('title: "T"', "title: Our page")
    for known in (base, None):
        whole = merged(conflict(mine, theirs), (mine, theirs), base=known)
        assert whole is not None
        assert parse(whole).values["title"] == "Our page"
        assert "# title: How we work" in (parse(whole).front_matter or ())


def test_of_a_key_of_levelbooks_own_that_both_branches_wrote_only_a_comment_of_the_other_one_is_kept() -> None:
    mine, theirs = guide(edition="b"), guide(edition="c").replace('"c"', '"c"  # agreed with Tom')
    whole = merged(conflict(mine, theirs), (mine, theirs), base=guide())
    assert whole is not None
    assert parse(whole).values["edition"] == "b"
    assert "# agreed with Tom" in (parse(whole).front_matter or ())
    assert '# edition: "c"' not in whole


def test_words_that_are_a_piece_of_what_the_other_branch_wrote_are_words_of_their_own() -> None:
    whole = merged(conflict(guide(notes="Never use it for work."), guide(notes="use it for work.")))
    assert whole is not None
    assert parse(whole).blocks[0].notes == "Never use it for work.\n\nuse it for work."


def test_the_commits_count_until_somebody_has_begun_to_resolve_by_hand() -> None:
    mine, theirs = guide(text="One.\n\nTwo."), guide(text="Eins.\n\nTwo.")
    mixture = conflict(mine, theirs).replace("One.", "One, by hand.")
    for text, wanted in ((conflict(mine, theirs), True), (mixture, False)):
        whole = merged(text, (mine, theirs))
        assert whole is not None
        assert parse(whole).blocks[0].generated == wanted
        assert ("by hand" in whole) != wanted


def test_a_line_that_somebody_typed_beside_a_conflict_stays_also_where_another_part_says_the_same() -> None:
    mine, theirs = (guide(text=text, notes="Ask Ana.\n\nNobody else.") for text in ("One.\n\nTwo.", "Eins.\n\nTwo."))
    by_hand = conflict(mine, theirs).replace("Nobody else.", "Nobody else.\n\nTwo.")
    whole = merged(by_hand, (mine, theirs))
    assert whole is not None
    assert parse(whole).blocks[0].notes == "Ask Ana.\n\nNobody else.\n\nTwo."


def test_lines_that_git_took_from_the_other_branch_above_and_below_a_paragraph_do_not_make_it_somebodys() -> None:
    """A formatter folded the guide that both branches came from, and each assembled other paragraphs anew."""
    texts = (
        "One\nfolded.\n\nTwo\nfolded.\n\nThree\nfolded.\n\nFour\nfolded.",
        "One folded.\n\nTwo\nfolded.\n\nThree folded.\n\nLevel 1.",
        "One\nfolded.\n\nTwo folded.\n\nThree\nfolded.\n\nLevel 2.",
    )
    base, mine, theirs = (guide(text=text) for text in texts)
    half = mine.replace("Two\nfolded.", "Two folded.").replace(
        "Level 1.", "<<<<<<< HEAD\nLevel 1.\n=======\nLevel 2.\n>>>>>>> other"
    )
    whole = merged(half, (mine, theirs), base=base)
    assert whole is not None
    assert [(block.generated, block.text.strip()) for block in parse(whole).blocks] == [(True, texts[1])]


def test_lines_that_changed_places_between_two_branches_make_no_block_somebodys() -> None:
    """On ours a warning is above what we say we do; on theirs that comes first, and the warning is gone."""
    mine = guide(text="A rule.\n\nLevel 2.\n\nWhy.\n\nDo not.\n\nWe say:\n\n- Rank.\n\nExpired.")
    theirs = guide(text="A rule.\n\nLevel 3.\n\nWe say:\n\nExpired. Renew it.")
    half = (
        mine.replace("Level 2.\n\nWhy.", "<<<<<<< HEAD\nLevel 2.\n\nWhy.\n=======\nLevel 3.\n\nWe say:\n>>>>>>> other")
        .replace("\n\nWe say:\n\n- Rank.", "\n\n<<<<<<< HEAD\nWe say:\n\n- Rank.", 1)
        .replace("\n\nExpired.", "\n\nExpired.\n=======\nExpired. Renew it.\n>>>>>>> other", 1)
    )
    begins = [one.splitlines()[5] for one in (mine, theirs)]
    half = half.replace(begins[0], "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> other".format(*begins))

    whole = merged(half, (mine, theirs))

    assert whole == mine.rstrip("\n") + "\n"


def test_a_paragraph_that_git_took_alone_from_the_other_branch_makes_no_block_somebodys() -> None:
    """git paired the blank lines with those of the old guide, and so has one paragraph of both branches twice."""
    mine = guide(
        text="A rule.\n\nLevel 1.\n\nWhy.\n\nDo not.\n\nWe do:\n\n- Cap.\n\nWe could:\n\n1. Double.\n\nEvidence."
    )
    theirs = guide(text="A rule.\n\nLevel 2.\n\nWhy.\n\nDo not.\n\nWe say:\n\n- Limit.\n\nWe could:\n\n1. Pull.")
    begins = [one.splitlines()[5] for one in (mine, theirs)]
    half = mine
    for one, other in (
        (begins[0], begins[1]),
        ("Level 1.\n\nWhy.\n\nDo not.", "Level 2."),
        ("- Cap.\n\nWe could:\n\n1. Double.", "Do not."),
    ):
        half = half.replace(one, conflict(f"{one}\n", f"{other}\n").strip("\n"))
    half = half.replace("We do:", "Why.").replace("Evidence.", "We say:\n\n- Limit.\n\nWe could:\n\n1. Pull.")

    whole = merged(half, (mine, theirs))

    assert whole == mine.rstrip("\n") + "\n"

    typed = merged(half.replace("- Limit.", "- Limit.\n\n- Cap."), (mine, theirs))
    assert typed is not None and not parse(typed).blocks[0].generated


def of_blocks(**texts: str) -> str:
    """A guide of a generated block for each text."""
    return "\n\n".join(
        f"<!-- levelbook:begin {name} {digest(text)} -->\n{text}\n<!-- levelbook:end {name} -->"
        for name, text in texts.items()
    )


@pytest.mark.parametrize(
    ("typed", "generated"),
    [
        (("Nobody typed.", "Somebody typed."), {"rules": True, "next": True, "trouble": False}),
        (("Also.", "Also, and more."), {"rules": True, "next": False, "trouble": True}),
    ],
    ids=["outside the conflicts", "in one of them"],
)
def test_a_line_that_somebody_typed_makes_no_other_block_somebodys(
    typed: tuple[str, str], generated: dict[str, bool]
) -> None:
    """git mixed lines of both branches in each of two blocks, and somebody has begun to resolve them by hand."""
    mine = of_blocks(rules="Level 2.\n\nSame.\n\nNew.", next="One.\n\nSame.\n\nAlso.", trouble="Nobody typed.")
    theirs = of_blocks(rules="Level 3.\n\nSame.\n\nOld.", next="Eins.\n\nSame.\n\nToo.", trouble="Nobody typed.")
    half = mine
    for one, other in zip(mine.split("\n"), theirs.split("\n"), strict=True):
        if one != other and one not in ("New.", "Also."):  # these git took from ours, without a conflict
            half = half.replace(f"{one}\n", f"<<<<<<< HEAD\n{one}\n=======\n{other}\n>>>>>>> other\n")

    whole = merged(half.replace(*typed), (mine, theirs))

    assert whole is not None and typed[1] in whole
    assert {block.id: block.generated for block in parse(whole).blocks} == generated


def test_where_git_put_the_marker_of_one_part_into_another_one_the_commits_count() -> None:
    """On ours a part says something new; on theirs it says that nothing has changed, and the next part is left out."""
    mine = of_blocks(since="Changed.\n\nLevel 2.\n\n| Table |", rules="Ask.")
    theirs = (
        of_blocks(since="Changed.\n\nNothing.") + "\n\n<!-- levelbook:omit standing -->\n\n" + of_blocks(rules="Ask.")
    )
    half = mine.replace("Level 2.", "<<<<<<< HEAD\nLevel 2.\n=======\nNothing.\n>>>>>>> other").replace(
        "| Table |\n",
        "<<<<<<< HEAD\n| Table |\n=======\n<!-- levelbook:omit standing -->\n>>>>>>> other\n",
    )
    assert merged(half) is None, "the side of theirs is no guide by itself"

    whole = merged(half, (mine, theirs))

    assert whole is not None
    assert [(block.id, block.omitted, block.generated) for block in parse(whole).blocks] == [
        ("since", False, True),
        ("rules", False, True),
        ("standing", True, True),
    ]
    assert merged(half.replace("Nothing.", "Nothing, said Ana."), (mine, theirs)) is None


def test_what_git_merged_without_a_conflict_into_a_text_of_both_assemblies_is_nobodys() -> None:
    mine, theirs = (of_blocks(since=text, rules=text) for text in ("One.\n\nSame.\n\nNew.", "Eins.\n\nSame.\n\nOld."))
    both = "One.\n\nSame.\n\nOld."
    half = mine.replace("One.\n\nSame.\n\nNew.", both, 1).replace(
        "One.\n\nSame.\n\nNew.", "<<<<<<< HEAD\nOne.\n=======\nBy hand.\n>>>>>>> other\n\nSame."
    )

    whole = merged(half, (mine, theirs))

    assert whole is not None and parse(whole).blocks[0].generated


def below(first: str, second: str, *, edition: str = "a") -> str:
    """A guide of two blocks with a text below each."""
    digit = digest("Generated.")
    block = f"<!-- levelbook:begin news {digit} -->\nGenerated.\n<!-- levelbook:end news -->\n"
    return f"{guide(notes=first, edition=edition)}\n{block}\n{second}\n"


def test_a_text_that_both_assemblies_moved_below_another_block_is_as_the_one_branch_wrote_it_that_changed_it() -> None:
    base, mine = below("", "Ask Ana.\n\nNever merge."), below("Ask Ana.\n\nNever merge.", "", edition="b")
    theirs = below("Ask Tom.\n\nNever merge.", "", edition="c")
    for one, other in ((mine, theirs), (theirs, mine)):
        whole = merged(conflict(one, other), (one, other), base=base)
        assert whole is not None
        assert [block.notes for block in parse(whole).blocks] == ["Ask Tom.\n\nNever merge.", ""]


def test_a_text_that_nobody_changed_stands_once_where_one_assembly_put_a_new_block_above_it() -> None:
    base, mine = below("Ask Ana.", ""), below("Ask Ana.\n\nNever merge.", "", edition="b")
    theirs = below("Ask Tom.", "Ask Ana.", edition="c")

    whole = merged(conflict(mine, theirs), (mine, theirs), base=base)

    assert whole is not None
    assert [block.notes for block in parse(whole).blocks] == ["Ask Ana.\n\nNever merge.\n\nAsk Tom.", ""]


def test_a_paragraph_beside_code_stands_once_too_and_code_stays_whole() -> None:
    code = "```\nfirst\n\nNever merge.\n```"
    base = guide(notes="Ask Ana.")
    mine = guide(notes="Ask Ana.\n\n\n\nNever merge.", edition="b")
    theirs = guide(notes=f"Ask Ana.\n\n{code}", edition="c")

    whole = merged(conflict(mine, theirs), (mine, theirs), base=base)

    assert whole is not None
    assert parse(whole).blocks[0].notes == f"Ask Ana.\n\n\n\nNever merge.\n\n{code}"


def test_a_paragraph_that_a_formatter_folded_on_one_branch_stands_once() -> None:
    mine, theirs = (
        guide(notes="Ask Ana before you merge.\n\nOurs."),
        guide(notes="Ask Ana\nbefore you merge.\n\nTheirs."),
    )

    whole = merged(conflict(mine, theirs), (mine, theirs), base=guide(notes="Ask Ana before you merge."))

    assert whole is not None
    assert parse(whole).blocks[0].notes == "Ask Ana before you merge.\n\nOurs.\n\nTheirs."


def test_an_underlined_heading_in_a_conflict_with_the_ancestors_text_is_no_mark_of_git() -> None:
    mine, theirs = (guide(notes=notes) for notes in ("Our own\n=======", "### Our own part"))
    half = mine.replace(
        "Our own\n=======", "<<<<<<< HEAD\nOur own\n=======\n||||||| base\n=======\n### Our own part\n>>>>>>> theirs"
    )

    for commits in ((mine, theirs), None):
        whole = merged(half, commits)
        assert whole is not None
        assert parse(whole).blocks[0].notes == "Our own\n=======\n\n### Our own part"


def test_a_text_that_one_branch_moved_stays_also_where_the_other_wrote_something_there() -> None:
    base, mine = below("", "Never merge."), below("Never merge.\n\nAsk Ana.", "", edition="b")
    theirs = below("Ask Tom.", "Never merge.", edition="c")
    for one, other in ((mine, theirs), (theirs, mine)):
        whole = merged(conflict(one, other), (one, other), base=base)
        assert whole is not None
        said = "\n\n".join(block.notes for block in parse(whole).blocks).strip().split("\n\n")
        assert sorted(said) == ["Ask Ana.", "Ask Tom.", "Never merge."]


def test_a_text_that_one_branch_wrote_once_more_stays_where_the_other_removed_the_first() -> None:
    base, copied, removed = (
        below("Ask Ana.", "The plan."),
        below("Ask Ana.", "The plan.\n\nAsk Ana."),
        below("", "The plan."),
    )

    for mine, theirs in ((copied, removed), (removed, copied)):
        whole = merged(conflict(mine, theirs), base=base)
        assert whole is not None
        assert parse(whole).blocks[1].notes == "The plan.\n\nAsk Ana."


def test_a_guide_without_conflict_or_with_a_side_that_is_damaged_is_left_to_a_person() -> None:
    assert merged(guide()) is None
    assert merged(conflict(guide(), "<!-- levelbook:end rules -->\n")) is None
    assert merged("<<<<<<< HEAD\n=======\n") is None


SHOWN = "```text\n<<<<<<< HEAD\none\n=======\nother\n>>>>>>> branch\n```"


def test_a_conflict_that_a_code_fence_shows_whole_is_text() -> None:
    text = guide(notes=SHOWN)
    assert parse(text).blocks[0].notes == SHOWN
    assert merged(text) is None


@pytest.mark.parametrize(
    "notes",
    [
        "```\n<<<<<<< HEAD\none\n```\n\n=======\n\n```\nother\n>>>>>>> branch\n```",
        "<<<<<<< HEAD\n```\none\n=======\n```\nother\n>>>>>>> branch\n```",
        "```\n<<<<<<< HEAD\none\n```",
    ],
)
def test_a_conflict_that_a_code_fence_does_not_hold_whole_is_one(notes: str) -> None:
    with pytest.raises(DamagedGuide):
        parse(guide(notes=notes))


def test_beside_a_conflict_what_a_code_fence_shows_stays_once() -> None:
    whole = merged(conflict(guide(notes=SHOWN), guide(notes=SHOWN + "\n\nTom.")))
    assert whole is not None
    assert parse(whole).blocks[0].notes.count("<<<<<<<") == 1


def sized(text: str, signs: int) -> str:
    """The text with marks of another size, as git writes them where `conflict-marker-size` says so."""
    return re.sub(r"^([<|=>])\1{6}(?= |$)", lambda mark: mark[1] * signs, text, flags=re.MULTILINE)


@pytest.mark.parametrize("signs", [3, 5, 6, 8, 16, 32])
def test_marks_of_another_size_are_a_conflict_too(signs: int) -> None:
    mine, theirs = guide(text="Mine.", notes="Ask Ana."), guide(text="Theirs.", notes="Ask Ana.\n\nAsk Tom.")
    usual = conflict(mine, theirs)

    with pytest.raises(DamagedGuide):
        parse(sized(usual, signs))
    assert merged(usual) is not None
    assert merged(sized(usual, signs)) == merged(usual)
    assert (first_line(sized(usual, signs)), count(sized(usual, signs))) == (first_line(usual), count(usual))


def test_a_conflict_of_another_size_around_one_that_a_code_fence_shows_is_merged() -> None:
    text = conflict(guide(notes="Ask Ana."), guide(notes="Ask Tom."))
    whole = merged(sized(text, 16).replace("Ask Tom.", f"Ask Tom.\n\n{SHOWN}"))
    assert whole is not None
    assert (whole.count("<<<<<<<"), "Ask Ana." in whole, "Ask Tom." in whole) == (1, True, True)


def test_a_conflict_of_an_ancestor_inside_another_one_belongs_to_neither_side() -> None:
    inner = sized("<<<<<<< one\nEins.\n=======\nZwei.\n>>>>>>> two", 9)
    mine, theirs = guide(notes="Mine."), guide(notes="Theirs.")
    text = f"<<<<<<< HEAD\n{mine}||||||| before\n{inner}\n=======\n{theirs}>>>>>>> other\n"
    whole = merged(text)
    assert whole is not None
    assert ("Mine." in whole, "Theirs." in whole, "Eins." in whole) == (True, True, False)


@pytest.mark.parametrize("line", ["<<<<<<<<<<<< left", ">>>>>>>>>>>> right", "============", "||||||||||||"])
def test_a_longer_line_of_such_signs_is_somebodys_own_where_no_conflict_is_whole(line: str) -> None:
    assert parse(guide(notes=f"Above.\n\n{line}\n\nBelow.")).blocks[0].notes == f"Above.\n\n{line}\n\nBelow."


@pytest.mark.parametrize(
    "lines", ["<<< left\n===\n", ">>> print(1)\n===\n<<< left\n", "=====\n>>>>> right\n", "<<<<< left"]
)
def test_a_shorter_line_of_such_signs_is_somebodys_own_where_no_conflict_is_whole(lines: str) -> None:
    assert parse(guide(notes=f"Above.\n\n{lines}\nBelow.")).blocks[0].notes == f"Above.\n\n{lines}\nBelow."
