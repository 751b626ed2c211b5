"""This module alone knows Jinja: templates in, Markdown out, and nothing that a template forgets can do harm.

A template gets plain dicts, lists, strings and numbers, and a fixed set of filters; it can call nothing, and look
nothing up but the keys of its data. One that did not come with levelbook is rendered apart, in a process with limits
(`sandbox.py`). Whatever `{{ … }}` prints is encoded by `guide/markdown.py` so that it says
literally what was typed. Only what a filter here made is printed as it is; a piece that is joined to it loses that, and
shows as encoded twice: a visible slip, never a hole.

Jinja is imported when something is first rendered: 21 ms, which `upgrade`, `template new` and `guide --repair` do
without.
"""

from __future__ import annotations

import contextlib
import marshal
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from levelbook.core.errors import FileIsWrong, Problem
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.core.text.cleaning import with_full_stop, without_full_stop
from levelbook.core.text.quotation import in_quotes
from levelbook.guide.text import incidental_words, markdown, phrases
from levelbook.guide.write.notes import quoted_notes
from levelbook.guide.write.sandbox import Limits, SandboxedTemplate
from levelbook.guide.write.tables import padded
from levelbook.reading.files import content_of
from levelbook.words.figures import listed

# Imported late: `jinja2` 30 ms with all that is taken of it, which commands that assemble nothing do without.
if TYPE_CHECKING:
    from jinja2 import BytecodeCache, Environment

View = dict[str, Any]
"""What a template is given: text keys, and dicts, lists, text, numbers and truth values below them."""


class Ready(str):
    """Ready text is Markdown that a filter made; it is printed as it is."""

    __slots__ = ()


@frozen
class TemplateBlock:
    """A template block is one entry of the template's order: a block, or all chapters."""

    id: str
    file: str
    heading: int
    """Level of the block's heading; 0 where it has none."""
    title: str
    """Words of the heading; `{about}` in it is the system assessed."""
    unnamed: str
    """Words of the heading where the system has no name; `{subject}` in it is what the questionnaire is about."""
    by_questionnaire: str
    """Words of the heading where the questionnaire names no subject either; `{questionnaire}` in it is its title."""
    practice: str
    """The file that writes the practices' blocks that follow it; empty where none do."""

    def title_for(self, about: str, questionnaire: Questionnaire) -> str:
        """Return the heading's words for a system; where `about` is empty, for what the questionnaire is about."""
        if about or not self.unnamed:
            return self.title.replace("{about}", about)
        if questionnaire.subject or not self.by_questionnaire:
            return self.unnamed.replace("{subject}", questionnaire.guide_subject)
        return self.by_questionnaire.replace("{questionnaire}", questionnaire.title)


@frozen
class Template:
    """A template holds what its `template.toml` says, and its `*.md.jinja` files by name."""

    manifest: Mapping[str, Any]
    files: Mapping[str, str]
    name: str = "living-guide"
    """For messages: the folder that it was read from."""
    compiled: Path | None = None
    """A folder of this person's own where compiled templates are kept; None compiles them each time."""
    most_includes: int = 20
    """How deep files may include each other."""
    limits: Limits | None = None
    """What it may take, where it is a stranger's, and so rendered apart; None renders it in this process."""

    def words(self, table: str) -> Mapping[str, Any]:
        """Return a table of the template's own words; empty where it has none."""
        found = self.manifest.get(table, {})
        return found if isinstance(found, Mapping) else {}

    def words_about(self, questionnaire_id: str) -> Mapping[str, Any]:
        """Return all of the template's words for a questionnaire.

        Ids of facts and choices mean something only in the questionnaire that has them: where `facts_of` does not name
        this one, the tables that speak of facts are left out.
        """
        known = self.manifest.get("facts_of")
        if not isinstance(known, Sequence) or questionnaire_id in known:
            return self.manifest
        return {name: words for name, words in self.manifest.items() if name not in ABOUT_FACTS}

    @cached_property
    def blocks(self) -> tuple[TemplateBlock, ...]:
        """Return the blocks in their order. Raises FileIsWrong with everything that is wrong in `template.toml`."""
        problems: list[Problem] = []
        blocks: list[TemplateBlock] = []
        entries = self.manifest.get("blocks")
        for index, entry in enumerate(entries if isinstance(entries, Sequence) else ()):
            key = f"blocks[{index}]"
            values = entry if isinstance(entry, Mapping) else {}
            block = TemplateBlock(
                **{name: _text(values.get(name)) for name in BLOCK_TEXTS},
                heading=values["heading"] if isinstance(values.get("heading"), int) else 0,
            )
            if block.id not in BLOCKS:
                problems.append(
                    self._problem(f"“{block.id}” is not a block. There are: {', '.join(BLOCKS)}.", f"{key}.id")
                )
            elif block.id in {other.id for other in blocks}:
                problems.append(self._problem(f"The block “{block.id}” appears twice.", f"{key}.id"))
            for name, file in (("file", block.file), ("practice", block.practice)):
                if file not in self.files and (file or name == "file"):
                    problems.append(self._problem(f"There is no file “{file}” in the template.", f"{key}.{name}"))
            blocks.append(block)
        missing = [name for name in BLOCKS if name not in {*OPTIONAL, *(block.id for block in blocks)}]
        if missing:
            problems.append(self._problem(f"These blocks are missing: {', '.join(missing)}.", "blocks"))
        if problems:
            raise FileIsWrong(problems)
        return tuple(blocks)

    def block(self, block_id: str) -> TemplateBlock:
        """Return the block of this id, which every template has (see `BLOCKS`)."""
        return next(block for block in self.blocks if block.id == block_id)

    def document(self, name: str) -> str:
        """Name the file that writes `record` or `changes`."""
        return _text(self.words("documents").get(name)) or f"{name}.md.jinja"

    def render(self, file: str, view: View, up: str = "") -> str:
        """Render one file. Links to files begin with `up`, which leads from the document to the record's folder.

        Raises FileIsWrong, naming file and line, when the template is at fault.
        """
        if file not in self.files:
            raise FileIsWrong([self._problem(f"There is no file “{file}” in the template.")])
        if self.limits is not None:
            self._must_write_out_no_link()
            given = self._sandboxed.render(file, view, up)
            if not isinstance(given, str):
                raise FileIsWrong(given)
            if strange := sorted(_hosts_in(given) - _hosts_in(view)):
                said = f"“{strange[0]}” is an address that the template puts together; nothing that it is given has it."
                raise self.fault(file, said)
            return padded(given)
        try:
            text = self._environment.get_template(file).render({**view, _UP: up})
        except Exception as error:
            raise self._fault(file, error) from error
        return padded(re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip("\n"))

    def _must_write_out_no_link(self) -> None:
        """Raise FileIsWrong where a file holds an address or a link of its own: what people typed is encoded, this not.

        A piece may be split by what Jinja takes out, so the text is also searched without that. What expressions put
        together is found in what they give.
        """
        if self._written_out:
            raise FileIsWrong(self._written_out)

    @cached_property
    def _written_out(self) -> tuple[Problem, ...]:
        problems = []
        for file, text in self.files.items():
            without_comments = _without("#", text, keeps_lines=True)
            joined = _without("#{%", text)
            found = _LINK.search(without_comments) or _LINK.search(joined)
            if found is not None:
                line = found.string.count("\n", 0, found.start()) + 1 if found.string is not joined else None
                message = (
                    f"“{found[0]}” writes out an address or a link. A template links with `link` and `image` alone."
                )
                problems.append(self._problem(message, file=file, line=line))
        return tuple(problems)

    @cached_property
    def _environment(self) -> Environment:
        return _environment(self)

    @cached_property
    def _sandboxed(self) -> SandboxedTemplate:
        assert self.limits is not None
        return SandboxedTemplate(self.name, self.files, self.document("record"), self.most_includes, self.limits)

    def _problem(self, message: str, key: str = "", line: int | None = None, file: str = "template.toml") -> Problem:
        return Problem(message, path=f"{self.name}/{file}", key=key, line=line)

    def fault(self, file: str, message: str) -> FileIsWrong:
        """Return the error to raise when the text that a file gave is not what a guide may hold."""
        return FileIsWrong([self._problem(message, file=file)])

    def _fault(self, file: str, error: Exception) -> FileIsWrong:
        line = getattr(error, "lineno", None)
        trace = error.__traceback__
        while trace is not None:
            name = trace.tb_frame.f_code.co_filename
            if name in self.files:
                file, line = name, trace.tb_lineno
            trace = trace.tb_next
        said = " ".join(str(error).split()) or type(error).__name__
        if type(error).__name__ in ("TemplateNotFound", "TemplatesNotFound"):
            said = f"there is no file “{said}” in it"
        if missing := _MISSING.search(said):
            said = f"there is no variable “{missing[1] or missing[2]}” here; docs/templates.md lists those of each file"
        if isinstance(error, MemoryError):
            said = "it needs more memory than it may have"
        return FileIsWrong([self._problem(f"The template cannot be rendered: {said}", file=file, line=line)])


_MISSING = re.compile(r"has no attribute '(\w+)'|^'(\w+)' is undefined$")
"""What Jinja says of a name that does not exist."""

_OPENING = re.compile(r"\{(?=([#{%]))")
_LINK = re.compile(r"\]\(|https?:/|\bwww\.\w|<[a-z][a-z0-9+.-]*:", re.IGNORECASE)
"""What a reader of Markdown makes a link or a picture of."""

_HOST = re.compile(r"(?:https?:[/\\]+|(?<!\w)www\.)([\w.@:%-]*)", re.IGNORECASE)


def _hosts_in(value: object) -> frozenset[str]:
    """Return the hosts of the web addresses in a text, or in everything that a template is given."""
    if isinstance(value, str):
        return frozenset(match[1].rstrip(".:").lower() for match in _HOST.finditer(value))
    if isinstance(value, Mapping):
        return frozenset().union(*map(_hosts_in, value.values()))
    return frozenset().union(*map(_hosts_in, value)) if isinstance(value, list | tuple) else frozenset()


def _without(kinds: str, text: str, *, keeps_lines: bool = False) -> str:
    """Take Jinja's comments and tags of these kinds out of a text; `keeps_lines`: but for the ends of their lines.

    kinds: the second characters of their openings. One that nothing closes stays, and its end is not looked for again.
    """
    closings = {kind: "}}" if kind == "{" else f"{kind}}}" for kind in kinds}
    last = {kind: text.rfind(closing) for kind, closing in closings.items()}
    kept, end = [], 0
    for found in _OPENING.finditer(text):
        start, kind = found.start(), found[1]
        if start < end or last.get(kind, -1) < start + 2:
            continue
        kept.append(text[end:start])
        end = text.index(closings[kind], start + 2) + 2
        if keeps_lines:
            kept.append("\n" * text.count("\n", start, end))
    return "".join((*kept, text[end:]))


BLOCK_TEXTS = ("id", "file", "title", "unnamed", "by_questionnaire", "practice")
"""What a block of the manifest says in text; its `heading` is a number."""
ABOUT_FACTS = ("facts", "clauses", "profile", "builder", "provider")
"""Tables of the manifest that speak of facts and choices by their ids."""

BLOCKS = (
    "about", "edition", "trouble", "rules", "harm", "next", "since", "bulletins", "standing", "chapters", "inherited",
    "not-for-us", "kept-notes",
)  # fmt: skip
"""What a template gives a place to. `chapters` stands for every `section/…` and the practices below it."""
OPTIONAL = ("edition", "trouble", "harm", "bulletins")
"""What a template may do without."""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


# Filters


def _encoded(value: object) -> str:
    """Encode what `{{ … }}` prints."""
    if isinstance(value, Ready):
        return value
    if isinstance(value, str):
        return markdown.cell(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    _ = str(value)  # what is undefined says so itself
    raise ValueError(f"text or a number can be printed, not {type(value).__name__}")


_TARGET = re.compile(r"#[\w-]+|(?![./])[\w./-]+(?:#[\w-]+)?")


_UP = " up"
_INCLUDES = " includes"
"""Keys that no template can name."""


def _link(text: str, target: str, up: str = "") -> Ready:
    """Link `text` to an anchor, or to a file beside the record; only the text where there is no target."""
    if not target:
        return Ready(markdown.label(text))
    if not _TARGET.fullmatch(target) or ".." in target:
        raise ValueError("a link leads to an anchor, or to a file beside the guide")
    return Ready(f"[{markdown.label(text)}]({'' if target.startswith('#') else up}{target})")


def _image(alt: str, target: str, up: str = "") -> Ready:
    return Ready("!" + _link(alt, target, up))


def _listed(items: Sequence[str], last: str = "and") -> Ready:
    return Ready(listed(map(_encoded, items), last))


def _joined(items: Sequence[str], between: str = ", ") -> Ready:
    """Join items with one of a few marks between them."""
    if between.strip() not in {",", ";", "·", "–", ""}:
        raise ValueError("items are joined by a comma, a semicolon, a dot or a dash")
    return Ready(between.join(map(_encoded, items)))


def _stop(words: str) -> str:
    """Return the full stop of a sentence that ends in these words, unless they have one, such as a name does."""
    return "" if words and with_full_stop(words) == words.strip() else "."


_FILTERS: Mapping[str, Callable[..., Any]] = {
    "label": lambda text: Ready(markdown.label(text)),
    "prose": lambda text: Ready(markdown.inline(text)),
    "paragraphs": lambda text, indent=0: Ready(quoted_notes(text, indent)),
    "listed": _listed,
    "joined": _joined,
    "capital": phrases.capital,
    "opening": phrases.opening,
    "inside": phrases.inside,
    "lowered": phrases.lowered,
    "sentence": phrases.sentence,
    "stopped": with_full_stop,
    "unstopped": without_full_stop,
    "stop": _stop,
    "quoted": in_quotes,
    "counted": phrases.counted,
    "in_words": phrases.number_in_words,
    "due": incidental_words.due,
    "was": incidental_words.was,
    "urgency": lambda kind, late, today: Ready(incidental_words.urgency(kind, late, today)),
    "valid_until": incidental_words.valid_until,
    "reason_at": lambda page: Ready(incidental_words.reason_at(_encoded(page))),
    "length": len,
}
_TESTS = ("defined", "undefined", "true", "false", "in", "eq", "ne", "gt", "ge", "lt", "le")
_OF_A_LOOP = frozenset({"index", "index0", "first", "last", "length"})


def _from_here(made: Callable[[str, str, str], Ready]) -> Callable[..., Ready]:
    import jinja2

    @jinja2.pass_context
    def filter_(context: Any, text: str, target: str) -> Ready:
        return made(text, target, context[_UP])

    return filter_


def _kept_in(folder: Path) -> BytecodeCache:
    """Keep compiled templates in a folder: compiling one takes longer than all else that an assembly does.

    Jinja writes each whole or not at all, and compiles again where source, Python or Jinja is another.
    """
    import pickle  # 3 ms, and Jinja imports it too

    from jinja2.bccache import Bucket, FileSystemBytecodeCache, bc_magic

    class Kept(FileSystemBytecodeCache):
        def load_bytecode(self, bucket: Bucket) -> None:
            # Jinja lets `marshal` read the file piece by piece, which takes four times as long as from memory.
            head = bc_magic + pickle.dumps(bucket.checksum, 2)
            with contextlib.suppress(OSError, EOFError, ValueError, TypeError):
                content = content_of(Path(self._get_cache_filename(bucket)))
                if content.startswith(head):
                    bucket.code = marshal.loads(content[len(head) :])  # noqa: S302 - the user's own, as Jinja reads it

        def dump_bytecode(self, bucket: Bucket) -> None:
            with contextlib.suppress(OSError):  # a full disk only makes the next assembly slower
                super().dump_bytecode(bucket)

    return Kept(str(folder))


def _environment(template: Template) -> Environment:
    import jinja2
    from jinja2.exceptions import SecurityError
    from jinja2.runtime import Context, LoopContext
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Sealed(ImmutableSandboxedEnvironment):
        intercepted_binops = frozenset({"**", "%", "*"})
        intercepted_unops = frozenset()

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            raise SecurityError(f"“{operator}” is not available in templates")

        def getattr(self, obj: Any, attribute: str) -> Any:
            if isinstance(obj, LoopContext) and attribute in _OF_A_LOOP:
                return getattr(obj, attribute)
            return self.getitem(obj, attribute)

        def getitem(self, obj: Any, argument: Any) -> Any:
            if isinstance(obj, dict):
                if argument in obj:
                    return obj[argument]
            elif isinstance(obj, list | tuple | str) and isinstance(argument, int | slice):
                try:
                    return obj[argument]
                except IndexError:
                    pass
            return obj if isinstance(obj, jinja2.Undefined) else self.undefined(obj=obj, name=argument)

        def is_safe_callable(self, obj: Any) -> bool:
            return False

        def call(self, *args: Any, **kwargs: Any) -> Any:
            raise SecurityError("a template can call nothing")

    class Included(Context):
        """The context of an included file, with its depth: Jinja sets no limit, and a file may include itself."""

        def __init__(self, environment: Environment, parent: dict[str, Any], *others: Any, **more: Any) -> None:
            includes = parent.get(_INCLUDES, -1) + 1
            if includes > template.most_includes:
                raise SecurityError(f"files include each other more than {template.most_includes} deep")
            super().__init__(environment, {**parent, _INCLUDES: includes}, *others, **more)

    Sealed.context_class = Included

    def source(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        return (template.files[name], name, lambda: True) if name in template.files else None

    environment = Sealed(
        loader=jinja2.FunctionLoader(source),
        undefined=jinja2.StrictUndefined,
        finalize=_encoded,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
        extensions=(),
        optimized=False,  # folding constants takes longer than what it saves here
        cache_size=-1,
        bytecode_cache=_kept_in(template.compiled) if template.compiled else None,
    )
    environment.globals.clear()
    environment.filters = dict(_FILTERS)
    for name, made in (("link", _link), ("image", _image)):
        environment.filters[name] = _from_here(made)
    environment.tests = {name: environment.tests[name] for name in _TESTS}
    return environment
