"""Asks a portfolio all ten reports in a process of its own: `asking.py ours|by-hand FOLDER [memory]`.

Prints the milliseconds of processor time that it takes, without the start of the process; with `memory`, the most
memory of the whole process in MiB.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import by_hand

from levelbook.core.portfolio.question import PortfolioQuestion
from levelbook.portfolio.inquiry import Inquiry
from levelbook.portfolio.settings import Portfolio, open_portfolio

REPORTS = ("heatmap", "trend", "teams", "late", "risks", "proof", "practices", "gains", "spread", "movement")


def ours(portfolio: Portfolio) -> None:
    with Inquiry(portfolio, PortfolioQuestion()) as inquiry:
        for report in REPORTS:
            assert getattr(inquiry, report)


def hand_written(portfolio: Portfolio) -> None:
    assert by_hand.asked(portfolio.store_path)["show"]


if __name__ == "__main__":
    _, who, folder, *more = sys.argv
    opened = open_portfolio(Path(folder))
    started = time.process_time()
    {"ours": ours, "by-hand": hand_written}[who](opened)
    if more:
        # Not getrusage, which counts what the process was before it began to run this program.
        print(int(Path("/proc/self/status").read_text("ascii").partition("VmHWM:")[2].split()[0]) / 1024)
    else:
        print((time.process_time() - started) * 1000)
