"""Pages of the catalogue as files and pages of MkDocs, also below a path of a larger site."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html import escape
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote

from mkdocs.commands.build import build as build_site
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from .catalogue.files import FOLDER, ROOT_FILE
from .catalogue.problems import Code
from .catalogue.yaml.loader import load
from .site.build import Build
from .site.document import Page

__all__ = [
    "EmbeddedBuild",
    "GeneratedFile",
    "GeneratedPage",
    "address_conflict",
    "documents_refusal",
    "doubled_settings",
    "generated_file",
    "known_language",
    "missing_files",
]


class GeneratedFile(File):
    """A page of the catalogue as a file among the documents."""

    _made: Page

    @property
    def made(self) -> Page:
        """The page."""
        return self._made

    @property  # type: ignore[misc]
    def content_string(self) -> str:
        """The document, for plugins that read it."""
        return self.made.text


class GeneratedPage(MkDocsPage):
    """A page of the catalogue, whose front matter and HTML need no reading. Those in the navigation are read."""

    file: GeneratedFile

    def __init__(self, file: GeneratedFile, config: MkDocsConfig) -> None:
        super().__init__(None, file, config)

    @property
    def made(self) -> Page:
        """The page as the catalogue has it."""
        return self.file.made

    def read_source(self, config: MkDocsConfig) -> None:
        """Take over the front matter, unless a plugin has another document."""
        if config.plugins.on_page_read_source(page=self, config=config) is not None:
            super().read_source(config)
        else:
            self.markdown, self.meta = "", {**self.made.meta, "body": self.made.body}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Take over the anchors; the body is in the front matter."""
        if self.markdown:
            super().render(config, files)
        else:
            self.content, self.toc, self.present_anchor_ids = "", TableOfContents([]), set(self.made.anchors)


def generated_file(config: MkDocsConfig, page: Page) -> File:
    """The file of a page of the catalogue."""
    file = GeneratedFile.generated(config, page.path, content="", inclusion=InclusionLevel.NOT_IN_NAV)
    if isinstance(file, GeneratedFile):
        file._made = page
    return file


class EmbeddedBuild:
    """The events of the larger site's build."""

    def __init__(self, build: Build, path: str, configure: Callable[[MkDocsConfig], MkDocsConfig]) -> None:
        """Take what was read of the project, where it goes, and the event that sets up the pathway's own build."""
        self.build, self.path, self.configure = build, path, configure
        self.pages: dict[str, str] = {}

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pathway's pages; only the first can be in a navigation that MkDocs makes by itself."""
        self.refuse_taken(files)
        for page in self.build.pages():
            file = File.generated(config, f"{self.path}/{page.path}", content=page.text)
            first = page.path == "index.md" and config.nav is None
            file.inclusion = InclusionLevel.INCLUDED if first else InclusionLevel.NOT_IN_NAV
            files.append(file)
            self.pages[file.src_uri] = file.dest_uri
        return files

    def refuse_taken(self, files: Files) -> None:
        """Refuse files of the larger site where the pathway goes."""
        for file in files:
            if file.dest_uri.startswith(f"{self.path}/") and file.inclusion is not InclusionLevel.EXCLUDED:
                raise PluginError(self.taken(file.src_uri))

    def taken(self, name: str) -> str:
        """What to say of a file of the larger site where the pathway goes."""
        where = f"`path: {self.path}` in resources.yaml"
        return f"{name} is where the pathway goes ({where}): move it, or choose another path."

    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str | None:
        """Give the larger site's search the text of a page of the pathway."""
        return str(page.meta["body"]) if page.file.src_uri in self.pages else None

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Take the pathway out of a sitemap by which Material swaps pages in place: its pages have styles of their own.

        They are in the pathway's own sitemap.
        """
        if template_name != "sitemap.xml" or "navigation.instant" not in (config.theme.get("features") or ()):
            return output_content
        own = escape(f"{(config.site_url or '').rstrip('/')}/{self.path}/", quote=False)
        return re.sub(rf"\s*<url>\s*<loc>\s*{re.escape(own)}.*?</url>", "", output_content, flags=re.DOTALL)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Build the pathway into the finished site; nothing else may be in its folder."""
        site = Path(config.site_dir)
        names = {path.relative_to(site).as_posix() for path in (site / self.path).rglob("*") if path.is_file()}
        for name in sorted(names - set(self.pages.values())):
            raise PluginError(self.taken(name))
        with TemporaryDirectory(prefix="pathway-documents-") as documents:
            build_site(self.part(config, documents))

    def part(self, config: MkDocsConfig, documents: str) -> MkDocsConfig:
        """The configuration of the pathway's own site; `documents` is an empty folder."""
        own = load_config(
            BytesIO(json.dumps(self.settings(config, documents)).encode()), config_file_path=config.config_file_path
        )
        own.plugins["learning-pathway-start"] = Start(self.configure)  # type: ignore[assignment]  # as hooks are
        return own

    def settings(self, config: MkDocsConfig, documents: str) -> dict[str, Any]:
        """The settings of the pathway's own site; it links back to the larger one."""
        language = config.theme.get("language", "en") if config.theme.name == "material" else "en"
        home = "../" * len(Path(self.path).parts) + ("" if config.use_directory_urls else "index.html")
        return {
            "site_name": self.build.title,
            "docs_dir": documents,
            "site_dir": str(Path(config.site_dir) / self.path),
            "site_url": f"{config.site_url.rstrip('/')}/{self.path}/" if config.site_url else None,
            "use_directory_urls": config.use_directory_urls,
            "strict": config.strict,
            "theme": {"name": "material", "language": language, "font": False, "favicon": "assets/images/mark.svg"},
            "nav": [{config.site_name: home}],
            "not_in_nav": "*",
            "plugins": [],
            "markdown_extensions": ["attr_list", {"toc": {"permalink": False}}],
            "validation": {"nav": {"not_found": "ignore", "absolute_links": "ignore"}},
        }


class Start:
    """The first event of the pathway's own build."""

    def __init__(self, configure: Callable[[MkDocsConfig], MkDocsConfig]) -> None:
        """`configure` is what `on_config` does in a pathway that is a whole site."""
        self.configure = configure

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Set up the build."""
        return self.configure(config)


_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


def known_language(config: MkDocsConfig) -> str:
    """The language of Material that is nearest to the one in `mkdocs.yml`: `en` for `en-GB`, and where it has none."""
    wanted = str(config.theme.get("language"))
    folders = [Path(folder) / "partials" / "languages" for folder in config.theme.dirs]
    names = [name for name in (wanted, wanted.partition("-")[0]) if re.fullmatch("[A-Za-z-]+", name)]
    return next((name for name in names if any((folder / f"{name}.html").is_file() for folder in folders)), "en")


def documents_refusal(config: MkDocsConfig) -> str | None:
    """Why the documents can't be in their folder; None where no file of the catalogue would be published with them."""
    documents = Path(config.docs_dir).resolve()
    if documents != Path(config.config_file_path).parent.resolve() / FOLDER and not (documents / ROOT_FILE).exists():
        return None
    return (
        f"`docs_dir` in mkdocs.yml is {documents}, where the catalogue is: its files and their notes for editors would "
        "be published. Move the documents to a folder of their own, such as `docs`."
    )


def doubled_settings(config: MkDocsConfig) -> Iterator[str]:
    """One sentence for each key that is there twice: MkDocs takes the last one and drops the others."""
    path = Path(config.config_file_path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):  # MkDocs has read it, perhaps in another encoding
        return
    for problem in load(path.name, text).problems:
        if problem.code is Code.DUPLICATE_KEY:
            yield f"{path.name}:{problem.position.line}: {problem.message} MkDocs reads only the last. {problem.remedy}"


def address_conflict(config: MkDocsConfig, site_url: str | None) -> str | None:
    """What to do where `mkdocs.yml` and the catalogue, with this `site_url`, put the site at two addresses."""
    stated = config.site_url
    if not stated or not site_url or stated.rstrip("/") == site_url.rstrip("/"):
        return None
    return f"mkdocs.yml puts the pathway at {stated}, resources.yaml at {site_url}: delete one `site_url`."


def missing_files(config: MkDocsConfig) -> Iterator[str]:
    """One sentence for each file or page that the settings name, and that the finished site does not have."""
    folders = [Path(config.site_dir), Path(config.docs_dir), *map(Path, config.theme.dirs)]
    for setting, name in named_files(config):
        path = unquote(re.split(r"[?#]", name, maxsplit=1)[0])
        if path.startswith("/") or _SCHEME.match(path):
            continue
        if not any((folder / path).exists() for folder in folders):
            yield f"mkdocs.yml: `{setting}` names `{name}`, which is not in the site. Check the name, or add the file."


def named_files(config: MkDocsConfig) -> Iterator[tuple[str, str]]:
    """The files and pages of the site that an editor named, each after its setting. Plugins name others."""
    with Path(config.config_file_path).open("rb") as file:
        written: dict[str, Any] = yaml_load(file, get_yaml_loader(config=config))
    theme = written.get("theme")
    for key in ("logo", "favicon"):
        if isinstance(theme, dict) and isinstance(theme.get(key), str):
            yield f"theme.{key}", theme[key]
    for key in ("extra_css", "extra_javascript"):
        for item in written.get(key) or ():
            name = item.get("path") if isinstance(item, dict) else item
            if isinstance(name, str):
                yield key, name
    if isinstance(written.get("extra"), dict) and written["extra"].get("footer"):
        yield from (("extra.footer", link["path"]) for link in config.extra["footer"])
