"""Draw the charts of a report: SVG with colours from the style sheet, so that they follow light and dark.

Fates differ by more than colour: their order is fixed, removed parts are hatched, doubtful ones dotted. Each chart also
gives its contents in words.
"""

from __future__ import annotations

from collections.abc import Sequence

from archtool.report.document import plain
from archtool.report.sheet import FATES

LABELS = {"kept": "kept", "field": "to fields", "doubt": "kept in doubt", "removed": "removed"}
# Patterns with which the style sheet fills bars; once in each document.
PATTERNS = """<svg class="patterns" width="0" height="0" aria-hidden="true" focusable="false"><defs>
<pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
<rect class="ground" width="5" height="5"/><rect class="ink" width="2.5" height="5"/></pattern>
<pattern id="dots" width="5" height="5" patternUnits="userSpaceOnUse">\
<rect class="ground" width="5" height="5"/><circle class="ink" cx="2.5" cy="2.5" r="1.4"/></pattern>
</defs></svg>
"""
THINNEST = 0.75  # per cent of a bar, so that every piece is visible
WIDTH, HEIGHT, BASE = 360, 150, 126  # of the histogram, in its own units


def percent(share: float) -> str:
    """Return a share of 0 to 1 as a percentage; only an exact 0 or 1 gives 0 % or 100 %."""
    rounded = round(share * 100)
    if share > 0 and rounded == 0:
        return "under 1%"
    if share < 1 and rounded == 100:
        return "over 99%"
    return f"{rounded}%"


def bar(numbers: Sequence[int], of: int, unit: str) -> str:
    """Return a bar with a piece for each fate; ``of`` is the number that fills the width."""
    parts, left = [], 0.0
    for fate, number in zip(FATES, numbers, strict=True):
        width = max(THINNEST, 100 * number / of) if number and of else 0.0
        if width:
            parts.append(f'<rect class="{fate}" x="{left:.2f}%" width="{width:.2f}%" height="100%"/>')
        left += width
    said = ", ".join(f"{number:,} {LABELS[fate]}" for fate, number in zip(FATES, numbers, strict=True) if number)
    label = plain(f"{unit}: {said or 'none'}")
    return f'<svg class="bar" width="100%" height="12" role="img" aria-label="{label}">{"".join(parts)}</svg>'


def histogram(shares: Sequence[int]) -> str:
    """Return a chart of the numbers of pages by share of characters lost, in ten steps from 0 to 100 %."""
    most = max(shares) or 1
    step = WIDTH / len(shares)
    parts = []
    for number, count in enumerate(shares):
        height = max(1.5 if count else 0, (BASE - 18) * count / most)
        left, top = number * step + 2, BASE - height
        size = f'width="{step - 4:.1f}" height="{height:.1f}"'
        parts.append(f'<rect class="removed" x="{left:.1f}" y="{top:.1f}" {size}/>')
        if count:
            middle = left + step / 2 - 2
            parts.append(f'<text x="{middle:.1f}" y="{top - 4:.1f}" text-anchor="middle">{_short(count)}</text>')
    for number in range(0, 11, 2):
        at = min(WIDTH - 1, max(1, number * step))
        anchor = "start" if number == 0 else "end" if number == 10 else "middle"
        parts.append(f'<text class="axis" x="{at:.1f}" y="{BASE + 16}" text-anchor="{anchor}">{number * 10}%</text>')
    parts.append(f'<path class="axis" d="M0 {BASE + 0.5}H{WIDTH}"/>')
    said = ", ".join(f"{number * 10} to {number * 10 + 10}%: {count:,}" for number, count in enumerate(shares) if count)
    label = f"Pages by the share of their characters that was removed. {said}"
    return (
        f'<svg class="histogram" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}">{"".join(parts)}</svg>'
    )


def _short(count: int) -> str:
    """Return a number short enough for a column: ``950``, ``12k``, ``3.1M``."""
    for size, letter in ((1_000_000, "M"), (1_000, "k")):
        if count >= 10 * size or (letter == "M" and count >= size):
            return f"{count / size:.0f}{letter}" if count >= 10 * size else f"{count / size:.1f}{letter}"
    return str(count)
