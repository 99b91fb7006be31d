"""The pictures that are shown for shared links: the pathway's title, one for each kind of page (Pillow, MIT-CMU)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageColor, ImageDraw, ImageFont

from ...catalogue.text import direction
from ..context import Site
from ..document import BinaryAsset
from ..frontend import theme_folder
from ..head import KINDS, PICTURES

__all__ = ["share_pictures"]

#: Colours of the theme (`tokens.css`).
COLOURS: Mapping[str, str] = {
    "page": "#14584b",
    "home": "#14584b",
    "module": "#235a86",
    "record": "#7b3f72",
    "library": "#7b3f72",
    "theme": "#446321",
    "route": "#855006",
    "tips": "#855006",
}
INK, QUIET = "#1f2d29", "#535e58"
LEFT, TOP, WIDTH = 80, 276, 590
#: Sizes of the title in pixels, the largest that fits first, and how many lines fit.
SIZES = ((76, 3), (60, 4), (46, 5))
LABEL_SIZE = 34
FONTS = ("literata-latin.woff2", "literata-latin-ext.woff2")
WEIGHT = 600
Font = ImageFont.FreeTypeFont


def share_pictures(site: Site) -> Iterator[BinaryAsset]:
    """A picture for each kind of page: 1200 by 630 pixels. The same words always give the same bytes."""
    gettext = site.translations.gettext
    labels = {
        "module": gettext("Modules"),
        "record": gettext("Library"),
        "library": gettext("Library"),
        "theme": gettext("Themes"),
        "route": gettext("Routes"),
        "tips": gettext("Tips"),
    }
    title, assets = site.catalogue.pathway.title, theme_folder() / "assets"
    with Image.open(assets / "images" / "share.png") as opened:
        ground = opened.convert("RGB")
    words = "" if direction(site.language) == "rtl" else title  # Pillow alone does not order such letters
    draw_lines(ground, words, assets / "fonts")
    palette = palette_of(ground)
    for kind in KINDS:
        picture = ground.copy()
        pen = ImageDraw.Draw(picture)
        pen.rounded_rectangle((LEFT, 246, LEFT + 96, 256), 5, fill=COLOURS[kind])
        label = labels.get(kind, "")
        if label and words:
            draw_label(pen, label, assets / "fonts")
        yield BinaryAsset(f"{PICTURES}{kind}.png", png(picture, palette))


def palette_of(ground: Image.Image) -> Image.Image:
    """A picture with the palette for all kinds: 64 colours are enough for five lines and some letters.

    Looking for them takes 30 ms, which the kinds share.
    """
    marks = sorted({ImageColor.getrgb(colour) for colour in COLOURS.values()})
    inks = 64 - len(marks)
    palette = ground.quantize(inks, dither=Image.Dither.NONE)
    found = (palette.getpalette() or [])[: 3 * inks]
    palette.putpalette([*found, *(part for mark in marks for part in mark)])
    return palette


def png(picture: Image.Image, palette: Image.Image) -> bytes:
    """The picture as a file, in the colours of `palette`."""
    file = BytesIO()
    picture.quantize(palette=palette, dither=Image.Dither.NONE).save(file, "PNG")
    return file.getvalue()


def draw_lines(picture: Image.Image, title: str, folder: Path) -> None:
    """Draw the title, as large as fits; nothing where the fonts lack one of its characters."""
    pen = ImageDraw.Draw(picture)
    for size, most in SIZES:
        fonts = fonts_of(folder, size)
        if not can_write(title, fonts):
            return
        lines = wrapped(title.split(), fonts)
        if len(lines) <= most and all(width(line, fonts) <= WIDTH for line in lines):
            break
    else:
        lines = [cut(line, fonts) for line in lines[:most]]
        lines[-1] = cut(f"{lines[-1]}…", fonts)
    for number, line in enumerate(lines):
        write(pen, line, TOP + round(number * size * 1.12), fonts, INK)


def draw_label(pen: ImageDraw.ImageDraw, label: str, folder: Path) -> None:
    """Write what kind of page it is next to the mark."""
    fonts = fonts_of(folder, LABEL_SIZE)
    if can_write(label, fonts):
        write(pen, label, 102, fonts, QUIET, left=LEFT + 112)


def fonts_of(folder: Path, size: int) -> list[Font]:
    """The fonts in one size; a character is taken from the first that has it."""
    fonts = [ImageFont.truetype(str(folder / name), size, layout_engine=ImageFont.Layout.BASIC) for name in FONTS]
    for font in fonts:
        font.set_variation_by_axes([WEIGHT])
    return fonts


def has(font: Font, character: str) -> bool:
    """Whether a font has a character: without it, nothing is drawn."""
    return character.isspace() or font.getmask(character).getbbox() is not None


def can_write(text: str, fonts: Sequence[Font]) -> bool:
    """Whether there is a font for each character."""
    return all(any(has(font, character) for font in fonts) for character in set(text))


def runs(text: str, fonts: Sequence[Font]) -> Iterator[tuple[str, Font]]:
    """The parts of a text that are written in one font."""
    part, current = "", fonts[0]
    for character in text:
        font = current if has(current, character) else next((one for one in fonts if has(one, character)), current)
        if font is not current and part:
            yield part, current
            part = ""
        part, current = part + character, font
    if part:
        yield part, current


def width(text: str, fonts: Sequence[Font]) -> float:
    """How wide a text is, in pixels."""
    return sum(font.getlength(part) for part, font in runs(text, fonts))


def wrapped(words: Sequence[str], fonts: Sequence[Font]) -> list[str]:
    """The words in lines that fit, where the words do."""
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, fonts) <= WIDTH:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines or [""]


def cut(line: str, fonts: Sequence[Font]) -> str:
    """As much of a line as fits, with an ellipsis where it was cut."""
    while width(line, fonts) > WIDTH:
        line = line.rstrip("…")[:-1].rstrip() + "…"
    return line


def write(
    pen: ImageDraw.ImageDraw, text: str, top: int, fonts: Sequence[Font], colour: str, *, left: float = LEFT
) -> None:
    """Write one line."""
    for part, font in runs(text, fonts):
        pen.text((left, top), part, font=font, fill=colour)
        left += font.getlength(part)
