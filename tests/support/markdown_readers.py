"""The readers by which Markdown is judged: CommonMark, GitHub's, and MkDocs with the plug-ins that people use."""

from __future__ import annotations

from collections.abc import Callable

import jinja2
import markdown as python_markdown
from markdown_it import MarkdownIt


def _markdown_it(preset: str) -> Callable[[str], str]:
    reader = MarkdownIt(preset)
    if preset == "commonmark":
        reader.enable("table")
    # It shows percent-encoded letters decoded; what is judged here is the text, not how prettily a link is shown.
    reader.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    return lambda text: str(reader.render(text))


_PYMDOWNX = "superfences snippets magiclink emoji arithmatex critic keys mark tilde caret betterem details tasklist"


def _mkdocs() -> Callable[[str], str]:
    reader = python_markdown.Markdown(
        extensions=[
            "extra",
            "admonition",
            "toc",
            "meta",
            "attr_list",
            *(f"pymdownx.{name}" for name in _PYMDOWNX.split()),
        ]
    )
    # mkdocs-macros renders every page with Jinja's own delimiters before Markdown sees it.
    macros = jinja2.Environment(keep_trailing_newline=True)

    def render(text: str) -> str:
        assert macros.from_string(text).render() == text, "a macro ran"
        return str(reader.reset().convert(text))

    return render


ENGINES = {"commonmark": _markdown_it("commonmark"), "gfm-like": _markdown_it("gfm-like"), "mkdocs": _mkdocs()}
