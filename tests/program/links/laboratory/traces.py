"""Pages without any trace of the work, in words that no list foresaw, and pages that only sound like them."""

from __future__ import annotations

from learning_pathway.catalogue.types import Access, ResourceType

from .case import Case, page, prose, replies
from .server import Behaviour, Request, Wire

__all__ = ["CASES"]

TITLE = "Shared power, shared work"


def says(title: str, text: str, language: str = "en", **parts: str) -> Behaviour:
    return page(title, text, language=language, heading="", **parts)


async def empty_challenge(request: Request, wire: Wire) -> None:
    await wire.reply(202, b"", {"x-amzn-waf-action": "challenge"})


CASES = [
    Case("wandered-off", "hollow", says("Sandbank", "We looked everywhere, but this page seems to have wandered off.")),
    Case("nothing-at-address", "hollow", says("Error", "Sorry, there's no page at this address.")),
    Case("not-connected", "hollow", says("Hosting", "Looks like this domain isn't connected to a website yet.")),
    Case("seized", "hollow", says("Notice", "This domain name has been seized by the authorities.")),
    Case(
        "unverified-owner", "hollow", says("Suspended domain", "This domain has been suspended pending verification.")
    ),
    Case("against-terms", "hollow", says("Drive", "We're sorry. You can't see this item: it breaks our terms.")),
    Case("regret-in-swahili", "hollow", says("Hitilafu", "Samahani, ukurasa huu haipo.", "sw")),
    Case("course-over", "hollow", page(TITLE, "This course has now closed."), type=ResourceType.COURSE),
    Case(
        "recording-not-public",
        "removed-video",
        says("Film", "Sorry, this recording cannot be shown any more."),
        type=ResourceType.VIDEO,
    ),
    Case(
        "programme-over",
        "removed-video",
        says("Sounds", "This programme is not currently available."),
        type=ResourceType.AUDIO,
    ),
    Case("waiting-room", "blocked", says("Please wait", "You are in the queue. It will be your turn in 4 minutes.")),
    Case(
        "access-limited", "blocked", says("Firewall", "Your access to this site has been limited by its owner (503).")
    ),
    Case("empty-challenge", "blocked", empty_challenge),
    Case("accepted-only", "unwell", replies(202)),
    Case("being-upgraded", "unwell", says("Sandbank", "Our website is being upgraded. It will return on Monday.")),
    Case("too-many-connections", "unwell", says("", "Error connecting to database: too many connections")),
    Case("other-script", "drifted", says("成都资源", "品茶 上课 资源 文化 城市 地图 " * 60, "zh")),
    Case("other-script-undeclared", "drifted", says("成都资源", "品茶 上课 资源 文化 城市 地图 " * 60, "")),
    Case("other-tongue", "drifted", says("Zahnarzt", prose("zahn", 300, "de") + " und die mit der den" * 20, "de")),
    Case(
        "other-subject-undeclared", "drifted", says("Teeth", "Call us for a check of the teeth of your cat. " * 30, "")
    ),
    # Healthy pages that tempt a false alarm.
    Case("sorry-poem", "ok", page("Sorry", "Sorry. The door was closed. I could not come."), title="Sorry"),
    Case(
        "lost-poem-untitled",
        "ok",
        says("For the lost", "Nothing is lost. Nothing here is closed."),
        title=None,
        creators=(),
    ),
    Case("short-with-maker", "ok", says("News", "The Sandpiper Trust cannot thank you enough. Sorry for the delay!")),
    Case("short-with-title-word", "ok", says("Power for all", "Sorry seems to be the hardest word to share.")),
    Case(
        "player-with-regret",
        "ok",
        says("A talk", "Sorry about the sound.", body="<video src=/a.mp4></video>"),
        type=ResourceType.VIDEO,
    ),
    Case(
        "app-with-regret", "ok", says("App", "", head="<script src=/a.js></script>", body="<noscript>Sorry</noscript>")
    ),
    Case("framed-document", "ok", says("Viewer", "Sorry, no preview.", body="<iframe src=/doc.html></iframe>")),
    Case(
        "translated-with-maker",
        "ok",
        says("Geteilte Macht", prose("macht", 300, "de") + " Herausgegeben vom Sandpiper Trust.", "de"),
    ),
    Case(
        "declared-wrongly",
        "ok",
        says("Rhannu grym", prose("cy", 200, "cy"), "en"),
        title="Rhannu grym",
        language="cy",
    ),
    Case("language-unknown", "ok", says("Teeth", "Call us for a check of the teeth of your cat. " * 30), language=None),
    Case(
        "number-in-a-poem",
        "ok",
        says("Steps", "Five hundred, or 500, or 502 steps to the sea."),
        title=None,
        creators=(),
    ),
    Case(
        "course-between-runs",
        "ok",
        page(TITLE, prose("course", 150) + " Enrolment opens again in May."),
        type=ResourceType.COURSE,
    ),
    Case(
        "waiting-room-essay",
        "ok",
        page("The virtual waiting room", prose("wait", 60)),
        title="The virtual waiting room",
    ),
    Case("free-and-short", "ok", page(TITLE, "Unfortunately short. Download it below."), access=Access.FREE),
]
