"""Files to download: packages for other software, exports, references in each format, and pieces to combine."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from math import ceil
from typing import Any

from markupsafe import Markup

from ...catalogue.model import Module, Resource, TipList
from ...catalogue.types import PackageKind
from ...formats.registry import FORMATS, export, letter_places
from ...packages import PACKAGES
from ...packages.model import Course, CourseModule, CoursePage, CourseSection, CourseStep, shortened
from ...packages.scorm12 import MOST_STEPS
from ..basis_view import BasisView, Quotation, basis_views
from ..context import Site, resources_of, steps_of
from ..document import Asset, BinaryAsset, address
from ..handbook import chosen_modules, references
from ..labels import OFFERED, RECORD_FORMATS, TIP_SOURCE, Download, download
from ..module_view import ModuleView, SectionView, StepView
from ..rendering import render_text
from .offline import RECALLED_PATH

__all__ = [
    "EXPORTS",
    "LIBRARY",
    "course",
    "export_file",
    "export_name",
    "list_files",
    "package_downloads",
    "package_files",
    "part_of",
    "pieces",
    "reference_lists",
]


HERE = "index.md"
#: A task without a title is called by the beginning of its prompt.
_LONGEST_NAME = 80


def course(site: Site, names: Sequence[str] = (), *, time: datetime | None = None) -> Course:
    """The course.

    Args:
        site: the catalogue.
        names: ids of the modules to take; all of them, in the pathway's order, if none is named.
        time: the moment that it is dated to; undated if None.

    Raises:
        UnknownModuleError: a name is not the id of a module.
    """
    modules = chosen_modules(site, names)
    pathway = site.catalogue.pathway
    whole = not names
    only = modules[0] if len(modules) == 1 and not whole else None
    views = [ModuleView(site, HERE, module) for module in modules]
    used = {step.target for module in modules for step in steps_of(module) if step.kind == "resource"}
    home = pathway.site_url.rstrip("/") + "/" if pathway.site_url else None
    about = fragment(
        site,
        "course-about.html",
        pathway=pathway,
        whole=whole,
        views=views,
        home=home,
        recalled=home + RECALLED_PATH if home and site.voices.answers else "",
        day=site.translations.day(time.date()) if time else None,
    )
    return Course(
        title=only.title if only else pathway.title,
        language=pathway.language,
        summary=(only.summary if only else pathway.summary) or "",
        about=about,
        publisher=pathway.organisation,
        address=home,
        modules=tuple(course_module(site, view, home) for view in views),
        pages=tuple(course_tips(site, tips, home) for tips in site.catalogue.tips if whole or tips.resource in used),
    )


def course_tips(site: Site, tips: TipList, home: str | None) -> CoursePage:
    """A list of tips: part of the whole pathway, and of modules that use the resource that it was drawn from."""
    quoted = {
        tip.id: quotations_of(basis_views(site, HERE, tip.rests_on)) for source in tips.sources for tip in source.tips
    }
    body = fragment(site, "course-tips.html", tips=tips, kinds=TIP_SOURCE, quoted=quoted, home=home)
    return CoursePage(f"tips-{tips.id}", tips.title, body)


def quotations_of(bases: Sequence[BasisView]) -> list[Quotation]:
    """The quotations among what an entry is based on."""
    return [base.quotation for base in bases if base.quotation]


def course_module(site: Site, view: ModuleView, home: str | None) -> CourseModule:
    """One module."""
    return CourseModule(
        id=view.module.id,
        title=view.title,
        introduction=fragment(site, "course-module.html", view=view),
        sections=tuple(course_section(section, home) for section in view.sections),
        references=tuple(in_new_tab(reference) for reference in references(site, view.module)),
        page=home + address(f"modules/{view.module.id}.md") if home else None,
    )


def in_new_tab(reference: Markup) -> Markup:
    """A reference whose links open a new tab, since the page may be in a platform's frame."""
    return Markup(str(reference).replace("<a href=", '<a target="_blank" rel="noopener noreferrer" href='))  # noqa: S704


def course_section(view: SectionView, home: str | None) -> CourseSection:
    """One section."""
    summary = view.section.summary
    introduction = fragment(view.site, "course-section.html", summary=summary) if summary else Markup()
    return CourseSection(
        view.section.id, view.title, introduction, tuple(course_step(step, home) for step in view.steps)
    )


def course_step(view: StepView, home: str | None) -> CourseStep:
    """One step."""
    body = fragment(view.site, "course-step.html", step=view, quoted=quotations_of(view.bases), home=home)
    if view.task:
        task = view.task.task
        return CourseStep(
            kind="task",
            target=task.id,
            verb=view.verb_word,
            title=task.title or shortened(task.prompt, _LONGEST_NAME),
            body=body,
            optional=view.step.optional,
            note=task.facilitator_note,
        )
    resource = view.resource
    assert resource is not None, "a step is a task or a resource"  # noqa: S101
    return CourseStep(
        kind="resource",
        target=resource.resource.id,
        verb=view.verb_word,
        title=resource.title,
        body=body,
        language=resource.language,
        direction=resource.direction,
        address=resource.resource.url,
        optional=view.step.optional,
    )


def fragment(site: Site, template: str, **values: object) -> Markup:
    """A piece of HTML."""
    return Markup(render_text(template, HERE, site.language, **values).strip())  # noqa: S704 - templates escape


#: The files of the whole pathway, without their endings; they are in the folder of the page of all modules.
WHOLE = "modules/pathway"


def package_downloads(site: Site, module: Module | None, folder: str = "") -> list[Download]:
    """The packages on the page of a module, or of all modules; `folder` leads from that page to the files."""
    stem = folder + (module.id if module else "pathway")
    chosen = (PACKAGES[kind] for kind in offered_kinds(site, [module] if module else list(site.modules.values())))
    return [download(site, stem + one.ending, one.label, one.use, one.media_type) for one in chosen]


def package_files(site: Site, time: datetime | None) -> Iterator[BinaryAsset]:
    """Every package that the site offers, dated to `time`."""
    modules = list(site.modules.values())
    if len(modules) > 1:
        yield from packages_of(site, WHOLE, (), modules, time)
    for module in modules:
        yield from packages_of(site, f"modules/{module.id}/{module.id}", (module.id,), [module], time)


def packages_of(
    site: Site, stem: str, names: Sequence[str], modules: Sequence[Module], time: datetime | None
) -> Iterator[BinaryAsset]:
    """The packages of some modules."""
    kinds = offered_kinds(site, modules)
    if not kinds:
        return
    made = course(site, names, time=time)
    for kind in kinds:
        yield BinaryAsset(stem + PACKAGES[kind].ending, PACKAGES[kind].write(made, time))


def offered_kinds(site: Site, modules: Sequence[Module]) -> list[PackageKind]:
    """The kinds of package that the settings name and the modules fit into."""
    steps = [list(steps_of(module)) for module in modules]
    fits = {
        PackageKind.SCORM12: all(len({step.key for step in each}) <= MOST_STEPS for each in steps),
    }
    named = dict.fromkeys(site.catalogue.pathway.packages)
    return [kind for kind in named if fits.get(kind, True)] if modules else []


#: Name of each kind of file, and its label for people.
EXPORTS = {
    **{name: package.label for name, package in PACKAGES.items()},
    **{name: listed.label for name, listed in FORMATS.items()},
}


def export_file(site: Site, kind: str, names: Sequence[str] = (), *, time: datetime | None = None) -> bytes:
    """The content of a file.

    Args:
        site: the catalogue.
        kind: a name in `KINDS`.
        names: ids of modules; the whole pathway if none is named. References are then those of the modules' resources.
        time: the moment that the file is dated to.

    Raises:
        UnknownModuleError: a name is not the id of a module.
        PackageError: the modules do not fit into the format.
        ValueError: there is no such kind of file.
    """
    if kind in PACKAGES:
        return PACKAGES[kind].write(course(site, names, time=time), time)
    if not names:
        return export(site.catalogue.resources, kind)
    used = {resource.id: resource for module in chosen_modules(site, names) for resource in resources_of(site, module)}
    return export(tuple(used.values()), kind)


def export_name(site: Site, kind: str, names: Sequence[str] = ()) -> str:
    """What to call the file: after the one module that it holds, else after the pathway.

    Raises:
        UnknownModuleError: a name is not the id of a module.
        ValueError: there is no such kind of file.
    """
    if kind not in EXPORTS:
        raise ValueError(f"no kind of file {kind!r}; there are: {', '.join(EXPORTS)}")
    ending = PACKAGES[kind].ending if kind in PACKAGES else FORMATS[kind].suffix
    modules = chosen_modules(site, names)
    return (modules[0].id if names and len(modules) == 1 else "pathway") + ending


#: The files of the whole catalogue, without their suffix.
LIBRARY = "library/library"


def list_files(site: Site) -> Iterator[Asset]:
    """Every file of references, one at a time."""
    for stem, (resources, names) in reference_lists(site):
        for name in names:
            yield Asset(stem + FORMATS[name].suffix, site.pieces.file(name, resources))


def reference_lists(site: Site) -> Iterator[tuple[str, tuple[Sequence[Resource], Sequence[str]]]]:
    """The path without a suffix of each list that has files, its resources, and the formats of the files."""
    for resource in site.catalogue.resources:
        yield f"resources/{resource.id}/{resource.id}", ((resource,), RECORD_FORMATS)
    for module in site.modules.values():
        if works := resources_of(site, module):
            yield f"modules/{module.id}/{module.id}", (works, OFFERED)
    for theme, resources in site.resources_by_theme.items():
        if resources:
            yield f"themes/{theme}/{theme}", (resources, OFFERED)
    if site.catalogue.resources:
        yield LIBRARY, (site.catalogue.resources, OFFERED)


PIECES = "assets/pathway/pieces"
FORMAT = "learning-pathway-pieces"
VERSION = 1
#: Resources in a part, roughly. Fewer make more files to publish, more make a short list cost more to fetch.
PART_SIZE = 16


def pieces(site: Site) -> Iterator[Asset]:
    """The list of formats, and every part."""
    count = ceil(len(site.resources) / PART_SIZE) or 1
    formats = {
        name: {
            "suffix": form.suffix,
            "mediaType": form.media_type,
            "head": form.head,
            "between": form.between,
            "tail": form.tail,
            "empty": form.empty,
        }
        for name, form in FORMATS.items()
    }
    yield _asset("index", {"parts": count, "formats": formats})
    parts: dict[int, dict[str, dict[str, Any]]] = defaultdict(dict)
    for resource in site.resources.values():
        texts = {name: site.pieces.of(name, resource) for name in FORMATS}
        parts[part_of(resource.id, count)][resource.id] = {**texts, "letter": letter_places(resource)}
    for number in range(count):
        yield _asset(str(number), {"parts": count, "works": parts[number]})


def part_of(name: str, count: int) -> int:
    """Which of `count` parts holds the resource with the id `name`: its FNV-1a hash (32 bits), modulo `count`.

    Browsers work it out in the same way (`pieces.mjs`), so that no index of ids has to be fetched.
    """
    value = 0x811C9DC5
    for byte in name.encode("utf-8"):
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value % count


def _asset(name: str, content: dict[str, Any]) -> Asset:
    content = {"format": FORMAT, "version": VERSION, **content}
    return Asset(f"{PIECES}/{name}.json", json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n")
