"""The Common Cartridge, held against the rules of IMS 1.1 and opened by a reader that does as Moodle's importer."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree, html

import cartridgerules
import moodle
from casetable import case_table
from hostilecourse import LONG, hostile_course
from learning_pathway.catalogue.model import Catalogue
from learning_pathway.packages import PACKAGES
from learning_pathway.packages.cartridge import address_for, heading_for, html_for, name_for
from learning_pathway.packages.model import Course
from learning_pathway.site.build import Build, open_build
from learning_pathway.site.context import Site, steps_of
from learning_pathway.site.files.downloads import export_file

CP = cartridgerules.CP
NO_CLOCK = None


def cartridge(course: Course) -> bytes:
    return PACKAGES["common-cartridge"].write(course, NO_CLOCK)


def changed(data: bytes, change: Callable[[etree._Element], None], name: str = "imsmanifest.xml") -> bytes:
    """The cartridge with one of its documents changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(made, "w") as other:
        for entry in archive.namelist():
            content = archive.read(entry)
            if entry == name:
                root = etree.fromstring(content)
                change(root)
                content = etree.tostring(root)
            other.writestr(entry, content)
    return made.getvalue()


def words(fragment: str) -> str:
    return " ".join(str(html.fromstring(f"<div>{fragment}</div>").text_content()).split())


def test_the_pathway_keeps_every_rule_of_the_standard(packages: dict[str, bytes]) -> None:
    assert cartridgerules.problems(packages["common-cartridge"]) == []


def first(root: etree._Element, path: str) -> etree._Element:
    found = root.find(path)
    assert found is not None
    return found


def parent_of(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    assert parent is not None
    return parent


FAULTS: dict[str, Callable[[etree._Element], None]] = {
    "schemaversion": lambda root: setattr(first(root, f".//{CP}schemaversion"), "text", "1.2.0"),
    "wrong order": lambda root: root.append(first(root, f"{CP}metadata")),
    "holds 0 of": lambda root: root.remove(first(root, f"{CP}organizations")),
    "identifier item-about comes 2 times": lambda root: first(root, f".//{CP}resource").set("identifier", "item-about"),
    "leads nowhere": lambda root: first(root, f".//{CP}item/{CP}item").set("identifierref", "nowhere"),
    "has type": lambda root: first(root, f".//{CP}resource").set("type", "imswl_xmlv1p3"),
    "has intendeduse": lambda root: first(root, f".//{CP}resource").set("intendeduse", "homework"),
    "has structure": lambda root: first(root, f".//{CP}organization").set("structure", "flat"),
    "must not have isvisible": lambda root: first(root, f".//{CP}item").set("isvisible", "true"),
    "must not have href": lambda root: first(root, f".//{CP}resource[@type='imswl_xmlv1p1']").set("href", "x.xml"),
    "5g": lambda root: first(root, f".//{CP}resource[@type='webcontent']").attrib.pop("href"),
    "not in the package": lambda root: first(root, f".//{CP}file").set("href", "lost.html"),
    "not declared": lambda root: parent_of(first(root, f".//{CP}resource")).remove(first(root, f".//{CP}resource")),
    "8b": lambda root: first(root, f".//{CP}item/{CP}item[2]").set("identifierref", "pages-about"),
    "is not a name": lambda root: root.set("identifier", "1 st"),
    "holds 0 of {http://ltsc": lambda root: first(root, f"{CP}metadata").remove(
        first(root, f"{CP}metadata/{cartridgerules.MAN}lom")
    ),
    "says 'Learning Object'": lambda root: setattr(
        first(root, f".//{cartridgerules.MAN}learningResourceType/{cartridgerules.MAN}value"), "text", "Learning Object"
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_checker_sees_what_is_wrong(packages: dict[str, bytes], fault: str) -> None:
    found = cartridgerules.problems(changed(packages["common-cartridge"], FAULTS[fault]))
    assert any(fault in problem for problem in found), found[:5]


def test_moodle_makes_a_section_of_each_module_after_the_page_about_it(
    packages: dict[str, bytes], catalogue_site: Site
) -> None:
    course = moodle.restore(packages["common-cartridge"])
    pathway = catalogue_site.catalogue.pathway
    assert course.name == pathway.title
    assert course.summary == pathway.summary
    general, *sections = course.sections
    assert [(activity.kind, activity.name) for activity in general.activities] == [("page", f"About: {pathway.title}")]
    modules = list(catalogue_site.modules.values())
    assert [section.name for section in sections[: len(modules)]] == [module.title for module in modules]
    tips = [section.activities[0].name for section in sections[len(modules) :]]
    assert tips == [tips.title for tips in catalogue_site.catalogue.tips]


def test_every_step_is_there_in_its_order_with_the_curators_words(
    packages: dict[str, bytes], catalogue_site: Site
) -> None:
    sections = moodle.restore(packages["common-cartridge"]).sections[1:]
    for module, section in zip(catalogue_site.modules.values(), sections, strict=False):
        pages = iter([activity for activity in section.of("page") if ": " in activity.name and activity.indent])
        forums, links = iter(section.of("forum")), section.of("url")
        assert [label.name for label in section.of("label")] == [part.title for part in module.sections]
        for step in steps_of(module):
            if step.kind == "task":
                task, forum = catalogue_site.tasks[step.target], next(forums)
                assert forum.name == task.title
                assert words(task.prompt) in forum.text
                continue
            resource = catalogue_site.resources[step.target]
            page = next(page for page in pages if not page.name.startswith("About this section: "))
            assert page.name.endswith(f": {resource.heading}")
            told = [step.introduction, resource.summary, resource.why]
            assert all(" ".join(text.split()) in page.text for text in told if text)
            if resource.url:
                assert address_for(resource.url) in [link.content for link in links]
        assert next(forums, None) is None


def test_no_link_is_spoilt_and_only_facilitators_see_their_notes(
    packages: dict[str, bytes], catalogue_site: Site
) -> None:
    course = moodle.restore(packages["common-cartridge"])
    assert all(link.content != moodle.INVALID for link in course.activities if link.kind == "url")
    hidden = [activity for activity in course.activities if not activity.visible]
    notes = [task.facilitator_note for task in catalogue_site.catalogue.tasks if task.facilitator_note]
    seen = " ".join(activity.text for activity in course.activities if activity.visible)
    kept = " ".join(activity.text for activity in hidden)
    assert notes
    assert all(" ".join(note.split()) in kept for note in notes)
    assert not any(" ".join(note.split()) in seen for note in notes)


def test_there_are_no_scripts_and_nothing_is_fetched(packages: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(packages["common-cartridge"])) as archive:
        for name in archive.namelist():
            if name.endswith(".html"):
                page = html.fromstring(archive.read(name))
                assert page.xpath("//script | //link | //img | //iframe | //@src | //@onclick | //@style") == []
                assert all(str(href).startswith("http") for href in page.xpath("//a/@href"))


def test_hostile_words_stay_words() -> None:
    data = cartridge(hostile_course())
    assert cartridgerules.problems(data) == []
    course = moodle.restore(data)
    readable = "]]> --> </script><script>alert(1)</script>"
    assert course.name.startswith("]]\u203a --\u203a \u2039/script")
    for activity in course.activities:
        if activity.kind in {"page", "forum"}:
            text = activity.text.replace("\u2060", "")
            assert readable in text
            assert "&amp; &lt;b&gt; ::{=~#}" in text
            assert "\u0645\u0631\u062d\u0628\u0627" in activity.text
            assert "\U0001f469\U0001f3fd\u200d\U0001f4bb" in activity.text
            assert html.fromstring(f"<div>{activity.content}</div>").xpath("//script | //img") == []
    links = [activity.content for activity in course.activities if activity.kind == "url"]
    assert links == ["https://xn--bcher-kva.example/%C3%A4%20b/?q=%5B%C3%BC%5D%7C%7B%7D%5E#%C3%A9"] * 2


#: Titles, and how an activity and a heading are called; None where they keep the title exactly.
ODD_TITLES: dict[str, tuple[str | None, str | None]] = {
    "Trust {in} [four] (small) steps": (None, None),
    "{…} and [braces] first": (None, None),
    "The 'quiet' lead: “who”, \u2018when\u2019, «where»?": (None, None),
    'The "quiet" lead': (None, "The “quiet” lead"),
    '"Wicked" problems ("clumsy" ones)': (None, "“Wicked” problems (“clumsy” ones)"),
    "If 3 < 5 and 5 > 3": (None, "If 3 \u2039 5 and 5 \u203a 3"),
    "Use <b> & <i>": ("Use \u2039b\u203a & \u2039i\u203a", "Use \u2039b\u203a and \u2039i\u203a"),
    "R&D, Q&A; 100 % {{template}} #1": (None, "R\uff06D, Q\uff06A; 100 % {{template}} #1"),
    "Fish &amp; chips": ("Fish \uff06amp; chips", "Fish \uff06amp; chips"),
    "$x$ `code` *star* _under_ \\ | ~": (None, None),
}


@pytest.mark.parametrize("title", ODD_TITLES)
def test_titles_keep_their_braces_quotes_and_brackets(title: str) -> None:
    activity, heading = (kept or title for kept in ODD_TITLES[title])
    assert (name_for(title), heading_for(title, "en-GB")) == (activity, heading)
    course = moodle.restore(cartridge(hostile_course(title)))
    names = [one.name for one in course.activities]
    assert course.name == heading
    assert heading in names
    assert any(name.endswith(activity) for name in names if name != heading)


def test_very_long_titles_are_shortened_where_they_must_be_and_whole_on_their_page() -> None:
    data = cartridge(hostile_course(LONG))
    assert cartridgerules.problems(data) == []
    course = moodle.restore(data)
    names = [activity.name for activity in course.activities]
    assert max(map(len, names)) <= moodle.LONGEST_NAME
    assert any(name.endswith("…") for name in names)
    pages = [one for one in course.activities if one.kind in {"forum", "page"}]
    steps = [one for one in pages if one.name.startswith(("Read", "A very"))]
    assert len(steps) > 2
    assert all(LONG.strip() in one.text for one in steps)


@case_table("length", range(40, 60))
@case_table("letter", ["\u0175", "\u0639", "\u5b66", "\U0001f469", "x"])
def test_moodle_can_cut_the_name_of_the_course_into_a_short_one(letter: str, length: int) -> None:
    title = "a " + letter * length
    name = moodle.restore(cartridge(hostile_course(title, steps=1))).name
    assert name == title or title.startswith(name.removesuffix("\u2026"))
    assert len(name) > 20


def test_a_step_that_comes_twice_in_a_section_is_there_twice(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text(
        """
        resources: [{id: a, type: report, title: A report & more, url: "https://example.org/a"}]
        tasks: [{id: a, prompt: Think of <one> thing., title: "Same id"}]
        modules:
          - id: m
            title: Trust & power
            sections:
              - id: s
                title: A & B
                steps: [{read: a, introduction: First.}, {read: a, introduction: Again.}, {task: a}, {task: a}]
        """.replace("\n        ", "\n"),
        encoding="utf-8",
    )
    edition = open_build(tmp_path)
    assert edition.site is not None, edition.problem_list
    data = export_file(edition.site, "common-cartridge")
    assert cartridgerules.problems(data) == []
    section = moodle.restore(data).sections[1]
    assert section.name == "Trust and power"
    assert [page.text[:6] for page in section.of("page")[1:]] == ["First.", "Again."]
    assert [forum.text for forum in section.of("forum")] == ["Think of <\u2060one> thing. On your own"] * 2
    assert len(section.of("url")) == 2


@case_table(
    ("address", "written"),
    {
        "https://example.org/a?b=c#d": "https://example.org/a?b=c#d",
        "https://example.org": "https://example.org/",
        "https://bücher.example/straße": "https://xn--bcher-kva.example/stra%C3%9Fe",
        "https://example.org/a b[1]": "https://example.org/a%20b%5B1%5D",
        "https://example.org/100%": "https://example.org/100%25",
        "https://example.org/%E2%82%AC": "https://example.org/%E2%82%AC",
        "https://example.org/?q=a|b^c`{d}": "https://example.org/?q=a%7Cb%5Ec%60%7Bd%7D",
        "https://web.archive.org/web/2020/https://example.org/": None,
        "https://under_score.example.org/": None,
        "https://[2001:db8::1]/": None,
        "https://user:secret@example.org/": None,
        "javascript:alert(1)": None,
        "not an address": None,
    }.items(),
)
def test_addresses_are_written_as_moodle_takes_them_or_left_to_the_page(address: str, written: str | None) -> None:
    assert address_for(address) == written
    assert written is None or moodle.ADDRESS.fullmatch(written)


def test_identifiers_stay_when_steps_move(catalogue_site: Site) -> None:
    def named(site: Site) -> set[str]:
        with zipfile.ZipFile(io.BytesIO(export_file(site, "common-cartridge"))) as archive:
            manifest = etree.fromstring(archive.read("imsmanifest.xml"))
        return {str(name) for name in manifest.xpath("//@identifier")}

    catalogue = catalogue_site.catalogue
    turned = [
        module.model_copy(
            update={
                "sections": tuple(
                    part.model_copy(update={"steps": part.steps[::-1]}) for part in reversed(module.sections)
                )
            }
        )
        for module in catalogue.modules
    ]
    other = catalogue.model_copy(update={"modules": tuple(turned)})
    assert isinstance(other, Catalogue)
    moved = Site(other, catalogue_site.locations, catalogue_site.health)
    assert named(moved) == named(catalogue_site)


@case_table(
    ("escaped", "shown"),
    {
        "a &lt; b &amp;&amp; c &gt; d": "a < b && c > d",
        "&lt;b&gt;bold&lt;/b&gt;": "<b>bold</b>",
        "&amp;lt;b&amp;gt; and &amp;#60;i&amp;#62;": "&lt;b&gt; and &#60;i&#62;",
        "Fish &amp; chips, Q&amp;A; R&amp;D": "Fish & chips, Q&A; R&D",
        "&lt;!-- no comment --&gt;": "<!-- no comment -->",
        "“caf\u00e9” \U0001f469\U0001f3fd\u200d\U0001f4bb": "“caf\u00e9” \U0001f469\U0001f3fd\u200d\U0001f4bb",
    }.items(),
)
def test_text_stays_text_however_often_it_is_decoded(escaped: str, shown: str) -> None:
    written = html_for(f'<p><a href="https://example.org/?a=1&amp;b=2">{escaped}</a></p>')
    assert written.isascii()
    assert 'href="https://example.org/?a=1&amp;b=2"' in written
    for times in (written, moodle.decoded(written)):
        element = html.fromstring(times)
        assert element.text_content().replace("\u2060", "") == shown
        assert [one.tag for one in element.iter()] == ["p", "a"]


def test_titles_that_the_reader_spoils_are_noticed(packages: dict[str, bytes]) -> None:
    """The reader is no rubber stamp: what would go wrong in Moodle goes wrong in it."""

    def spoil(root: etree._Element) -> None:
        first(root, f".//{CP}item/{CP}item[2]/{CP}title").text = "Trust & <b>power</b>"

    with pytest.raises(moodle.MoodleError, match="markup"):
        moodle.restore(changed(packages["common-cartridge"], spoil))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("imsmanifest.xml", '<manifest xmlns="http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1"/>')
    with pytest.raises(moodle.MoodleError, match="first 1,024 bytes"):
        moodle.restore(made.getvalue())


def test_the_edition_dates_the_files(packages: dict[str, bytes], edition: Build) -> None:
    with zipfile.ZipFile(io.BytesIO(packages["common-cartridge"])) as archive:
        dates = {entry.date_time for entry in archive.infolist()}
    assert edition.time is not None
    assert {date[:5] for date in dates} == {edition.time.timetuple()[:5]}
