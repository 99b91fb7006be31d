"""Ways to reach the publisher of a pathway: an e-mail, or a new issue in its repository."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from ..catalogue.addresses import href
from ..catalogue.contribution_forms import Form
from ..catalogue.model import Pathway

__all__ = ["issue_pattern", "mail_address", "message", "new_issue"]

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


def issue_pattern(pathway: Pathway, form: Form) -> str:
    """The address of a new issue, with `{title}` and `{body}` to fill in; empty without a repository."""
    repository = href(pathway.repository or "").rstrip("/").removesuffix(".git")
    if not repository:
        return ""
    template = f"&template={form.file}.yml" if pathway.forge in FILLS_FORMS else ""
    return NEW_ISSUE[pathway.forge].replace("{repository}", repository.replace("{", "%7B")) + template


def new_issue(pathway: Pathway, form: Form, title: str, text: str, answers: Mapping[str, str]) -> str:
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
