"""Show a project's site on this computer and build it again after every change.

Unlike `mkdocs serve` it starts whatever is wrong with the project, and shows the fault in the browser.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import click
from mkdocs.__main__ import State
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.livereload import LiveReloadServer

from .preview import HOST, Preview
from .site.frontend import theme_folder
from .site.stage import CONFIGURATION, StageError, read_configuration

__all__ = ["serve"]

FOLDERS = ("docs", "hooks", "resources")
FILES = (CONFIGURATION, "resources.yaml", "published-ids.txt", "link-health.json")
INTERVAL = 0.5  # seconds between two looks at the files


def serve(root: Path, port: int) -> None:
    """Serve the project in the folder `root` at `port`, until someone stops it.

    Raises:
        OSError: the port cannot be used.
    """
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    log = State()  # type: ignore[no-untyped-call]  # prints what MkDocs logs, as long as it lives
    try:
        with tempfile.TemporaryDirectory(prefix="pathway-preview-") as folder:
            serve_from(folder, root, port)
    finally:
        del log


def serve_from(folder: str, root: Path, port: int) -> None:
    """Serve the project; its site is written into `folder`."""
    server = LiveReloadServer(builder=lambda: None, host=HOST, port=port, root=folder)
    server.server_bind()  # before the first build, which takes a while
    server.server_activate()
    preview = Preview(lambda: build_into(folder, root, server), server.serve_request, root)
    server.set_app(preview.answer)
    server.watch(str(root), recursive=False)  # its pages then load themselves again after a build
    changed = changes(root)
    next(changed)
    preview.build()
    server.serve_thread.start()
    print(f"Open  {server.url}  in a browser; Ctrl+C stops the preview.", flush=True)  # noqa: T201
    try:
        for _ in changed:
            server._wanted_epoch = round(time.monotonic() * 1000)
            preview.build()
            with server._epoch_cond:
                server._visible_epoch = server._wanted_epoch
                server._epoch_cond.notify_all()
    finally:
        server.shutdown()


def build_into(folder: str, root: Path, server: LiveReloadServer) -> None:
    """Read the project's settings as they are now, and build its site into `folder` for this server."""
    with click.Context(click.Command("serve"), info_name="serve"):  # as in `mkdocs serve`, which plugins ask for
        config = load_config(config_file=str(root / "mkdocs.yml"), site_dir=folder)
        server.mount_path = urlsplit(config.site_url or "/").path.rstrip("/") + "/"
        server.url = config.site_url = f"http://{HOST}:{server.server_port}{server.mount_path}"
        config.plugins.on_startup(command="serve", dirty=False)
        try:
            build(config, serve_url=config.site_url)
        finally:
            config.plugins.on_shutdown()


def changes(root: Path) -> Iterator[None]:
    """Give a sign at once, and then after every change of the project's files, when no more changes follow."""
    seen = files(root)
    while True:
        yield
        while (now := files(root)) == seen:
            time.sleep(INTERVAL)
        while now != seen:
            seen = now
            time.sleep(INTERVAL / 5)
            now = files(root)


def files(root: Path) -> dict[str, tuple[int, int]]:
    """When each file that makes the site was last changed, and its size: settings, documents, catalogue and themes."""
    found = {name: stamp(str(root / name)) for name in FILES}
    for top in watched(root):
        for folder, folders, names in os.walk(top):
            folders[:] = [name for name in folders if not name.startswith((".", "__"))]
            paths = [f"{folder}/{name}" for name in names if not name.startswith(".")]
            found |= {path: stamp(path) for path in paths}
    return found


def watched(root: Path) -> list[Path]:
    """The folders that make the site. What else `mkdocs.yml` names is known only when it can be read."""
    return [theme_folder(), *(root / name for name in FOLDERS), *own_folders(root)]


def own_folders(root: Path) -> list[Path]:
    """The folders of documents and templates that `mkdocs.yml` names, besides the usual one."""
    try:
        settings = read_configuration(root / CONFIGURATION)
    except (StageError, OSError):
        return []
    theme = settings.get("theme")
    named = (settings.get("docs_dir"), theme.get("custom_dir") if isinstance(theme, dict) else None)
    return [root / name for name in named if isinstance(name, str)]


def stamp(path: str) -> tuple[int, int]:
    """When a file was changed, and its size; zeros for one that is not there."""
    try:
        status = os.stat(path)  # noqa: PTH116 - called for every file, twice a second
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size
