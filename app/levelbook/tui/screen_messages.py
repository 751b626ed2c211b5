"""Textual's messages between our screens: a screen or a job in the background posts one, and those above act on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from textual.message import Message

from levelbook.core.assessment.queue import QueueChoice
from levelbook.core.assessment.roadmap import RoadmapView
from levelbook.core.errors import LevelbookError, Problem

if TYPE_CHECKING:
    from levelbook.book.publishing.publish import Written
    from levelbook.core.answers.drafts import Draft
    from levelbook.core.questionnaire.frameworks import Framework
    from levelbook.guide.keep.dead_links import DeadLink
    from levelbook.guide.keep.merge import EditedBlock
    from levelbook.store.editions import Edition
    from levelbook.tui.widgets.rows import Row


@dataclass
class OpenPractice(Message):
    """A request to go on with the interview."""

    practice_id: str
    """Which practice; empty for the first of those gone through."""
    queue_choice: QueueChoice | None = None
    """The new queue; None keeps the present one."""
    draft: Draft | None = None
    """The unsaved text to go on with: its form is opened."""


@dataclass
class OpenClose(Message):
    """A request to go on in the close of the open sitting."""

    draft: Draft
    """The unsaved text to go on with: its form is opened."""


@dataclass
class OpenRoadmap(Message):
    """A request to show a part of the roadmap."""

    roadmap_view: RoadmapView
    """How it is sorted and filtered."""


@dataclass
class GuideAssembled(Message):
    """The guide was assembled in the background, or could not be."""

    written: Written | None = None
    refused: LevelbookError | None = None
    what_not: str = ""
    """What was not done, where it was refused, for the line on top."""
    sealed: Edition | None = None
    """The edition that was made with it."""
    unchanged: str = ""
    """Why no edition was made, where nothing has changed since the last one."""


@dataclass
class Exported(Message):
    """The book was exported in the background, or could not be."""

    path: str = ""
    """The file that was written, as it is shown."""
    refused: LevelbookError | None = None


@dataclass
class GuideCompared(Message):
    """The hand-edited parts of the guide, people's dead links and unclosed code, or why they could not be found."""

    edited: tuple[EditedBlock, ...] = ()
    dead_links: tuple[DeadLink, ...] = ()
    open_code: tuple[Problem, ...] = ()
    refused: LevelbookError | None = None


@dataclass
class FrameworksRead(Message):
    """Ids and titles of frameworks were read in the background."""

    frameworks: Mapping[str, Framework]


@dataclass
class BlockSettled(Message):
    """A part of the guide that was settled in the background, or why it could not be."""

    block_id: str
    which: Literal["mine", "generated"]
    edited: tuple[EditedBlock, ...] = ()
    """What is edited after it."""
    refused: LevelbookError | None = None


@dataclass
class EditionsCompared(Message):
    """The rows about editions, made in the background."""

    wanted: object
    """What was asked for, so that late news about something else can be passed over."""
    rows: list[Row]
