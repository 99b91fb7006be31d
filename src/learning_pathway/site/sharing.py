"""What people send from a page: a resource or task to someone else, and the report of a problem to the publisher."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup, escape

from ..catalogue.addresses import href, written
from ..catalogue.contribution_forms import REPORT, VERSION, ContributionForm
from ..catalogue.model import Pathway
from ..packages.model import shortened
from .document import address
from .module_view import TaskView
from .resource_view import ResourceView

__all__ = [
    "Item",
    "contact_link",
    "issue_pattern",
    "item",
    "mail_address",
    "message",
    "new_issue",
]

#: How each forge's software opens a new issue with a title and a text.
NEW_ISSUE = {
    "github": "{repository}/issues/new?title={title}&body={body}",
    "gitlab": "{repository}/-/issues/new?issue%5Btitle%5D={title}&issue%5Bdescription%5D={body}",
    "forgejo": "{repository}/issues/new?title={title}&body={body}",
    "bitbucket": "{repository}/issues/new?title={title}&content={body}",
}
#: Forges whose own forms take an answer for each question. Where a repository has no such form, they use the text.
FILLS_FORMS = frozenset({"github"})


def mail_address(pathway: Pathway) -> str:
    """The e-mail address to write to; empty where there is none."""
    contact = (pathway.contact or "").removeprefix("mailto:")
    return "" if "@" not in contact or "://" in contact else contact.partition("?")[0]


def contact_link(contact: str | None) -> str | None:
    """The link to contact us: a page, or an email address; None for anything else."""
    if contact and "@" in contact and "://" not in contact and not contact.startswith("mailto:"):
        return f"mailto:{contact}"
    return written(href(contact or "")) or None


def issue_pattern(pathway: Pathway, form: ContributionForm) -> str:
    """The address of a new issue, with `{title}` and `{body}` to fill in; empty without a repository."""
    repository = href(pathway.repository or "").rstrip("/").removesuffix(".git")
    if not repository:
        return ""
    template = f"&template={form.file}.yml" if pathway.forge in FILLS_FORMS else ""
    return NEW_ISSUE[pathway.forge].replace("{repository}", repository.replace("{", "%7B")) + template


def new_issue(pathway: Pathway, form: ContributionForm, title: str, text: str, answers: Mapping[str, str]) -> str:
    """The address of a new issue, as a text and in the forge's own form; empty without a repository."""
    pattern = issue_pattern(pathway, form)
    if not pattern:
        return ""
    filled = pattern.replace("{title}", quote(title, safe="")).replace("{body}", quote(text, safe=""))
    keys = [question.key for question in form.questions] if pathway.forge in FILLS_FORMS else []
    return filled + "".join(f"&{key}={quote(answers[key], safe='')}" for key in keys if answers.get(key))


def message(to: str, subject: str, text: str) -> str:
    """The address of an e-mail (RFC 6068), whose lines end as those of e-mails do."""
    body = text.replace("\n", "\r\n")
    return f"mailto:{quote(to, safe='@')}?subject={quote(subject, safe='')}&body={quote(body, safe='')}"


#: Characters of a value in a report or a message.
LONGEST = 500

#: Characters of its questions that stand for the title of a task.
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Item:
    """What a card or a record is about.

    Attributes:
        key: kind and id, such as ``resource:powercube``.
        title: its name.
        attrs: language and direction of its name, as attributes for a start tag, with a space in front.
        reason: why we chose it, in a sentence; empty where no one has said.
        time: how long it takes, in words; empty where that is not known.
        path: the address of its page or step, relative to the site.
        link: the address of the resource itself; empty for a task.
        link_state: the state of that link: `fine`, `unknown`, `changed`, `unchecked` or `none`.
    """

    pathway: Pathway
    key: str
    title: str
    path: str
    reason: str = ""
    time: str = ""
    link: str = ""
    link_state: str = ""
    attrs: Markup | None = None

    @property
    def name(self) -> Markup:
        """Its name in its language; HTML."""
        return self._in_its_language(self.title)

    def _in_its_language(self, title: str) -> Markup:
        return Markup("<span{}>{}</span>").format(self.attrs, title) if self.attrs else escape(title)

    @property
    def page(self) -> str:
        """Its address: the whole of it where the site's is known."""
        site = self.pathway.site_url
        return f"{site.rstrip('/')}/{self.path}" if site else self.path

    @property
    def summary(self) -> str:
        """Reason and time, as a message says them."""
        return "\n".join(filter(None, (one_line(self.reason), self.time)))

    @property
    def mail(self) -> str:
        """An e-mail about it to no one yet."""
        address = self.page if self.pathway.site_url else self.link
        text = "\n".join(filter(None, (self.title, self.summary, address)))
        return message("", one_line(self.title), text)

    def _facts(self) -> dict[str, str]:
        facts = {
            REPORT.name: str(VERSION),
            "item": self.key,
            "title": self.title,
            "page": self.page,
            "link": self.link,
            "link-state": self.link_state,
        }
        return {"problem": ""} | {key: one_line(value) for key, value in facts.items() if value}

    @property
    def report(self) -> str:
        """The report to fill in, in the form that the guide for maintainers describes."""
        return "".join(f"{key}: {value}\n" for key, value in self._facts().items())

    @property
    def report_html(self) -> Markup:
        """The report as a page shows it: the title in its language."""
        facts = self._facts()
        shown = facts | {"title": self._in_its_language(facts["title"])}
        return Markup().join(Markup("{}: {}\n").format(key, value) for key, value in shown.items())

    @property
    def report_mail(self) -> str:
        """The report as an e-mail to the pathway's contact; empty without an e-mail address."""
        to = mail_address(self.pathway)
        return message(to, self._subject, self.report) if to else ""

    @property
    def report_issue(self) -> str:
        """The report as a new issue; empty without a repository."""
        return new_issue(self.pathway, REPORT, self._subject, self.report, self._facts())

    @property
    def _subject(self) -> str:
        return f"{REPORT.subject}{one_line(self.title)}"


def item(view: ResourceView | TaskView) -> Item:
    """What a card or a record shows, to pass on: a task where its page shows it, a resource as its record."""
    pathway = view.site.catalogue.pathway
    if isinstance(view, TaskView):
        title = view.task.title or shortened(view.task.prompt, LONGEST_NAME)
        path = f"{address(view.here)}#task--{view.task.id}"
        return Item(pathway, f"task:{view.task.id}", title, path, time=view.time)
    resource = view.resource
    return Item(
        pathway,
        f"resource:{resource.id}",
        view.title,
        address(f"resources/{resource.id}.md"),
        reason=resource.why or "",
        time=view.time,
        link=resource.url or "",
        link_state=view.link_state.tone,
        attrs=view.attrs,
    )


def one_line(text: str) -> str:
    """A text as a value of one line; a long one is cut."""
    if not text.isprintable():
        text = "".join(each if each.isprintable() else " " for each in text)
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rstrip()}…"
