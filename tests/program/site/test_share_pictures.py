"""The pictures beside shared links are drawn from the pathway's title, the same every time."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from learning_pathway.site.build import Build, open_build
from learning_pathway.site.files.share_pictures import COLOURS, share_pictures
from learning_pathway.site.frontend import theme_folder
from learning_pathway.site.head import KINDS, PICTURES
from learning_pathway.site.parallel import write_files
from smallcatalogue import CATALOGUE

pytestmark = pytest.mark.long

LONG = "Supercalifragilisticexpialidocious " + "and many more words that go on " * 8

TITLES = ("X", "Größe, Maß & <b>Löwen</b>", "Dysgu gyda’n gilydd: ŵyl ŷ", "Žluťoučký kůň", LONG)
OTHER_SCRIPTS = (("協働リーダーシップ", "ja"), ("قيادة مشتركة", "ar"), ("Together 🎉", "en"))


def build_of(folder: Path, title: str, language: str = "en-GB") -> Build:
    folder.mkdir(parents=True, exist_ok=True)
    text = CATALOGUE.replace("title: Small pathway", f"title: '{title}'\n  language: {language}")
    (folder / "resources.yaml").write_text(text, encoding="utf-8")
    return open_build(folder, themes=[theme_folder()])


def pictures(folder: Path, title: str, language: str = "en-GB") -> dict[str, bytes]:
    site = build_of(folder, title, language).site
    assert site
    return {asset.path.removeprefix(PICTURES).removesuffix(".png"): asset.data for asset in share_pictures(site)}


def ink(data: bytes, left: int = 0, top: int = 262) -> tuple[int, int, int, int] | None:
    """Where something was written onto the ground, below the coloured bar."""
    with Image.open(BytesIO(data)) as found, Image.open(theme_folder() / "assets/images/share.png") as ground:
        difference = ImageChops.difference(found.convert("RGB"), ground.convert("RGB")).convert("L")
    return difference.point(lambda value: 255 * (value > 60)).crop((left, top, 1200, 630)).getbbox()


def test_there_is_one_for_every_kind_of_page_and_it_is_light(tmp_path: Path) -> None:
    found = pictures(tmp_path, "Baking bread")
    assert found.keys() == set(KINDS) == COLOURS.keys()
    for content in found.values():
        assert content[:8] == b"\x89PNG\r\n\x1a\n"
        assert (int.from_bytes(content[16:20]), int.from_bytes(content[20:24])) == (1200, 630)
        assert len(content) < 30_000
    assert len({found[kind] for kind in ("home", "module", "record", "theme", "route", "tips")}) == 6


def test_the_same_title_gives_the_same_bytes_and_another_title_others(tmp_path: Path) -> None:
    assert pictures(tmp_path / "one", "Baking bread") == pictures(tmp_path / "two", "Baking bread")
    assert pictures(tmp_path / "one", "Baking bread")["home"] != pictures(tmp_path / "two", "Baking cakes")["home"]


@pytest.mark.parametrize("title", TITLES)
def test_every_title_fits(tmp_path: Path, title: str) -> None:
    for content in pictures(tmp_path, title.replace("'", "''")).values():
        box = ink(content)
        assert box is not None
        assert box[0] >= 70
        assert box[2] <= 80 + 590 + 10
        assert box[3] + 262 <= 620


@pytest.mark.parametrize(("title", "language"), OTHER_SCRIPTS)
def test_a_title_that_the_fonts_cannot_write_is_left_out_not_garbled(tmp_path: Path, title: str, language: str) -> None:
    for content in pictures(tmp_path, title, language).values():
        assert ink(content) is None


def test_a_picture_of_the_projects_own_wins(tmp_path: Path) -> None:
    build = build_of(tmp_path / "project", "Baking bread")
    target = tmp_path / "site" / PICTURES / "home.png"
    target.parent.mkdir(parents=True)
    target.write_bytes(b"ours")
    write_files(build.pictures(), tmp_path / "site", {f"{PICTURES}home.png"})
    assert target.read_bytes() == b"ours"
    assert {path.stem for path in target.parent.iterdir()} == set(KINDS)


def test_without_our_theme_there_are_none(tmp_path: Path) -> None:
    build_of(tmp_path, "Baking bread")
    assert list(open_build(tmp_path).pictures()) == []
