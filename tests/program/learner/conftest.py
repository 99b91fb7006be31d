"""Whatever a learner does with these tools, no request leaves the computer that serves the site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

#: Films are fetched from elsewhere when someone presses a button: those tests say themselves what may be asked for.
LEAVES = "test_media"
AT_HOME = ("http://127.0.0.1:", "http://localhost:", "blob:http://127.0.0.1:", "data:", "about:", "chrome-error:")


@pytest.fixture(autouse=True)
def requests_stay_at_home(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Watch every browser context that a test opens."""
    left: list[str] = []
    make = Browser.new_context

    def watched(browser: Browser, **options: Any) -> BrowserContext:
        context = make(browser, **options)
        context.on("request", lambda asked: None if asked.url.startswith(AT_HOME) else left.append(asked.url))
        return context

    monkeypatch.setattr(Browser, "new_context", watched)
    yield
    if not request.module.__name__.endswith(LEAVES):
        assert left == []
