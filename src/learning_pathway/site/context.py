"""The catalogue as pages need it: looked up by id, in order, with what belongs together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar
from urllib.parse import quote

from markupsafe import Markup

from ..catalogue.dates import Duration, total
from ..catalogue.model import (
    Catalogue,
    Module,
    Person,
    Resource,
    Route,
    Section,
    Step,
    Task,
    Theme,
    Tip,
    TipList,
    TipSource,
)
from ..catalogue.reader import SourceLocations
from ..citation.reference import clean
from ..formats.registry import Pieces
from ..links.state.file import LinkStates
from ..links.target import Target, alternatives_to, targets_of
from ..locale import Translations, translations_for
from ..voices.collection import Voices

__all__ = ["RELATED_POOL", "ListedTip", "Site", "Usage", "grouped", "resources_of", "steps_of"]

Key = TypeVar("Key")
Value = TypeVar("Value")
#: How many entries of one theme are compared to find related ones: the time must not grow with their square.
RELATED_POOL = 60
#: How each forge's software addresses its editor. Only some of them can open it at a line.
EDITORS = {
    "github": "{repository}/edit/{branch}/{file}#L{line}",
    "gitlab": "{repository}/-/edit/{branch}/{file}#L{line}",
    "forgejo": "{repository}/_edit/{branch}/{file}",
    "bitbucket": "{repository}/src/{branch}/{file}?mode=edit",
}


@dataclass(frozen=True, slots=True)
class Usage:
    """A step that uses a resource or task, with its section and module."""

    module: Module
    section: Section
    step: Step

    @property
    def path(self) -> str:
        """The path of the module's page, with the step's place there."""
        return f"modules/{self.module.id}.md#{self.step.anchor}"


@dataclass(frozen=True, slots=True)
class ListedTip:
    """A tip with its list and its source."""

    tip: Tip
    source: TipSource
    list: TipList


@dataclass(frozen=True)
class Site:
    """A catalogue that has passed its checks, with what the link checks found.

    Every index is made once, when it is first asked for, in time proportional to the catalogue.

    Attributes:
        catalogue: what an editor wrote.
        locations: where each entry is written.
        health: what the link checks found.
        published: addresses of pages without an entry of their own that were ever published.
        voices: answers to calls, with what may be shown of each.
    """

    catalogue: Catalogue
    locations: SourceLocations
    health: LinkStates
    published: frozenset[str] = frozenset()
    voices: Voices = field(default_factory=Voices)

    @property
    def language(self) -> str:
        """The language of the interface, and of every text that states no other."""
        return self.catalogue.pathway.language

    @cached_property
    def translations(self) -> Translations:
        """The messages of the interface."""
        return translations_for(self.language)

    @cached_property
    def rendered(self) -> dict[tuple[object, ...], Markup]:
        """Parts of pages that are the same on many of them; see `ResourceView.once`."""
        return {}

    @cached_property
    def resources(self) -> Mapping[str, Resource]:
        """Resources by id, in the catalogue's order."""
        return {entry.id: entry for entry in self.catalogue.resources}

    @cached_property
    def tasks(self) -> Mapping[str, Task]:
        """Tasks by id."""
        return {entry.id: entry for entry in self.catalogue.tasks}

    @cached_property
    def themes(self) -> Mapping[str, Theme]:
        """Themes by id."""
        return {entry.id: entry for entry in self.catalogue.themes}

    @cached_property
    def pieces(self) -> Pieces:
        """What each resource adds to files for other software."""
        return Pieces()

    @cached_property
    def modules(self) -> Mapping[str, Module]:
        """Modules by id, in the pathway's order: those named in the settings first, then as they are written."""
        written = {entry.id: entry for entry in self.catalogue.modules}
        named = {name: written[name] for name in self.catalogue.pathway.modules}
        return {**named, **written}

    @cached_property
    def uses(self) -> Mapping[tuple[str, str], tuple[Usage, ...]]:
        """For each resource and task, by kind and id, the places where it is used, in the pathway's order."""
        return grouped(
            (step.key, Usage(module, section, step))
            for module in self.modules.values()
            for section in module.sections
            for step in section.steps
        )

    @cached_property
    def resources_by_theme(self) -> Mapping[str, tuple[Resource, ...]]:
        """For each theme, the resources that have it."""
        pairs = ((theme, resource) for resource in self.catalogue.resources for theme in resource.themes)
        return grouped(pairs, self.themes)

    @cached_property
    def modules_by_theme(self) -> Mapping[str, tuple[Module, ...]]:
        """For each theme, the modules that have it, or a resource or task with it."""
        pairs = ((theme, module) for module in self.modules.values() for theme in self.themes_of_module(module))
        return grouped(pairs, self.themes)

    @cached_property
    def tip_lists_by_resource(self) -> Mapping[str, tuple[TipList, ...]]:
        """For each resource that tips were drawn from, the lists of those tips."""
        return grouped((tips.resource, tips) for tips in self.catalogue.tips if tips.resource)

    @cached_property
    def tips(self) -> tuple[ListedTip, ...]:
        """Every tip of every list."""
        return tuple(
            ListedTip(tip, source, tips)
            for tips in self.catalogue.tips
            for source in tips.sources
            for tip in source.tips
        )

    @cached_property
    def tips_by_theme(self) -> Mapping[str, tuple[ListedTip, ...]]:
        """For each theme, the tips that have it."""
        return grouped(((theme, entry) for entry in self.tips for theme in entry.tip.themes), self.themes)

    @cached_property
    def tips_by_resource(self) -> Mapping[str, tuple[ListedTip, ...]]:
        """For each resource that tips point to, those tips."""
        return grouped((name, entry) for entry in self.tips for name in entry.tip.see)

    @cached_property
    def cited_by(self) -> Mapping[str, tuple[str, ...]]:
        """For each resource that others cite, those others."""
        return grouped((name, entry.id) for entry in self.catalogue.resources for name in dict.fromkeys(entry.cites))

    @cached_property
    def replaces(self) -> Mapping[str, tuple[str, ...]]:
        """For each resource that replaced others, those others."""
        return grouped((e.replaced_by, e.id) for e in self.catalogue.resources if e.replaced_by)

    @cached_property
    def related_to(self) -> Mapping[str, tuple[str, ...]]:
        """For each resource that others name as related, those others."""
        return grouped((name, entry.id) for entry in self.catalogue.resources for name in dict.fromkeys(entry.related))

    @cached_property
    def made_by(self) -> Mapping[str, tuple[str, ...]]:
        """For each name of a creator, their resources: whether two people of one name are one, no one has said."""
        pairs = ((name_key(person), entry.id) for entry in self.catalogue.resources for person in creators_of(entry))
        return grouped(dict.fromkeys(pairs))

    def also_by(self, resource: Resource) -> list[tuple[Person, tuple[str, ...]]]:
        """Each creator of a resource with other resources in the catalogue, and those."""
        found: dict[str, tuple[Person, tuple[str, ...]]] = {}
        for person in creators_of(resource):
            others = tuple(name for name in self.made_by[name_key(person)] if name != resource.id)
            if others:
                found.setdefault(name_key(person), (person, others))
        return list(found.values())

    @cached_property
    def routes_by_module(self) -> Mapping[str, tuple[Route, ...]]:
        """For each module, the routes that pass through it."""
        pairs = ((name, route) for route in self.catalogue.routes for name in dict.fromkeys(route.modules))
        return grouped(pairs, self.modules)

    @cached_property
    def durations(self) -> Mapping[tuple[str, str], Duration]:
        """How long each resource and task takes, by kind and id."""
        rates = self.catalogue.pathway.rates
        lengths = {("resource", entry.id): entry.duration(rates) for entry in self.catalogue.resources}
        return {**lengths, **{("task", entry.id): entry.duration for entry in self.catalogue.tasks}}

    def duration(self, modules: Iterable[Module]) -> Duration:
        """How long some modules take together; what is in several of them counts once."""
        return self.duration_of_steps(step for module in modules for step in steps_of(module))

    def duration_of_steps(self, steps: Iterable[Step]) -> Duration:
        """How long some steps take; what is in several of them counts once."""
        parts = {(step.key, step.pages): step for step in steps}
        return total(self.duration_of_step(step) for step in parts.values())

    def duration_of_step(self, step: Step) -> Duration:
        """How long a step takes: only the part of a resource that it asks for counts."""
        partly_read = self.resources[step.read] if step.read and step.pages else None
        return step.duration(partly_read, self.catalogue.pathway.rates) if partly_read else self.durations[step.key]

    def themes_of_module(self, module: Module) -> tuple[str, ...]:
        """Ids of the module's themes: its own first, then those of its steps, commonest first."""
        counted: Counter[str] = Counter()
        for step in steps_of(module):
            entry = self.tasks[step.target] if step.kind == "task" else self.resources[step.target]
            counted.update(entry.themes)
        return tuple(dict.fromkeys((*module.themes, *(name for name, _ in counted.most_common()))))

    def alternatives_to(self, resource: Resource) -> tuple[Resource, ...]:
        """What to read instead of a resource that is gone: resources on its themes whose links work."""
        pool = dict.fromkeys(
            other.id for theme in resource.themes for other in self.resources_by_theme[theme][:RELATED_POOL]
        )
        targets = [self._link_targets[name] for name in pool if name in self._link_targets]
        gone = self._link_targets[resource.id]
        return tuple(self.resources[target.id] for target in alternatives_to(gone, targets, self.health.links))

    @cached_property
    def _link_targets(self) -> Mapping[str, Target]:
        return {target.id: target for target in targets_of(self.catalogue) if target.is_main}

    def related_modules(self, module: Module, most: int = 3) -> tuple[Module, ...]:
        """The modules that share most themes with one."""
        shared: Counter[str] = Counter()
        for theme in self.themes_of_module(module)[:6]:
            for other in self.modules_by_theme[theme][:RELATED_POOL]:
                shared[other.id] += 1
        shared.pop(module.id, None)
        return tuple(self.modules[name] for name, _ in shared.most_common(most))

    def tips_for(self, module: Module, most: int = 3) -> tuple[ListedTip, ...]:
        """The tips that fit a module's own themes, one theme after the other."""
        pools = [list(self.tips_by_theme[theme]) for theme in self.themes_of_module(module)[:5]]
        chosen: dict[str, ListedTip] = {}
        for rank in range(max(map(len, pools), default=0)):
            for pool in pools:
                if rank < len(pool):
                    chosen.setdefault(pool[rank].tip.id, pool[rank])
        return tuple(chosen.values())[:most]

    def neighbours(self, module: Module) -> tuple[Module | None, Module | None]:
        """The modules before and after one."""
        names = list(self.modules)
        place = names.index(module.id)
        before = self.modules[names[place - 1]] if place else None
        after = self.modules[names[place + 1]] if place + 1 < len(names) else None
        return before, after

    def edit_link(self, kind: str, name: str) -> str | None:
        """Where to edit an entry; None where no repository is set or its place is not known."""
        pathway, location = self.catalogue.pathway, self.locations.of(kind, name)
        if pathway.repository is None or location is None:
            return None
        return EDITORS[pathway.forge].format(
            repository=pathway.repository.rstrip("/").removesuffix(".git"),
            branch=quote(pathway.branch),
            file=quote(location.file),
            line=location.line,
        )

    def source(self, kind: str, name: str) -> str:
        """The file that an entry was written in."""
        location = self.locations.of(kind, name)
        return location.file if location else "resources.yaml"


def creators_of(resource: Resource) -> tuple[Person, ...]:
    """The authors and editors of a resource."""
    return (*resource.authors, *resource.editors)


def name_key(person: Person) -> str:
    """The key of a person's name: its letters, without case."""
    return clean(person.name).casefold()


def grouped(pairs: Iterable[tuple[Key, Value]], keys: Iterable[Key] = ()) -> dict[Key, tuple[Value, ...]]:
    """The second of each pair by the first, in order; each of `keys` is there, though it may have none."""
    found: dict[Key, list[Value]] = {key: [] for key in keys}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}


def steps_of(module: Module) -> Iterator[Step]:
    """Every step of a module, in order."""
    for section in module.sections:
        yield from section.steps


def resources_of(site: Site, module: Module) -> tuple[Resource, ...]:
    """The resources of a module, in the order of its steps, each once."""
    names = dict.fromkeys(step.target for step in steps_of(module) if step.kind == "resource")
    return tuple(site.resources[name] for name in names)
