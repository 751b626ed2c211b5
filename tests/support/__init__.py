"""Helpers for tests: books, guides and teams to start from, and ways to type, press keys and read screens.

`builders`              small questionnaires, answers and books, value by value
`small_book`            a team folder with a questionnaire of three practices beside it
`published_book`        the small book with a guide and two editions
`later_rounds`          a book in a later round, with ballots and answers that are carried
`two_versions`          a questionnaire in two versions, with everything between them that can become of an id
`bank`                  the shipped questionnaire, and a bank that answers it over two quarters
`profile_teams`         the shipped example profiles as teams, before and after their answers
`made_guides`           guides made of a few answers, and what a reader sees of them
`guide_files`           guides of a few blocks, and what people make of them in an editor
`ballot_text`           the text of a ballot, as its form gives it back
`ballot_forms`          ballot forms, and a participant with a real browser
`markdown_readers`      the readers by which Markdown is judged
`hostile_texts`         texts that try to be more than text
`any_assessments`       for hypothesis: random questionnaires, books and migrations
`any_books`             for hypothesis: any answers that anybody could have given, as values and as files
`examples`              for hypothesis: how many examples a property is tried with
`toml_values`           for hypothesis: whatever a TOML file of ours may hold
`command_line`          what a typed command line gives
`documented_commands`   commands as documentation gives them, run as written
`pilot`                 the app driven by keys, and what is on its screen
`quick_textual`         Textual that waits for the app and never for the clock
`quick_jsonschema`      jsonschema that reads its grammar of addresses when one is checked
`terminal`              the program in a real terminal
`rest`                  whether a program rests, and will say no more
`workshop`              a whole workshop, played in a real terminal
`looped`                many cases in one test, which names each that failed; for whole documents one of each class
`growth`                how work grows with its input
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

REPOSITORY: Final = Path(__file__).parents[2]
"""The folder that holds `app`, `docs`, `questionnaires` and these tests."""
