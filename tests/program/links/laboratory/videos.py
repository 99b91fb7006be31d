"""Stand-ins for video services, which answer about videos by oEmbed and with pictures, and cases for them."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

from learning_pathway.catalogue.types import ResourceType

from .case import Case, html, page, prose, replies
from .server import Behaviour, Request, Wire

__all__ = ["CASES", "SERVICES", "services"]

#: What the stand-in for YouTube says: status of oEmbed, whether it has a picture.
TUBE: dict[str, tuple[int, bool]] = {
    "tubeOK12345": (200, True),
    "tubeEmbOff1": (401, True),
    "tubeGone123": (404, False),
    "tubePriv123": (403, False),
    "tubeBadId12": (400, False),
    "tubeHtml123": (299, True),
    "tubeHtmlGon": (299, False),
    "tubeDown123": (503, True),
    "tubeRate123": (429, True),
}
#: What the stand-in for Vimeo says: status of oEmbed, status of the video's page.
FLOW: dict[str, tuple[int, int]] = {"1001": (200, 200), "1002": (404, 404), "1003": (403, 200), "1004": (404, 200)}


async def tube(request: Request, wire: Wire) -> None:
    """oEmbed at /oembed, pictures at /vi/ID, and pages that always answer 200, as the real ones do."""
    if request.path == "/oembed":
        asked = parse_qs(request.query)["url"][0]
        status, _ = TUBE.get(asked.rpartition("=")[2], (404, False))
        if status == 299:
            await wire.reply(200, html("Before you continue", "We use cookies."))
        elif status == 200:
            body = json.dumps({"type": "video", "title": "A talk", "author_name": "Sandpiper"}).encode()
            await wire.reply(200, body, {"Content-Type": "application/json"})
        else:
            await wire.reply(status, b"Not Found")
    elif request.path.startswith("/vi/"):
        there = TUBE.get(request.path.split("/")[2], (404, False))[1]
        await wire.reply(200 if there else 404, b"\xff\xd8\xff" + b"0" * 900, {"Content-Type": "image/jpeg"})
    else:
        await wire.reply(200, html("- Tube", "", heading="", head="<script src=/base.js></script>"))


async def flow(request: Request, wire: Wire) -> None:
    if request.path == "/api/oembed.json":
        asked = parse_qs(request.query)["url"][0].rstrip("/").rpartition("/")[2]
        status = FLOW.get(asked, (404, 404))[0]
        body = json.dumps({"type": "video", "title": "A film"}).encode() if status == 200 else b"{}"
        await wire.reply(status, body, {"Content-Type": "application/json"})
    else:
        status = FLOW.get(request.path.rpartition("/")[2], (404, 404))[1]
        await wire.reply(
            status, html("A film", prose("film", 40), body="<video></video>") if status == 200 else b"gone"
        )


SERVICES: dict[str, Behaviour] = {"tube.example.com": tube, "flow.example.com": flow}


def services(port: int) -> dict[str, object]:
    """The settings that make the check ask the stand-ins."""
    return {
        "youtube_hosts": ["tube.example.com"],
        "youtube_oembed": f"http://tube.example.com:{port}/oembed",
        "youtube_thumbnail": f"http://tube.example.com:{port}/vi/{{id}}/mq.jpg",
        "vimeo_hosts": ["flow.example.com"],
        "vimeo_oembed": f"http://flow.example.com:{port}/api/oembed.json",
    }


def on_tube(name: str, truth: str, video: str, form: str = "/watch?v={}") -> Case:
    address = form.format(video)
    return Case(
        name,
        truth,
        replies(),
        type=ResourceType.VIDEO,
        title="A talk",
        url=lambda port: f"http://tube.example.com:{port}{address}",
    )


def on_flow(name: str, truth: str, video: str) -> Case:
    return Case(
        name,
        truth,
        replies(),
        type=ResourceType.VIDEO,
        title="A film",
        url=lambda port: f"http://flow.example.com:{port}/{video}",
    )


CASES = [
    on_tube("tube-there", "ok", "tubeOK12345"),
    on_tube("tube-short-form", "ok", "tubeOK12345", "/embed/{}"),
    on_tube("tube-in-list", "ok", "tubeOK12345", "/watch?list=PL1&v={}&t=30"),
    on_tube("tube-no-embedding", "ok", "tubeEmbOff1"),
    on_tube("tube-playlist-in-a-frame", "ok", "videoseries", "/embed/{}?list=PL1"),
    on_tube("tube-channel-in-a-frame", "ok", "live_stream", "/embed/{}?channel=UC1"),
    on_tube("tube-deleted", "removed-video", "tubeGone123"),
    on_tube("tube-private", "removed-video", "tubePriv123"),
    on_tube("tube-wrong-id", "removed-video", "tubeBadId12"),
    on_tube("tube-no-json", "ok", "tubeHtml123"),
    on_tube("tube-no-json-no-picture", "removed-video", "tubeHtmlGon"),
    on_tube("tube-service-down", "ok", "tubeDown123"),
    on_tube("tube-rate-limited", "ok", "tubeRate123"),
    on_flow("flow-there", "ok", "1001"),
    on_flow("flow-deleted", "removed-video", "1002"),
    on_flow("flow-no-embedding", "ok", "1003"),
    on_flow("flow-page-there", "ok", "1004"),
    Case(
        "player-there",
        "ok",
        page("A talk on trust", "Watch the talk.", body="<video src=/v.mp4></video>"),
        type=ResourceType.VIDEO,
        title="A talk on trust",
    ),
    Case(
        "player-removed",
        "removed-video",
        replies(200, html("Video unavailable", "This video has been removed by the uploader.")),
        type=ResourceType.VIDEO,
        title="A talk on trust",
    ),
    Case(
        "player-private",
        "removed-video",
        replies(200, html("Film site", "This video is private.", heading="")),
        type=ResourceType.VIDEO,
        title="A talk on trust",
    ),
    Case(
        "episode-gone",
        "removed-video",
        replies(200, html("Pods", "This episode is no longer available.", heading="Episode unavailable")),
        type=ResourceType.AUDIO,
        title="Talking of trust",
    ),
    Case(
        "video-about-removal",
        "ok",
        page(
            "Why was this video removed? Moderation explained",
            prose("mod", 120),
            body="<iframe src='https://player.example/1'></iframe>",
        ),
        type=ResourceType.VIDEO,
        title="Why was this video removed? Moderation explained",
    ),
]
