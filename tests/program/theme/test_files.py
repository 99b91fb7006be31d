"""What the theme ships: every style sheet in use, fonts small and licensed, nothing from another site."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from learning_pathway.site.frontend import style_sheet, theme_folder
from published import folder_of

#: What a first visit may weigh in fonts: one upright face of each family.
MOST_FONT_BYTES = 60_000


@pytest.fixture(scope="module")
def assets(root: Path) -> Path:
    return theme_folder() / "assets"


def listed(root: Path) -> list[str]:
    return re.findall(r'"([\w-]+)"', (theme_folder() / "partials" / "sheets.html").read_text(encoding="utf-8"))


def test_every_style_sheet_is_read_by_something(root: Path, assets: Path) -> None:
    present = {file.stem for file in (assets / "stylesheets").glob("*.css")}
    assert len(listed(root)) == len(set(listed(root)))
    assert present >= set(listed(root))
    readers = [*(theme_folder()).glob("*.html"), *(root / "scripts").glob("*"), *(root / "src").rglob("*.py")]
    words = "".join(file.read_text(encoding="utf-8") for file in readers if file.is_file())
    assert [name for name in sorted(present - set(listed(root))) if f"{name}.css" not in words] == []


#: What a browser understands of a style sheet; of a value with variables it keeps the spaces.
_RULES = """(text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return [...sheet.cssRules].map((one) => one.cssText.replace(/\\s+/g, " ").replaceAll(", ", ","));
}"""


@pytest.mark.browser
def test_the_style_sheets_reach_the_site_as_one_and_say_the_same(
    browser: Browser, site: Path, root: Path, assets: Path
) -> None:
    """They are published without comments and indents."""
    together = (site / folder_of(site) / "stylesheets" / "pathway.css").read_text(encoding="utf-8")
    sources = [(assets / "stylesheets" / f"{name}.css").read_text(encoding="utf-8") for name in listed(root)]
    page = browser.new_page()
    said = page.evaluate(_RULES, together.replace("../../fonts/", "../fonts/"))
    assert len(said) > 500
    assert said == page.evaluate(_RULES, "\n".join(sources))
    page.context.close()
    assert len(together) < 0.9 * sum(map(len, sources))


def test_a_style_sheet_keeps_its_strings_and_the_spaces_that_count(tmp_path: Path) -> None:
    sheet = tmp_path / "own.css"
    sheet.write_text(
        """/* It's ours. */
.a::after { /* "one" */
  content: "/* no */  \\"{";
  margin: 0
    1px;
  padding: 0/* here */auto;
}

.b
  .c { background: url('../fonts/{ ;.svg') }"""
    )
    assert style_sheet(sheet).decode() == (
        """.a::after {content: "/* no */  \\"{";margin: 0
1px;padding: 0/* here */auto;}.b
.c { background: url('../fonts/{ ;.svg') }"""
    )


def test_published_style_sheets_find_their_fonts(site: Path) -> None:
    sheet = site / folder_of(site) / "stylesheets" / "pathway.css"
    fonts = re.findall(r'url\("(?!data:)([^"]+)"\)', sheet.read_text(encoding="utf-8"))
    assert len(fonts) > 4
    assert [name for name in fonts if not (sheet.parent / name).is_file()] == []


def test_nothing_in_the_theme_names_another_site_to_load_from(root: Path) -> None:
    for file in (theme_folder()).rglob("*"):
        if file.suffix in {".css", ".html", ".mjs"} and "vendor" not in file.parts:
            text = file.read_text(encoding="utf-8")
            loaded = re.findall(r"""(?:src=|url\(|import\s*\(?|from\s+)\s*["']?((?:https?:)?//[^"')\s]+)""", text)
            assert loaded == [], file


def test_every_font_file_is_used_and_licensed(assets: Path) -> None:
    sheet = (assets / "stylesheets" / "fonts.css").read_text(encoding="utf-8")
    used = set(re.findall(r"fonts/([\w-]+\.woff2)", sheet))
    assert used == {file.name for file in (assets / "fonts").glob("*.woff2")}
    for licence in ("literata-OFL.txt", "atkinson-hyperlegible-next-OFL.txt"):
        assert "SIL Open Font License" in (assets / "fonts" / licence).read_text(encoding="utf-8")


def test_fonts_of_a_first_visit_are_light(site: Path, assets: Path) -> None:
    preloaded = re.findall(r'fonts/([\w-]+\.woff2)" as="font"', (site / "index.html").read_text(encoding="utf-8"))
    assert len(preloaded) == 2
    assert sum((assets / "fonts" / name).stat().st_size for name in preloaded) <= MOST_FONT_BYTES
