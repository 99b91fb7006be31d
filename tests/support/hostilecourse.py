"""A course whose every text is meant to break out of where it stands."""

from __future__ import annotations

from markupsafe import Markup

from learning_pathway.packages.model import Course, CourseModule, CoursePage, CourseSection, CourseStep

__all__ = ["HOSTILE", "LONG", "hostile_course"]

#: XML's and HTML's own, the ends of CDATA, of a script and of a comment, emoji, Arabic with an override that
#: no one closes, and characters that no XML can hold.
HOSTILE = (
    "]]> --> </script><script>alert(1)</script> \"'><img src=x onerror=alert(1)> &amp; &lt;b&gt; "
    "::{=~#} \\{ \\n // $CATEGORY: x [html] \U0001f469\U0001f3fd\u200d\U0001f4bb"
    " \u202e\u0645\u0631\u062d\u0628\u0627\u200f "
    "\x00\x08\x0b\x1f\ud800\ufffe\uffff\x85\u2028 {{ x }} {% x %} ${x} $@FILEPHP@$ \n\n// not a comment\n$CATEGORY: y"
)
LONG = "A very long title, " * 60


def hostile_course(text: str = HOSTILE, *, steps: int = 3) -> Course:
    """A course of one module; `text` is every title and every body, escaped where it is HTML."""
    body = Markup("<p>{}</p>").format(text)
    entries = tuple(
        CourseStep(
            kind="task" if place % 2 else "resource",
            target=f"step-{place}",
            verb="Task" if place % 2 else "Read",
            title=text,
            body=body,
            language="ar",
            address=None if place % 2 else "https://bücher.example/ä b/?q=[ü]|{}^#é",
            note=text,
        )
        for place in range(steps)
    )
    module = CourseModule("module", text, body, (CourseSection("1st", text, body, entries),), (body,), None)
    return Course(text, "en-GB", text, body, text, "https://example.org/", (module,), (CoursePage("p", text, body),))
