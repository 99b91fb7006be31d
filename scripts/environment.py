"""The project's own Python environment, `.venv`: made, brought up to date, and entered.

Standard library only, and written so that an older Python can read it far enough to say what is missing.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import IO

__all__ = [
    "CACHE",
    "ROOT",
    "Environment",
    "SetupError",
    "beside",
    "enter",
    "pathway",
    "prepare",
    "ready",
    "run",
    "start",
]

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"
OLDEST = (3, 11)
WINDOWS = os.name == "nt"
PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input")


class SetupError(Exception):
    """The environment cannot be made. The message says why, and what to do."""


class Environment:
    """A virtual environment that holds exactly what a lock names."""

    def __init__(self, folder: Path, lock: Path, project: bool = False) -> None:
        """`folder` is where it lives, `lock` the requirements with hashes; `project` adds this project itself."""
        self.folder = folder
        self.lock = lock
        self.project = project
        self.python = folder / ("Scripts/python.exe" if WINDOWS else "bin/python")
        self._stamp = folder / "installed.json"

    def command(self, name: str) -> Path:
        """Path of a program that was installed into the environment."""
        return self.python.with_name(name + (".exe" if WINDOWS else ""))

    def is_current(self) -> bool:
        """Whether everything that the lock names was installed here, from this lock, for this folder."""
        try:
            stamp = json.loads(self._stamp.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        return bool(self.python.exists() and stamp == self._wanted())

    def make(self) -> None:
        """Make the environment and install what the lock names. Raises `SetupError`."""
        if not self._is_sound():
            self._create()
        self._install(
            ["--require-hashes", "--requirement", self.lock],
            "Some packages could not be installed. Is this computer online? The lines above say more.",
        )
        if self.project:
            # Without build isolation: the build backend is in the lock like everything else.
            self._install(
                ["--no-build-isolation", "--editable", ROOT],
                "The project itself could not be installed. The lines above say why.",
            )
        self._stamp.write_text(json.dumps(self._wanted()), encoding="utf-8")

    def _install(self, what: list[str | Path], failure: str) -> None:
        # The project's own environment has pip, and fills the others.
        pip: list[str | Path] = [self.python, *PIP] if self.project else [sys.executable, *PIP, "--python", self.python]
        # Python compiles a module when it is first imported; most never are.
        late = [] if sys.dont_write_bytecode else ["--no-compile"]
        _call([*pip, "install", "--quiet", *late, "--no-deps", *what], failure)

    def _wanted(self) -> dict[str, str]:
        sources = [self.lock, ROOT / "pyproject.toml"] if self.project else [self.lock]
        digest = hashlib.sha256(b"\0".join(path.read_bytes() for path in sources))
        return {"folder": str(self.folder), "contents": digest.hexdigest()}

    def _is_sound(self) -> bool:
        """Whether a sound environment is there already; one that should have pip and does not is given it."""
        if not self.python.exists() or self._moved() or _version(str(self.python)) < OLDEST:
            return False
        has_pip = not self.project or _quiet([self.python, *PIP, "--version"])
        return has_pip or _quiet([self.python, "-m", "ensurepip"])

    def _moved(self) -> bool:
        """Whether the folder was made elsewhere and carried here: its programs would still point there."""
        try:
            stamp = json.loads(self._stamp.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        return not (isinstance(stamp, dict) and stamp.get("folder") == str(self.folder))

    def _create(self) -> None:
        python = _interpreter()
        if not _quiet([python, "-c", "import ensurepip, venv"]):
            raise SetupError(
                f"{python} cannot make virtual environments: its `venv` and `ensurepip` modules are missing.\n"
                "On Debian and Ubuntu, install them with:  sudo apt install python3-venv"
            )
        make = [python, "-m", "venv", "--clear", *([] if self.project else ["--without-pip"])]
        _call([*make, self.folder], f"The environment in {self.folder} could not be made.")


def prepare() -> Environment:
    """Make sure that `.venv` holds what the lock names. Fast when it does. Raises `SetupError`."""
    environment = Environment(ROOT / ".venv", ROOT / "requirements" / "project.txt", project=True)
    if not environment.is_current():
        print("Setting up the environment in .venv (the first time takes a minute or two) …", flush=True)
        environment.make()
    return environment


def beside(name: str) -> Environment:
    """Make sure of an environment of its own for what `requirements/NAME.txt` locks. Raises `SetupError`."""
    environment = Environment(CACHE / "envs" / name, ROOT / "requirements" / f"{name}.txt")
    if not environment.is_current():
        environment.make()
    return environment


def ready() -> Environment:
    """Prepare `.venv` as `prepare` does, and end with one sentence where that fails."""
    try:
        return prepare()
    except SetupError as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"The environment in .venv could not be prepared: {error.strerror} ({error.filename}).")


def enter() -> None:
    """Go on only inside `.venv`: elsewhere, set it up, run the same script there and exit as it did."""
    environment = ready()
    if Path(sys.prefix).resolve() != environment.folder.resolve():
        sys.exit(run([environment.python, *sys.argv]))


def pathway(*arguments: str | Path) -> int:
    """Run a `pathway` command in the project's folder, and return its exit code."""
    command = ready().command("pathway")
    os.chdir(ROOT)
    return run([command, *arguments], receives=True)


def run(command: list[str | Path], *, receives: bool = False) -> int:
    """Run `command` in the foreground until it ends, and return its exit code.

    `receives` says that the command lets interrupts wait until it is ready for them, as `pathway` does.

    Ctrl+C is the command's to answer; a request to end is passed on to it. Where this program is killed, the system
    ends the command (on Linux), so that nothing is left behind.
    """
    process = start(command, receives=receives)
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: process.terminate())
    try:
        _receive_interrupts()
    except KeyboardInterrupt:  # it came before the command began
        process.terminate()
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def start(
    command: list[str | Path], *, receives: bool = False, output: IO[bytes] | None = None
) -> subprocess.Popen[bytes]:
    """Start `command`, which writes to `output` if that is given.

    On Linux it ends with this program, and an interrupt waits until the command has begun.
    """
    parts = [str(part) for part in command]
    errors = None if output is None else subprocess.STDOUT
    if sys.platform != "linux":
        return subprocess.Popen(parts, stdout=output, stderr=errors)
    parent = os.getpid()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    prepare_child = partial(_prepare_child, parent, receives=receives)
    return subprocess.Popen(parts, stdout=output, stderr=errors, preexec_fn=prepare_child)


def _prepare_child(parent: int, *, receives: bool) -> None:
    """Let the kernel end this process when `parent`, which started it, has ended (`prctl`, PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # as in a background job
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    if not receives:
        _receive_interrupts()


def _receive_interrupts() -> None:
    """Receive interrupts again, where `start` made them wait."""
    if sys.platform == "linux":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _interpreter() -> str:
    """Choose the Python to make environments with: this one, else a newer one that is to be found."""
    if sys.version_info >= OLDEST:
        return sys.executable
    for minor in range(19, OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found and _version(found) >= OLDEST:
            return found
    raise SetupError(
        f"Python {OLDEST[0]}.{OLDEST[1]} or later is needed; this is {sys.version.split()[0]} ({sys.executable}).\n"
        "Install a newer one from https://www.python.org/downloads/ or with your system's package manager."
    )


def _version(python: str) -> tuple[int, ...]:
    show = "import sys; print(*sys.version_info[:2])"
    answer = subprocess.run([python, "-c", show], capture_output=True, text=True, check=False)
    return tuple(int(part) for part in answer.stdout.split()) if answer.returncode == 0 else ()


def _quiet(command: list[str | Path]) -> bool:
    return subprocess.run([str(part) for part in command], capture_output=True, check=False).returncode == 0


def _call(command: list[str | Path], failure: str) -> None:
    if subprocess.run([str(part) for part in command], check=False).returncode != 0:
        raise SetupError(failure)
