"""Show the site on this computer and build it again after every change: `python hooks/preview.py PORT`.

Unlike `mkdocs serve` it starts whatever is wrong with the project, and shows the fault in the browser.
"""

from __future__ import annotations

import os
import sys
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

from learning_pathway.failure import sentence
from learning_pathway.preview import Preview
from learning_pathway.process import interrupted_by_signals

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
FOLDERS = ("docs", "hooks", "resources", "theme")
FILES = ("mkdocs.yml", "resources.yaml", "published-ids.txt", "link-health.json")
INTERVAL = 0.5  # seconds between two looks at the files


def serve(port: int, folder: str) -> None:
    """Serve the project at `port` until someone stops it; the site is written into `folder`.

    Raises:
        OSError: the port cannot be used.
    """
    server = LiveReloadServer(builder=lambda: None, host=HOST, port=port, root=folder)
    server.server_bind()  # before the first build, which takes a while
    server.server_activate()
    preview = Preview(lambda: build_into(folder, server), server.serve_request, ROOT)
    server.set_app(preview.answer)
    server.watch(str(ROOT), recursive=False)  # its pages then load themselves again after a build
    changed = changes()
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


def build_into(folder: str, server: LiveReloadServer) -> None:
    """Read the project's settings as they are now, and build its site into `folder` for this server."""
    with click.Context(click.Command("serve"), info_name="serve"):  # as in `mkdocs serve`, which plugins ask for
        config = load_config(config_file=str(ROOT / "mkdocs.yml"), site_dir=folder)
        server.mount_path = urlsplit(config.site_url or "/").path.rstrip("/") + "/"
        server.url = config.site_url = f"http://{HOST}:{server.server_port}{server.mount_path}"
        config.plugins.on_startup(command="serve", dirty=False)
        try:
            build(config, serve_url=config.site_url)
        finally:
            config.plugins.on_shutdown()


def changes() -> Iterator[None]:
    """Give a sign at once, and then after every change of the project's files, when no more changes follow."""
    seen = files()
    while True:
        yield
        while (now := files()) == seen:
            time.sleep(INTERVAL)
        while now != seen:
            seen = now
            time.sleep(INTERVAL / 5)
            now = files()


def files() -> dict[str, tuple[int, int]]:
    """When each file that makes the site was last changed, and its size."""
    found = {name: stamp(str(ROOT / name)) for name in FILES}
    for top in FOLDERS:
        for folder, folders, names in os.walk(ROOT / top):
            folders[:] = [name for name in folders if not name.startswith((".", "__"))]
            paths = [f"{folder}/{name}" for name in names if not name.startswith(".")]
            found |= {path: stamp(path) for path in paths}
    return found


def stamp(path: str) -> tuple[int, int]:
    """When a file was changed, and its size; zeros for one that is not there."""
    try:
        status = os.stat(path)  # noqa: PTH116 - called for every file, twice a second
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size


def main(port: int) -> None:
    """Serve until it is stopped, and clear up."""
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    log = State()  # type: ignore[no-untyped-call]  # prints what MkDocs logs, as long as it lives
    try:
        with interrupted_by_signals(), tempfile.TemporaryDirectory(prefix="pathway-preview-") as folder:
            serve(port, folder)
    except KeyboardInterrupt:
        print("Stopped.")  # noqa: T201
    except OSError as error:
        sys.exit(f"Port {port} cannot be used. {sentence(error)} Choose another with --port.")
    finally:
        del log


if __name__ == "__main__":
    main(int(sys.argv[1]))
