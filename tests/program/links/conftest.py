"""What the tests of link health share."""

from __future__ import annotations

import pytest

from learning_pathway.links.settings import Settings


@pytest.fixture
def swift() -> Settings:
    """Settings without pauses: the laboratory's hosts need no manners."""
    return Settings.model_validate(
        {
            "politeness": {"connections": 8, "gap": 0, "hosts": 100, "longest_wait": 2},
            "probing": {
                "connect_seconds": 2,
                "answer_seconds": 1.5,
                "body_seconds": 1.5,
                "second_opinion_after": 0,
                "control_hosts": [],
            },
        }
    )
