"""What the tests share: options, folders made once for all workers, and Chromium.

The whole suite runs in several processes at once ("workers", pytest-xdist; `scripts/test` starts them):

- What is long in the making and only read is made by the worker that needs it first, and shared: `once`.
- Quick tests stay together by file, so that what a file makes for its tests is made once.
- Browser tests are dealt out one by one, those that share something of their module apart from the others.
- Browser tests run last. Playwright's synchronous interface keeps an event loop running on the thread of the tests from
  the first `browser` on, and `asyncio.run` refuses a thread that has one. Every worker takes its tests in this order.
- A port is one that the system has just given (0), and a folder is the test's own: nothing else is free for certain.
"""

from __future__ import annotations

import gc
import itertools
import os
import re
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock
from hypothesis import settings

import chromium
import programs
from siteserver import serve_folder

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parent.parent
#: What Chromium says in the console where it refuses something.
POLICY = "Content Security Policy"
#: How long a condition on a page may take to come true, in milliseconds: two workers share a small machine.
PATIENCE = 15_000
#: A matrix (every kind of page, every state of a tool, every order …) runs in full with `--full` or when its file is
#: named; else one case in so many of each test does, and no test that bears the marker `full_only`.
SAMPLE = 20
#: The longest text that names a case of a test by itself.
LONGEST_NAME = 200

#: A choice of tests by markers that they must not bear, and the markers that all tests of a file bear.
ONLY_WITHOUT = re.compile(r"not \w+( and not \w+)*")
MARKED = re.compile(r"^pytestmark = (\[[^]]*\]|.*)$", re.MULTILINE)

#: What a site engine builds, or another program makes: `scripts/test --quick` leaves out the tests that use it.
ENGINES = {
    *("site", "swapped_address", "long_words", "words_site", "small_site", "seen_site", "site_without_address"),
    *("checker", "node", "compiler", "actionlint", "empty_environment", "installed", "with_ffmpeg"),
}

#: Tells the folders of tests apart.
NUMBERS = itertools.count()

#: Makes what several tests read, once for all workers: `once(name, make)` gives the folder that `make` has filled.
Once = Callable[[str, Callable[[Path], None]], Path]

# A job in the background, or below `nohup`, ignores these, and so would the programs that tests start and stop.
for number, handler in ((signal.SIGINT, signal.default_int_handler), (getattr(signal, "SIGHUP", None), signal.SIG_DFL)):
    if number is not None and signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, handler)

#: Hypothesis takes an example of a fifth of a second for a fault; on a busy machine that is none. A run in CI tries
#: the same examples each time, so that it judges the change that it is for; `--full` tries others each time, and three
#: times as many. A quick run tries a few.
settings.register_profile("busy", settings(), deadline=None)
settings.register_profile("full", settings(), deadline=None, max_examples=300)
settings.register_profile("ci", settings(), deadline=None, derandomize=True)
settings.register_profile("quick", settings(), deadline=None, max_examples=20)
settings.load_profile("full" if "--full" in sys.argv else "ci" if os.environ.get("CI") else "busy")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="run the long tests in full, not as a stated sample")


def pytest_report_header(config: pytest.Config) -> str:
    if config.getoption("--full"):
        return "long runs: in full"
    sample = f"; of each matrix, one case in {SAMPLE}; none that is `full_only`" if is_sample(config) else ""
    return f"long runs: as a sample, by the same code{sample}; `./scripts/test --full` runs them in full"


def is_sample(config: pytest.Config) -> bool:
    """Whether only a sample of each matrix of tests runs: where all tests run, and not in full."""
    if hasattr(config, "workerinput"):
        return bool(config.workerinput["is_sample"])
    return not config.getoption("--full") and config.args_source is not pytest.Config.ArgsSource.ARGS


def pytest_configure_node(node: Any) -> None:
    """Tell a worker, whose arguments are always names, what this run is."""
    node.workerinput["is_sample"] = is_sample(node.config)


def sampled(items: list[pytest.Item]) -> list[pytest.Item]:
    """The items of the sample: without those for a full run only, and of each matrix one case in so many."""
    seen: Counter[str] = Counter()
    kept = []
    for item in items:
        if item.get_closest_marker("full_only"):
            continue
        if item.get_closest_marker("matrix"):
            test = item.nodeid.partition("[")[0]
            seen[test] += 1
            if (seen[test] - 1) % SAMPLE:
                continue
        kept.append(item)
    return kept


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out files whose tests all bear a marker that this run leaves out: to read them takes seconds."""
    if not ONLY_WITHOUT.fullmatch(config.option.markexpr) or not collection_path.match("test_*.py"):
        return None
    marked = MARKED.search(collection_path.read_text(encoding="utf-8"))
    markers = re.findall(r"pytest\.mark\.(\w+)", marked[1]) if marked else []
    left_out = config.option.markexpr.split(" and ")
    return True if any(f"not {marker}" in left_out for marker in markers) else None


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Leave what is collected out of the search for garbage: it stays to the end, and walking it takes seconds."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()
        gc.set_threshold(20_000, 20, 20)  # it took a tenth of the time of a quick run


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """A short name for a case that is a long text: names are sent between processes, and printed."""
    if isinstance(val, (str, bytes)) and len(val) > LONGEST_NAME:
        return f"{argname} of {len(val)}, {val[:30]!a}"
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take the sample, put the tests in order, and say which stay together on one worker."""
    if is_sample(config):
        kept = sampled(items)
        left_out = set(items) - set(kept)
        config.hook.pytest_deselected(items=[item for item in items if item in left_out])
        items[:] = kept
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if "browser" in fixtures:
            item.add_marker("browser")
        if fixtures & ENGINES:
            item.add_marker("engine")
        in_browser = item.get_closest_marker("browser") is not None
        if not in_browser or shares_with_its_module(item):
            item.add_marker(pytest.mark.xdist_group(f"{item.path.stem}{'-browser' * in_browser}"))
    items.sort(key=order)


def order(item: pytest.Item) -> int:
    """Where a test stands: browser tests come last, and of these the files that stay together come first.

    One worker runs such a file alone: were it the last, the others would wait.
    """
    if item.get_closest_marker("browser") is None:
        return 0
    return 1 if item.get_closest_marker("xdist_group") else 2


def shares_with_its_module(item: pytest.Item) -> bool:
    """Whether the test uses something that is made once for all tests of its module."""
    fixtures = getattr(item, "_fixtureinfo").name2fixturedefs  # noqa: B009 - pytest has no other way to ask
    return any(definition.scope == "module" for known in fixtures.values() for definition in known)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """In CI, a browser test that was skipped has failed: no one would see that it never ran.

    A long test that was left to `--full` is another matter: it was never meant to run.
    """
    report: pytest.TestReport = yield
    left_out = item.get_closest_marker("long") and not item.config.getoption("--full")
    if report.skipped and os.environ.get("CI") and item.get_closest_marker("browser") and not left_out:
        report.outcome = "failed"
        report.longrepr = f"A browser test was skipped in CI: {report.longrepr}"
    return report


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the test's own. pytest's reads the names of all the others each time."""
    name = re.sub(r"\W", "_", request.node.name)[:30]
    return tmp_path_factory.mktemp(f"{name}-{next(NUMBERS)}", numbered=False)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Whether long runs are to be run in full (`--full`), rather than as a stated sample."""
    return bool(request.config.getoption("--full"))


@pytest.fixture(scope="session")
def once(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Makes folders that all workers share. They are not to be written to afterwards."""
    base = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        base = base.parent  # a worker's own folder lies within that of the run

    def make_once(name: str, make: Callable[[Path], None]) -> Path:
        folder, done = base / name, base / f"{name}.done"
        with FileLock(base / f"{name}.lock"):
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)  # what a worker left that failed half-way
                folder.mkdir()
                make(folder)
                done.touch()
        return folder

    return make_once


@pytest.fixture(scope="session")
def long_words(once: Once) -> Path:
    """The site of a catalogue with one of everything and very long words, built once. Not to be written to."""
    from longwords import write_long_words
    from siteproject import mkdocs

    def build(folder: Path) -> None:
        built = mkdocs(write_long_words(folder / "project"), folder / "site")
        assert built.returncode == 0, built.stdout + built.stderr

    return once("long-words", build) / "site"


@pytest.fixture(scope="session")
def long_words_address(long_words: Path) -> Iterator[str]:
    """The address of that site, below a path of its own."""
    with serve_folder(long_words, "/below/") as address:
        yield address


def require(program: programs.Program) -> None:
    """Skip without the program; in CI its absence is a failure, so that no skipped test is taken for passed."""
    if not program.find():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(program.advice)


@pytest.fixture(scope="session")
def with_hunspell() -> None:
    """Hunspell and its British dictionary are there."""
    require(programs.HUNSPELL)


@pytest.fixture(scope="session")
def with_ffmpeg() -> None:
    """ffmpeg and ffprobe are there."""
    require(programs.FFMPEG)


@pytest.fixture(scope="session")
def refusals() -> list[str]:
    """What Chromium has refused, in any page of the worker, because the page's policy does not allow it."""
    return []


@pytest.fixture(autouse=True)
def nothing_is_refused(request: pytest.FixtureRequest, refusals: list[str]) -> Iterator[None]:
    """Whatever a browser test does with the site, no page breaks its Content-Security-Policy."""
    refusals.clear()
    yield
    if not request.node.get_closest_marker("refuses"):
        assert refusals == []


@pytest.fixture(scope="session")
def browser(refusals: list[str]) -> Iterator[Browser]:
    """A headless Chromium, one for all tests of a worker; each test opens a context of its own."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    path = chromium.find_shell() or chromium.find()
    if path is None:
        pytest.skip(chromium.ADVICE)
    with sync_playwright() as playwright:
        # Without a sandbox, since CI containers run as root; the tests open only pages of their own server.
        arguments = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
        # A microphone that beeps and a camera, which need no one's leave.
        arguments += ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
        running = playwright.chromium.launch(executable_path=path, args=arguments)
        open_context = running.new_context

        def new_context(**settings: Any) -> BrowserContext:
            # What fades or glides looks different at each moment: only a test of motion asks for it.
            context = open_context(**{"reduced_motion": "reduce", **settings})
            context.on("console", lambda said: refusals.append(said.text) if POLICY in said.text else None)
            return context

        def new_page(**settings: Any) -> Page:
            return new_context(**settings).new_page()

        running.new_context, running.new_page = new_context, new_page  # type: ignore[method-assign]
        yield running
        running.close()
