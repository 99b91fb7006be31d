"""The files of a catalogue: which there are, and their text."""

from __future__ import annotations

import codecs
import os
import re
import stat
from dataclasses import dataclass
from itertools import islice
from os.path import relpath
from pathlib import Path
from shlex import quote

from .did_you_mean import as_id
from .problems import Code
from .yaml.document import FileProblem, Position

__all__ = [
    "FOLDER",
    "LINK_SETTINGS_FILE",
    "MAXIMUM_BYTES",
    "MAXIMUM_FILES",
    "PUBLISHED_FILE",
    "ROOT_FILE",
    "STATE_FILE",
    "ProjectFiles",
    "find",
    "is_folder",
    "not_text_reason",
    "project_near",
    "text_of",
]

ROOT_FILE = "resources.yaml"
PUBLISHED_FILE = "published-ids.txt"
#: What is known of links.
STATE_FILE = "link-health.json"
#: The settings of link checks that are read when no others are named.
LINK_SETTINGS_FILE = "link-settings.yaml"
FOLDER = "resources"
#: Bytes in one file. 10,000 well described resources take 8 million.
MAXIMUM_BYTES = 20_000_000
#: Files in the folder.
MAXIMUM_FILES = 1_000
#: Folders that are searched for files that look like parts of the catalogue.
_MOST_SEARCHED = 100

_START = Position(1, 1)
_IS_YAML = re.compile(r"\.ya?ml(?:$|\.(?:txt|rtf|docx?|md|html?)$)", re.IGNORECASE)
#: Endings of files that may be meant as a part of the catalogue.
_TEXTS = frozenset({"", ".csv", ".doc", ".docx", ".html", ".json", ".odt", ".rtf", ".toml", ".txt"})
_COPY = re.compile(
    r"~$|\.(?:bak|orig|rej|old|tmp|swp|swo|save)$|^\.?#|#$|[._](?:BACKUP|BASE|LOCAL|REMOTE)[._]", re.IGNORECASE
)
_UTF16_OR_32 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)


@dataclass(frozen=True, slots=True)
class ProjectFiles:
    """The files of a catalogue in reading order, its project folder, and look-alikes that are not read.

    `published` is the project's list of published ids; None where it has none, or where a YAML file is read by itself.
    """

    root: Path
    files: tuple[Path, ...]
    ignored: tuple[tuple[Path, FileProblem], ...] = ()
    published: Path | None = None
    is_project: bool = False
    """Whether there is more than a single file, so that a list of published ids is to be expected."""

    def name(self, path: Path) -> str:
        """The name of a file as problems give it: relative to the project, with forward slashes."""
        return path.relative_to(self.root).as_posix()


def find(path: Path) -> ProjectFiles:
    """Find the files of the catalogue at `path`: a project folder, its `resources.yaml`, or a YAML file by itself.

    Raises:
        FileProblem: there is none, or there are too many files.
    """
    try:
        is_folder = stat.S_ISDIR(path.stat().st_mode)
    except FileNotFoundError:
        raise FileProblem(
            Code.NO_CATALOGUE, _START, f"There is no file or folder `{path}`.", "Check the path."
        ) from None
    except (OSError, ValueError) as error:
        raise _unreadable(error) from None
    if not is_folder and path.name != ROOT_FILE:
        return ProjectFiles(path.parent, (path,))
    root = path if is_folder else path.parent
    project_files = _project(root)
    if not project_files.files:
        remedy = "Give the folder that holds `resources.yaml`, or make one with `pathway:` and a title in it."
        if root.resolve() == Path.cwd() and (near := project_near(root, ROOT_FILE)) is not None:
            remedy = f"There is one in `{near}`: go there, or add `--path {quote(near)}`."
        if project_files.ignored:
            name = project_files.name(project_files.ignored[0][0])
            remedy = f"Rename `{name}`, or give the folder that holds `{ROOT_FILE}`."
        raise FileProblem(Code.NO_CATALOGUE, _START, f"The folder holds no `{ROOT_FILE}`.", remedy)
    return project_files


def project_near(folder: Path, name: str) -> str | None:
    """The folder that holds a file of this name, above `folder` or directly in it; None where none or several do."""
    here = folder.resolve()
    above = [parent for parent in here.parents if (parent / name).is_file()][:1]
    found = above or [path.parent for path in here.glob(f"*/{name}")]
    return relpath(found[0]) if len(found) == 1 else None


def _project(root: Path) -> ProjectFiles:
    files = [root / ROOT_FILE] if _exists(root / ROOT_FILE) else []
    folder = root / FOLDER
    if _leaves(root, folder):
        raise _elsewhere(f"The folder `{FOLDER}`")
    ignored = [(path, problem) for path in _beside(root) if (problem := _set_aside(path, ROOT_FILE)) is not None]
    if _exists(folder) and not is_folder(folder) and folder.is_file():
        message = f"`{FOLDER}` is a file, where a folder with further files of the catalogue belongs."
        remedy = f"Rename it, make a folder `{FOLDER}`, and move the file there with a name that ends in `.yaml`."
        ignored.append((folder, FileProblem(Code.FILE_IGNORED, _START, message, remedy)))
    for path in _inside(folder):
        if path.suffix == ".yaml" and not path.name.startswith("."):
            files.append(path)
        elif (problem := _set_aside(path, f"{FOLDER}/{as_id(_stem(path)) or 'name'}.yaml")) is not None:
            ignored.append((path, problem))
    if len(files) > MAXIMUM_FILES:
        message = f"The folder `{FOLDER}` holds {len(files):,} files; at most {MAXIMUM_FILES:,} are read."
        raise FileProblem(Code.TOO_MANY_FILES, _START, message, "Put several entries into each file.")
    published = root / PUBLISHED_FILE
    has_parts = len(files) > 1 or _exists(root / "mkdocs.yml")
    return ProjectFiles(root, tuple(files), tuple(ignored), published if _exists(published) else None, has_parts)


def _inside(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir()) if is_folder(folder) else []
    except OSError as error:
        raise _unreadable(error) from None


def _beside(root: Path) -> list[Path]:
    """Files that look like the root file: other endings, capitals, one resource."""
    pattern = re.compile(r"resources?\.ya?ml(?:\.txt|\.rtf|\.docx?)?", re.IGNORECASE)
    try:
        found = sorted(path for path in root.iterdir() if pattern.fullmatch(path.name) and path.name != ROOT_FILE)
    except OSError:
        return []
    return [path for path in found if not (_exists(root / ROOT_FILE) and path.samefile(root / ROOT_FILE))]


def _stem(path: Path) -> str:
    return re.sub(r"(?i)(?:\.(?:ya?ml|txt|json|docx?|rtf))+$", "", path.name)


def _set_aside(path: Path, meant: str) -> FileProblem | None:
    """The message for a file that is not read; None where no editor wrote it."""
    name = path.name
    if is_folder(path):
        message = "This folder holds YAML, which is not read: folders inside `resources` are not searched."
        remedy = "Move its files straight into the folder `resources`."
        return FileProblem(Code.FILE_IGNORED, _START, message, remedy) if _holds_yaml(path) else None
    if _COPY.search(name):
        message = "This is a copy that an editor or a merge has left, and is not read."
        return FileProblem(Code.FILE_SET_ASIDE, _START, message, "Delete it, or keep it elsewhere.")
    if name.startswith("."):
        message = "This file is hidden, because its name begins with a dot, and is not read."
        remedy = f"Rename it to `{meant}`, or delete it."
        return FileProblem(Code.FILE_SET_ASIDE, _START, message, remedy) if _IS_YAML.search(name) else None
    if _IS_YAML.search(name):
        message = "This looks like a part of the catalogue, and is not read."
        return FileProblem(Code.FILE_IGNORED, _START, message, f"Rename it to `{meant}`.")
    if path.suffix.lower() not in _TEXTS or name.upper().startswith(("README", "LICEN")):
        return None
    message = "This file is not read: only files whose names end in `.yaml` are."
    return FileProblem(
        Code.FILE_SET_ASIDE, _START, message, f"Rename it to `{meant}` if it is YAML, or keep it elsewhere."
    )


def _exists(path: Path) -> bool:
    """Whether a name is taken, be it by a broken link."""
    return os.path.lexists(path)


def _leaves(root: Path, path: Path) -> bool:
    """Whether links on the way from a project's folder to `path` lead out of that folder."""
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def is_folder(path: Path) -> bool:
    """Whether there is a folder at a path. Unlike `Path.is_dir`, it says no to paths that cannot be."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def _holds_yaml(path: Path) -> bool:
    """Whether there is a folder at `path` with YAML in it, however deep. Links within it are not followed."""
    folders = islice(os.walk(path), _MOST_SEARCHED)
    return any(name.lower().endswith((".yaml", ".yml")) for _, _, names in folders for name in names)


def text_of(path: Path, root: Path, *, remedy: str = "Move some entries into further files in `resources/`.") -> str:
    """The text of a file, without a byte-order mark.

    Args:
        path: the file.
        root: the project's folder, which links must not lead out of.
        remedy: what to do about one that is too large.

    Raises:
        FileProblem: it cannot be opened, is outside the project, too large or is not UTF-8.
    """
    if _leaves(root, path):
        raise _elsewhere("This")
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            what = "a folder with this name here, where a file belongs" if is_folder(path) else "no ordinary file here"
            raise FileProblem(Code.UNREADABLE_FILE, _START, f"There is {what}.", "Put a text file in its place.")
        with path.open("rb") as file:
            data = file.read(MAXIMUM_BYTES + 1)
    except OSError as error:
        raise _unreadable(error) from None
    if len(data) > MAXIMUM_BYTES:
        message = f"The file is larger than {MAXIMUM_BYTES // 1_000_000} MB, which is the limit for one file."
        raise FileProblem(Code.FILE_TOO_LARGE, _START, message, remedy)
    return _decoded(data)


def _decoded(data: bytes) -> str:
    if (words := not_text_reason(data)) is not None:
        message = f"This is not YAML but {words}." if not words.startswith("only") else f"The file is {words}."
        remedy = "Save it again as plain text (UTF-8), or bring it back from its history, as with `git restore`."
        raise FileProblem(Code.FOREIGN_FILE, _START, message, remedy)
    if data.startswith(_UTF16_OR_32) or data[1:2] == b"\x00":
        message = "The file is written in UTF-16 or UTF-32, not in UTF-8."
        raise FileProblem(Code.NOT_UTF8, _START, message, "Save it again with the encoding UTF-8.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", errors="replace")
        guess = data[error.start : error.start + 1].decode("cp1252", errors="replace")
        message = f"The file is not written in UTF-8: the byte {data[error.start]:#04x} cannot be read"
        message += f" (it may be meant as `{guess}`)." if guess.isprintable() and guess != "\ufffd" else "."
        remedy = "Save the file again with the encoding UTF-8."
        raise FileProblem(Code.NOT_UTF8, _place(before, len(before)), message, remedy) from None


def _place(text: str, offset: int) -> Position:
    line = text.count("\n", 0, offset) + 1
    return Position(line, offset - (text.rfind("\n", 0, offset) + 1) + 1)


def _elsewhere(what: str) -> FileProblem:
    message = f"{what} is a link that leads out of the project."
    return FileProblem(Code.FILE_ELSEWHERE, _START, message, "Put the file itself in the place of the link.")


def _unreadable(error: Exception) -> FileProblem:
    reason = getattr(error, "strerror", None) or str(error)
    message = f"The file cannot be opened: {str(reason).lower()}."
    return FileProblem(
        Code.UNREADABLE_FILE, _START, message, "Put an ordinary file in its place that you are allowed to read."
    )


#: How files begin, as bytes, and what they are.
_BEGINNINGS = (
    (rb"\{\\rtf", "an RTF document of a word processor"),
    (rb"PK\x03\x04(?s:.{0,4000})word/", "a Word document (.docx)"),
    (rb"PK\x03\x04(?s:.{0,4000})xl/", "an Excel workbook (.xlsx)"),
    (rb"PK\x03\x04(?s:.{26})mimetypeapplication/vnd\.oasis", "an OpenDocument file, as LibreOffice saves it"),
    (rb"PK(?:\x03\x04|\x05\x06)", "a ZIP archive, or a document that is one inside, such as a .docx"),
    (rb"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (rb"%PDF-", "a PDF document"),
    (rb"\x1f\x8b", "a gzip archive"),
    (rb"7z\xbc\xaf|BZh[1-9]|\xfd7zXZ|\x28\xb5\x2f\xfd|Rar!", "a packed archive"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|RIFF(?s:.{4})WEBP", "a picture"),
    (rb"SQLite format 3", "a database"),
    (rb"\x7fELF|MZ\x90", "a program"),
    (rb"bplist00", "a property list, such as a web location"),
    (rb"version https://git-lfs", "a pointer of Git LFS, whose file was not fetched"),
    (
        rb"(?i)\s*(?:<!--(?s:.{0,500}?)-->\s*)?<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>])",
        "a page of the web (HTML)",
    ),
    (rb"\s*<\?xml|\s*<(?:plist|svg|rss|feed)[\s>]", "an XML file"),
)
_PATTERNS = tuple((re.compile(pattern), words) for pattern, words in _BEGINNINGS)
#: So many zero bytes in a row are in no text: they are where a computer had no time to write.
_ZEROS = b"\x00" * 64


def not_text_reason(data: bytes) -> str | None:
    """What a file is that is no text, as the end of a sentence that begins "This is …"; None for what may be YAML."""
    start = data[:5_000].removeprefix(b"\xef\xbb\xbf")
    for pattern, words in _PATTERNS:
        if pattern.match(start):
            return words
    if _ZEROS in data:
        return "only half written: it holds zero bytes, as after a crash"
    return None
