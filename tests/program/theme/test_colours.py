"""The design tokens: dark stands twice and must be alike, and every pair of colours that meets can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from casetable import case_table
from learning_pathway.site.frontend import theme_folder

#: Letters and what they stand on; 4.5 to 1 is what WCAG 1.4.3 asks of text.
TEXT = [
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink", "sunken"),
    ("ink", "task-tint"),
    ("ink-soft", "paper"),
    ("ink-soft", "surface"),
    ("ink-soft", "sunken"),
    ("ink-soft", "task-tint"),
    ("accent", "paper"),
    ("accent", "surface"),
    ("accent", "sunken"),
    ("accent-strong", "paper"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("read", "paper"),
    ("read", "surface"),
    ("watch", "paper"),
    ("watch", "surface"),
    ("listen", "paper"),
    ("listen", "surface"),
    ("task", "paper"),
    ("task", "task-tint"),
    ("foot-ink", "foot"),
    ("foot-soft", "foot"),
]
#: Edges of controls, icons and focus rings, and what they stand on; 3 to 1 is what WCAG 1.4.11 asks.
SHAPES = [
    ("edge", "paper"),
    ("edge", "surface"),
    ("edge", "sunken"),
    ("read", "read-tint"),
    ("watch", "watch-tint"),
    ("listen", "listen-tint"),
    ("task", "task-tint"),
    ("accent", "task-tint"),
]


@pytest.fixture(scope="module")
def sheet(root: Path) -> str:
    return (theme_folder() / "assets" / "stylesheets" / "tokens.css").read_text(encoding="utf-8")


def block(sheet: str, selector: str) -> dict[str, str]:
    """The declarations of the first rule with that selector."""
    body = sheet.split(selector + " {", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"([\w-]+):\s*([^;]+);", body))


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb``, as WCAG 2 defines it."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def colours(sheet: str, scheme: str) -> dict[str, str]:
    light = block(sheet, ":root")
    return light if scheme == "light" else {**light, **block(sheet, ':root[data-lp-scheme="dark"]')}


def test_dark_is_the_same_for_a_device_and_for_a_choice(sheet: str) -> None:
    of_device, of_choice = (
        block(sheet, selector) for selector in (':root:not([data-lp-scheme="light"])', ':root[data-lp-scheme="dark"]')
    )
    assert len(of_choice) > 20
    assert of_device == of_choice


def test_dark_has_a_value_for_every_colour(sheet: str) -> None:
    assert set(block(sheet, ":root")) == set(block(sheet, ':root[data-lp-scheme="dark"]'))


@case_table("scheme", ["light", "dark"])
@case_table(("front", "back", "least"), [(*pair, 4.5) for pair in TEXT] + [(*pair, 3.0) for pair in SHAPES])
def test_colours_that_meet_can_be_told_apart(sheet: str, scheme: str, front: str, back: str, least: float) -> None:
    tokens = colours(sheet, scheme)
    assert contrast(tokens[f"--lp-{front}"], tokens[f"--lp-{back}"]) >= least


def test_the_contrast_formula_gives_the_known_values() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
