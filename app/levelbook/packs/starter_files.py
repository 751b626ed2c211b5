"""`questionnaire new` writes a small questionnaire, with comments that explain it; it passes its own check."""

from __future__ import annotations

import json
import re

from levelbook.core.errors import UsedWrongly
from levelbook.core.text.cleaning import clean_line, valid_id


def starter(id: str, title: str) -> dict[str, str]:
    """Make the files of a new questionnaire: path to text. Raises UsedWrongly for an invalid id or title."""
    if not valid_id(id):
        words = "-".join(re.findall(r"[a-z0-9]+", id.lower()))
        raise UsedWrongly(
            f"“{clean_line(id[:80])}” cannot be an id: lower-case words joined by hyphens, at most 64 characters.",
            remedy=f"Try “{words}”." if valid_id(words) else "",
        )
    if not clean_line(title):
        raise UsedWrongly("A questionnaire needs a title.")
    main = _MAIN.replace("@id@", id).replace("@title@", json.dumps(clean_line(title), ensure_ascii=False))
    return {
        "questionnaire.toml": main,
        "sections/01-data.toml": _DATA,
        "sections/02-changes.toml": _CHANGES,
        "tailoring.toml": _TAILORING,
        "profiles/hosted-shop.toml": _PROFILE,
    }


_MAIN = """\
# A questionnaire for levelbook. Change everything here but the names of the keys, then run
# `levelbook questionnaire check` on this folder. `levelbook questionnaire schema` prints a JSON Schema for each kind
# of file, with which an editor can complete keys and mark mistakes.

format = 1
id = "@id@"                       # teams' answers name it: never change it
title = @title@
version = "0.1.0"                 # raise it when you change what is asked; migrations.toml says what became of ids
# licence = "CC BY 4.0"           # under which others may use your text; each team's record names it
# subject = "our data"            # the guide of a team that names no system is “Working safely with …”
# folder = "docs/@id@"            # where `levelbook init` makes a book
sections = ["data", "changes"]    # in order; each is a file sections/NN-<id>.toml
default_target = 2                # the level that every practice needs, unless a rule asks for more

# When a rule matters, in your own words, which head the guide's page of rules.
# [moments]
# change = "When you change a table or a backup job"

# The scale: levels from 0 upwards, without a gap. `needs` is the weakest kind of evidence that proves a level.

[[scale]]
level = 0
name = "Absent"
meaning = "Nothing is in place, or nobody knows."
needs = "asserted"

[[scale]]
level = 1
name = "Ad hoc"
meaning = "Some people do it by habit, and it stops when they leave."
needs = "asserted"

[[scale]]
level = 2
name = "Defined"
meaning = "It is written down and has an owner, and the riskiest systems follow it."
needs = "documented"

[[scale]]
level = 3
name = "Implemented"
meaning = "Every system does it, and somebody has looked within the year."
needs = "tested"

# What the levels mean where a rule makes a practice inherited: a provider does it, the team holds evidence of it.

[[inherited_scale]]
level = 0
statement = "Nobody has asked the provider."

[[inherited_scale]]
level = 1
statement = "We know what the provider says to everybody."

[[inherited_scale]]
level = 2
statement = "We hold the provider's dated evidence, and somebody here has read it."

[[inherited_scale]]
level = 3
statement = "We tried it ourselves within the year, and it held."

# Kinds of evidence, weakest first. After `valid_days` a piece no longer counts.

[[evidence_kinds]]
id = "asserted"                   # somebody said so

[[evidence_kinds]]
id = "documented"                 # a document was seen
valid_days = 365

[[evidence_kinds]]
id = "tested"                     # it was tried, and it held
valid_days = 365

# Facts about the team, which rules in tailoring.toml look at. Nobody needs to write the choice "not known".

[[facts]]
id = "holds"
question = "What data do you hold?"
many = true                       # several choices may be given together
choices = [
  { id = "nothing", label = "Nothing that anybody would miss", exclusive = true },
  { id = "business", label = "Our own business data" },
  { id = "personal", label = "Data of people" },
]

[[facts]]
id = "hosting"
question = "Who runs the machines?"
choices = [
  { id = "ourselves", label = "We do" },
  { id = "provider", label = "A provider does" },
]
when = { holds = { none = ["nothing"] } }   # asked only then; `when` looks at earlier facts …
otherwise = "ourselves"                     # … and this is what rules see when it is not asked
"""

_DATA = """\
# A section: a chapter of the interview and of the guide.

id = "data"                       # as in the file's name and in questionnaire.toml
title = "Looking after data"
summary = "What we would lose, and how we get it back."
weight = 1                        # of this section among the others

# A practice: one question, one statement per level, one rule. Required are id, title, rule, question, impact and
# a statement per level.

[[practices]]
id = "backups"                    # outside this file it is called data.backups
title = "Backups"
rule = "Keep a copy where whoever breaks the original cannot reach it."   # imperative, at most 20 words
question = "What do you copy, how often, and who could destroy both the data and its copy?"
why = "Disks fail, people delete the wrong table, and whoever breaks in looks for the copies first."
ask = ["Which login could delete everything tonight?"]      # prompts for whoever leads the workshop
moments = ["design", "run"]       # when the rule matters: design, change, release, run, incident, buy
roles = ["platform"]              # who works by it
essential = true                  # asked first, and on the guide's page of rules
impact = 3                        # 1 to 3: how bad it is if this is missing
weight = 1                        # of this practice in its section
meanwhile = ["Copy the most important database today, by hand."]    # what to do while the answer is unknown
provider_evidence = ["how often copies are made, where they are, who can delete them"]  # where it is inherited
metrics = ["age of the oldest missing copy, in days (down)"]
avoid = ["keep the only copy on the machine that it is a copy of"]     # completes "Do not …"
see_also = ["data.restores"]
# references = ["iso-27001:A.8.13"]     # framework:item, of a file frameworks/<framework>.toml
# threats = ["att-ck:T1490"]            # the same, of what the practice stands against

[[practices.levels]]
level = 0
statement = "There are no copies, or nobody knows where they are."      # 5 to 22 words, said in one breath

[[practices.levels]]
level = 1
statement = "Somebody copies what they think of, when they think of it."
# Criteria are things that can be seen, and read both as a tick and as a rule. Their ids stay: answers name them.
criteria = [{ id = "some-copy", text = "Copy the main database at least monthly." }]
evidence = ["a copy"]             # what proves this level
# Actions lift a team to this level from the one below. Effort is S, M or L.
actions = [{ id = "first-copy", text = "Make one copy today, and write down how.", effort = "S" }]

[[practices.levels]]
level = 2
statement = "A written plan says what is copied, how often and by whom, and covers the riskiest systems."
criteria = [
  { id = "plan", text = "Write down what is copied, how often and for how long." },
  { id = "owner", text = "Name one person who notices when a copy fails." },
  { id = "elsewhere", text = "Keep one copy outside the building and outside the account." },
]
evidence = ["dated plan with an owner", "list of copies"]
actions = [{ id = "write-plan", text = "Write one page: what, how often, where, who.", effort = "S" }]

[[practices.levels]]
level = 3
statement = "All systems are copied by machine, copies cannot be changed, and a missing one raises an alarm."
criteria = [
  { id = "automatic", text = "Let a machine copy every system in the plan." },
  { id = "locked", text = "Lock copies so that no administrator can delete them early." },
  { id = "alarm", text = "Raise an alarm when a copy is missing or too small." },
]
evidence = ["schedule and last month's log", "an alarm and what was done"]
actions = [{ id = "lock-copies", text = "Turn on locking where the copies are kept.", effort = "M" }]

[[practices]]
id = "restores"
title = "Restoring"
rule = "Bring something back from a copy before you need to."
question = "When did you last bring a system back from its copy, and how long did it take?"
why = "Copies turn out to be broken on the day when they are needed: most failures show only on the way back."
moments = ["run"]
impact = 2
see_also = ["data.backups"]

[[practices.levels]]
level = 0
statement = "Nobody has ever brought anything back."

[[practices.levels]]
level = 1
statement = "Single files have come back when somebody asked for them."
actions = [{ id = "one-file", text = "Bring one file back, and note the minutes.", effort = "S" }]

[[practices.levels]]
level = 2
statement = "Steps are written, and the riskiest system was brought back with them once."
criteria = [
  { id = "steps", text = "Write the steps so that a colleague could follow them." },
  { id = "rehearsed", text = "Rehearse them on the riskiest system within the year." },
  { id = "time-noted", text = "Note how long it took, and what was lost." },
]
evidence = ["steps", "notes of one rehearsal"]
actions = [{ id = "book-hour", text = "Book an hour next week and try it on a spare machine.", effort = "S" }]

[[practices.levels]]
level = 3
statement = "Each system comes back within the time its users agreed to, tried twice a year by somebody new."
criteria = [
  { id = "agreed-time", text = "Agree with users how long each system may be away." },
  { id = "twice-a-year", text = "Rehearse each system twice a year, led by someone new." },
  { id = "mend-steps", text = "Mend the steps within a week of every rehearsal." },
]
evidence = ["agreed times", "two rehearsals with times", "a change that a rehearsal led to"]
actions = [{ id = "rota", text = "Put rehearsals into the calendar, each with another leader.", effort = "M" }]
"""

_CHANGES = """\
id = "changes"
title = "Changing things"
summary = "How a change gets to where it matters."

[[practices]]
id = "reviews"
title = "Reviews"
rule = "Let nobody put a change live alone."
question = "Who looks at a change before it goes live, and can anybody go round them?"
why = "Slips go live because nobody else has looked, and one stolen login is enough to do harm."
moments = ["change", "release"]
essential = true
impact = 2

[[practices.levels]]
level = 0
statement = "People change live systems directly, and nobody else sees it."

[[practices.levels]]
level = 1
statement = "Colleagues look at changes when the author asks them to."
criteria = [{ id = "on-request", text = "Ask a colleague to read risky changes." }]
actions = [{ id = "first-review", text = "Have the next risky change read by somebody.", effort = "S" }]

[[practices.levels]]
level = 2
statement = "A rule says which changes need a second person, and records show that they had one."
criteria = [
  { id = "rule-written", text = "Say in writing which changes need a second person." },
  { id = "recorded", text = "Record who approved what, and when." },
  { id = "emergencies", text = "Review emergency changes on the next working day." },
]
evidence = ["the written rule", "approvals of the last ten changes"]
actions = [{ id = "write-rule", text = "Write the rule in three sentences and agree on it.", effort = "S" }]

[[practices.levels]]
level = 3
statement = "Tools refuse what was not approved, and the few exceptions are counted each month."
criteria = [
  { id = "enforced", text = "Make the tools refuse a change that only its author approved." },
  { id = "no-way-round", text = "Take away direct access to live systems." },
  { id = "count-exceptions", text = "Count exceptions every month, and explain each one." },
]
evidence = ["settings of the tools", "last month's exceptions"]
actions = [{ id = "protect-branch", text = "Turn on the setting that requires an approval.", effort = "S" }]
"""

_TAILORING = """\
# Rules: what a team's facts change. All tests of `when` must hold.
#   fact = ["a", "b"]              any of these choices
#   fact = { all = ["a", "b"] }    every one of them
#   fact = { only = ["a"] }        at least one of these, and none outside
#   fact = { none = ["a"] }        answered, and none of these
# A rule that takes practices away (inherited, not_applicable) tests a fact with many choices only by only or none.
# `apply` beats `inherited` beats `not_applicable`; each takes practices and whole sections.

[[rules]]
when = { hosting = ["provider"], holds = { none = ["personal"] } }
because = "our copies are in a provider's hands"     # shown in the interview and in the guide
inherited = ["data.backups"]                         # a provider does it: the team is asked for evidence
floor = [{ level = 3, practices = ["data.restores"] }]   # the target of these is at least 3
# apply = []                                         # in scope, whatever other rules say
# not_applicable = []                                # not asked at all
# legal = ["gdpr:Art. 32"]                           # law that the rule brings in: an item, or a whole framework
# references = ["iso-27001:A.8.13"]                  # what the rule rests on
"""

_PROFILE = """\
# An example of a team, for `levelbook init --like hosted-shop`.

title = "A small shop whose machines a provider runs"

[profile]
holds = ["business"]              # a list where several choices may be given
hosting = "provider"              # a text where only one may
"""
