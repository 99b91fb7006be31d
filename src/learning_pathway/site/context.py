"""The catalogue as pages need it: looked up by id, in order, with what belongs together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote

from markupsafe import Markup

from ..catalogue import SourceLocation, SourceLocations
from ..catalogue.durations import Duration, of_resource, of_step, of_task, total
from ..catalogue.model import Catalogue, Module, Pathway, Resource, Route, Step, Task, Theme, TipList
from ..catalogue.types import Status
from ..formats.coins import coins
from ..formats.registry import Pieces
from ..links.state.file import LinkStates
from ..links.target import Target, alternatives_to, targets_of
from ..locale import Translations, translations_for
from ..voices.collection import Voices
from .relations import ListedTip, Relations, Usage, steps_of

__all__ = ["Site", "edit_link"]


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
        found: dict[tuple[str, str], list[Usage]] = defaultdict(list)
        for module in self.modules.values():
            for section in module.sections:
                for step in section.steps:
                    found[step.key].append(Usage(module, section, step))
        return {key: tuple(places) for key, places in found.items()}

    @cached_property
    def resources_by_theme(self) -> Mapping[str, tuple[Resource, ...]]:
        """For each theme, the resources that have it."""
        found: dict[str, list[Resource]] = {name: [] for name in self.themes}
        for resource in self.catalogue.resources:
            for theme in resource.themes:
                found[theme].append(resource)
        return {name: tuple(entries) for name, entries in found.items()}

    @cached_property
    def modules_by_theme(self) -> Mapping[str, tuple[Module, ...]]:
        """For each theme, the modules that have it, or a resource or task with it."""
        found: dict[str, list[Module]] = {name: [] for name in self.themes}
        for module in self.modules.values():
            for theme in self.themes_of_module(module):
                found[theme].append(module)
        return {name: tuple(entries) for name, entries in found.items()}

    @cached_property
    def tip_lists_by_resource(self) -> Mapping[str, tuple[TipList, ...]]:
        """For each resource that tips were drawn from, the lists of those tips."""
        found: dict[str, list[TipList]] = defaultdict(list)
        for tips in self.catalogue.tips:
            if tips.resource:
                found[tips.resource].append(tips)
        return {name: tuple(lists) for name, lists in found.items()}

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
        found: dict[str, list[ListedTip]] = {name: [] for name in self.themes}
        for entry in self.tips:
            for theme in entry.tip.themes:
                found[theme].append(entry)
        return {name: tuple(entries) for name, entries in found.items()}

    @cached_property
    def tips_by_resource(self) -> Mapping[str, tuple[ListedTip, ...]]:
        """For each resource that tips point to, those tips."""
        found: dict[str, list[ListedTip]] = defaultdict(list)
        for entry in self.tips:
            for name in entry.tip.see:
                found[name].append(entry)
        return {name: tuple(entries) for name, entries in found.items()}

    @cached_property
    def relations(self) -> Relations:
        """How resources relate to each other."""
        return Relations(self.catalogue)

    @cached_property
    def routes_by_module(self) -> Mapping[str, tuple[Route, ...]]:
        """For each module, the routes that pass through it."""
        found: dict[str, list[Route]] = {name: [] for name in self.modules}
        for route in self.catalogue.routes:
            for name in dict.fromkeys(route.modules):
                found[name].append(route)
        return {name: tuple(entries) for name, entries in found.items()}

    @cached_property
    def durations(self) -> Mapping[tuple[str, str], Duration]:
        """How long each resource and task takes, by kind and id."""
        rates = self.catalogue.pathway.rates
        lengths = {("resource", entry.id): of_resource(entry, rates) for entry in self.catalogue.resources}
        return {**lengths, **{("task", entry.id): of_task(entry) for entry in self.catalogue.tasks}}

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
        return of_step(step, partly_read, self.catalogue.pathway.rates) if partly_read else self.durations[step.key]

    def coins_of(self, resource: Resource) -> str:
        """The resource as reference managers find it on a page that lists several; HTML."""
        if resource.id not in self._coins:  # a resource is in listings of its type, its themes and its year
            self._coins[resource.id] = coins(resource)
        return self._coins[resource.id]

    @cached_property
    def _coins(self) -> dict[str, str]:
        return {}

    def themes_of_module(self, module: Module) -> tuple[str, ...]:
        """Ids of the module's themes: its own first, then those of its steps, commonest first."""
        counted: Counter[str] = Counter()
        for step in steps_of(module):
            entry = self.tasks[step.target] if step.kind == "task" else self.resources[step.target]
            counted.update(entry.themes)
        return tuple(dict.fromkeys((*module.themes, *(name for name, _ in counted.most_common()))))

    def related_resources(self, resource: Resource, most: int = 5) -> tuple[Resource, ...]:
        """Related resources: those that it names, those that name it, then those that share most themes."""
        chosen = dict.fromkeys((*resource.related, *self.relations.related_to.get(resource.id, ())))
        if len(chosen) < most:
            shared: Counter[str] = Counter()
            for theme in resource.themes:
                for other in self.resources_by_theme[theme][:RELATED_POOL]:
                    if other.status is Status.ACTIVE:
                        shared[other.id] += 1
            chosen.update(dict.fromkeys(name for name, _ in shared.most_common(most + 1)))
        chosen.pop(resource.id, None)
        return tuple(self.resources[name] for name in list(chosen)[: max(most, len(resource.related))])

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
        names, place = list(self.modules), self._places[module.id]
        before = self.modules[names[place - 1]] if place else None
        after = self.modules[names[place + 1]] if place + 1 < len(names) else None
        return before, after

    def edit_link(self, kind: str, name: str) -> str | None:
        """Where to edit an entry, if the settings say where the repository is."""
        return edit_link(self.catalogue.pathway, self.locations.of(kind, name))

    def source(self, kind: str, name: str) -> str:
        """The file that an entry was written in."""
        location = self.locations.of(kind, name)
        return location.file if location else "resources.yaml"

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {name: place for place, name in enumerate(self.modules)}


#: How many entries of one theme are compared to find related ones: the time must not grow with their square.
RELATED_POOL = 60


#: How each forge's software addresses its editor. Only some of them can open it at a line.
EDITORS = {
    "github": "{repository}/edit/{branch}/{file}#L{line}",
    "gitlab": "{repository}/-/edit/{branch}/{file}#L{line}",
    "forgejo": "{repository}/_edit/{branch}/{file}",
    "bitbucket": "{repository}/src/{branch}/{file}?mode=edit",
}


def edit_link(pathway: Pathway, location: SourceLocation | None) -> str | None:
    """Where to edit the entry at `location`; None where no repository is set or the location is not known."""
    if pathway.repository is None or location is None:
        return None
    return EDITORS[pathway.forge].format(
        repository=pathway.repository.rstrip("/").removesuffix(".git"),
        branch=quote(pathway.branch),
        file=quote(location.file),
        line=location.line,
    )
