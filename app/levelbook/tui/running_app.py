"""The running app, for screens and widgets that need its keys or its inks."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.message_pump import MessagePump

if TYPE_CHECKING:
    from levelbook.tui.app import LevelbookApp


def running_app(node: MessagePump) -> LevelbookApp:
    """The app that a screen or a widget belongs to."""
    return cast("LevelbookApp", node.app)
