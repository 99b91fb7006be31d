"""A resource as a BibTeX entry, with the entry types and fields of BibLaTeX where BibTeX has none.

Sources: Patashnik, *BibTeXing* (1988); the BibLaTeX manual, 2.1 (entry types), 2.2 (fields) and 3.7 (annotations, which
say here what someone did). Neither minds fields that it does not know: `updated`, `duration`, `abstractsource`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..catalogue.fields import other_fields
from ..catalogue.model import Person, Resource
from ..catalogue.types import BibtexType, PersonRole, ResourceType, SummarySource
from ..citation.elements import given_and_suffix
from ..citation.model import CitedResource, cited_resource
from ..citation.reference import clean
from ..citation.title_case import sentence_case
from .mappings import BIBTEX
from .text import is_nothing

__all__ = ["bibtex_entry"]

#: BibTeX counts braces even behind a backslash, so that none may come from outside.
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)
#: Signs that LaTeX would join to another one, or print as a quotation mark.
_LIGATURE = re.compile(r"(-(?=-)|`(?=`)|(?<!`)`|'(?=')|[?!](?=`))")
_QUOTE = r"\textquotedbl{}"
_VERBATIM = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})


def _latex(text: str) -> str:
    written = _LIGATURE.sub(r"\1{}", clean(text).translate(_LATEX))
    return f"{{{written}}}" if is_nothing(written) else written  # a name, and no sign that there is none


def _one_name(text: str) -> str:
    """A name in a field where BibLaTeX takes `and` for the end of one: in braces, if it has that word."""
    return f"{{{_latex(text)}}}" if re.search(r"\sand\s", text, re.IGNORECASE) else _latex(text)


def _verbatim(address: str | None) -> str | None:
    return clean(address).translate(_VERBATIM) if address else None


def _title(cited: CitedResource) -> str:
    """The title as printed, with braces around words whose capitals a style must not lower."""
    title = cited.printed
    if cited.lang or cited.supplied:
        return f"{{{_latex(title)}}}"
    lowered = sentence_case(title, [person.name for person in cited.resource.authors])
    words = []
    for index, (printed, kept) in enumerate(zip(title.split(" "), lowered.split(" "), strict=True)):
        braced = printed == kept and any(char.isupper() for char in (kept if index else kept[1:]))
        words.append(f"{{{_latex(printed)}}}" if braced else _latex(printed))
    return " ".join(words)


def _name(person: Person) -> str:
    """`Gray, Ida`, with braces around names that BibTeX would cut apart."""
    if person.organisation:
        return f"{{{_latex(person.organisation)}}}"
    given, suffix = given_and_suffix(person)
    if not person.family or not given:
        return f"{{{{{_latex(person.family or given)}}}}}"  # twice, or it would be an organisation
    parts = [_latex(part) for part in (person.family, suffix, given) if part]
    return ", ".join(f"{{{part}}}" if re.search(r",|\band\b", part, re.IGNORECASE) else part for part in parts)


def _people(cited: CitedResource) -> dict[str, str | None]:
    resource = cited.resource
    authors = [p for p in resource.authors if p.role not in {PersonRole.EDITOR, PersonRole.TRANSLATOR}]
    roles = [person.role.value for person in authors]
    if not resource.authors and cited.role is not PersonRole.EDITOR:
        authors = list(cited.creators)
        roles = ["publisher" for _ in authors]  # who takes the author's place without being one
    editors = [*resource.editors, *(p for p in resource.authors if p.role is PersonRole.EDITOR)]
    annotation = "; ".join(f"{place}={role}" for place, role in enumerate(roles, 1) if role != "author")
    return {
        "author": " and ".join(map(_name, authors)),
        "author+an": annotation,
        "editor": " and ".join(map(_name, editors)),
        "translator": " and ".join(map(_name, cited.translators)),
        "author+an:account": _accounts(authors),
    }


def _accounts(people: Sequence[Person]) -> str:
    """Accounts of people, as annotations: `1="@ida"; 3="@lowe"`."""
    named = ((place, _latex(person.account)) for place, person in enumerate(people, 1) if person.account)
    return "; ".join(f'{place}="{account.replace(chr(34), _QUOTE)}"' for place, account in named)


def _numbers(resource: Resource) -> dict[str, str]:
    issue, number = _latex(resource.issue or ""), _latex(resource.number or "")
    if resource.type.row.bibtex.number == "issue":
        return {"number": issue, "eid": number}
    return {"number": number, "issue": issue}


def _dates(cited: CitedResource) -> dict[str, str | None]:
    """The date to cite; where the resource was changed later, also which of the two dates that is."""
    published, updated, original = cited.resource.published, cited.resource.updated, cited.resource.original_published
    earlier = str(published) if published and published != cited.published else None
    return {
        "year": str(cited.published.year) if cited.published else None,
        "date": str(cited.published) if cited.published else None,
        "origdate": str(original) if original else earlier,
        "published": str(published) if published and updated and (original or published == updated) else None,
        "pubstate": "inpress" if cited.resource.in_press else None,
        "updated": str(updated) if updated else None,
    }


def _subtype(resource: Resource, kind: str) -> str | None:
    """Our own type, where the entry type says another, or less: whether a thesis is a PhD's, what `eid` is."""
    is_any_thesis = resource.type is ResourceType.THESIS and not resource.genre
    is_numbered = resource.type is ResourceType.JOURNAL_ARTICLE and resource.pages and resource.number
    is_other = BIBTEX[kind] is not resource.type
    return resource.type.value if is_other or is_any_thesis or is_numbered else None


def _fields(cited: CitedResource, kind: str, form: BibtexType) -> dict[str, str | None]:
    resource = cited.resource
    holder = clean(resource.container or "")
    house = clean(resource.publisher or "") or cited.publisher
    fields: dict[str, str | None] = {
        "title": _title(cited),
        **_people(cited),
        "entrysubtype": _subtype(resource, kind),
        form.container: _latex(holder),
        form.publisher: _one_name(house) if house != holder else None,
        "edition": _latex(resource.edition or ""),
        "volume": _latex(resource.volume or ""),
        **_numbers(resource),
        "pages": _latex(cited.pages).replace("–", "--"),
        "eventtitle": _latex(resource.conference or ""),
        "address": _one_name(clean(resource.place or "")),
        **_dates(cited),
        "doi": _verbatim(resource.doi),
        "isbn": resource.isbn,
        "issn": resource.issn,
        "url": _verbatim(resource.url or resource.archived_url),
        "urldate": resource.accessed.isoformat() if resource.accessed else None,
        "language": resource.language,
        "library": _latex(resource.library_catalogue or ""),
        "copyright": _latex(resource.licence or ""),
        "pagetotal": str(resource.page_count or ""),
        "duration": f"PT{resource.minutes}M" if resource.minutes else None,
        "keywords": ", ".join(resource.themes),
        "abstract": _latex(resource.summary or ""),
        "abstractsource": resource.summary_source.value if resource.summary else None,
        "annotation": _latex(resource.why or ""),
        "annotationsource": SummarySource.EDITORS.value if resource.why else None,
    }
    return fields


def bibtex_entry(resource: Resource) -> str:
    """The resource as one BibTeX entry in UTF-8, closed by a line feed; its key is the resource's id."""
    cited = cited_resource(resource)
    form = resource.type.row.bibtex
    if cited.part and form.part != form.entry:  # a magazine's article is an article, but one on a site is not
        form = replace(ResourceType.JOURNAL_ARTICLE.row.bibtex, entry=form.part)
    fields = _fields(cited, form.entry, form)
    known = {*fields, "id", "publisher", "journal", "number", "issue"}
    fields |= ((name, _latex(value)) for name, value in other_fields(resource, "bibtex", known))
    lines = [f"  {field} = {{{value}}}," for field, value in fields.items() if value]
    return "\n".join([f"@{form.entry}{{{resource.id},", *lines, "}", ""])
