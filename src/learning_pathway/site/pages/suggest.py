"""The page to suggest a resource: no account, nothing stored, and nothing sent before people send it themselves."""

from __future__ import annotations

from ...catalogue.contribution_forms import LONGEST_ANSWER, LONGEST_LINE, SUGGESTION, as_text
from ..contact import issue_pattern, mail_address, message, new_issue
from ..context import Site
from ..document import Page, page
from ..rendering import render
from ..variables import contact_link

__all__ = ["SUGGEST_PATH", "suggest_page"]

SUGGEST_PATH = "suggest/index.md"


def suggest_page(site: Site) -> Page:
    """The form; without scripts, the text to fill in, as an e-mail, as an issue, or to copy."""
    pathway, text = site.catalogue.pathway, as_text(SUGGESTION, {})
    to, title = mail_address(pathway), site.translations.gettext(SUGGESTION.title)
    body = render(
        "suggest.html",
        SUGGEST_PATH,
        site.language,
        form=SUGGESTION,
        longest=(LONGEST_LINE, LONGEST_ANSWER),
        text=text,
        recipient=to,
        contact="" if to else contact_link(pathway.contact) or "",
        mail=message(to, SUGGESTION.subject, text) if to else "",
        pattern=issue_pattern(pathway, SUGGESTION),
        issue=new_issue(pathway, SUGGESTION, SUGGESTION.subject, text, {}),
    )
    return page(
        SUGGEST_PATH,
        body,
        title=title,
        source=site.source("pathway", "pathway"),
        description=site.translations.gettext(SUGGESTION.lead),
        hide=["toc"],
    )
