"""Commands that make a project, its site and its files: `pathway new`, `build`, `serve`, `export` and others."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from shlex import quote

import click

from ..catalogue.files import project_near
from ..new_project import DEFAULT_LANGUAGE, DEFAULT_TITLE, NewProjectError, write_project
from ..output import OutputError, OutputFolder, sources_of, write_whole
from ..packages.model import PackageError
from ..preview.server import PortTakenError, free_port
from ..process import interrupted_by_signals, run, sentence
from ..site.build import open_build
from ..site.files.downloads import EXPORTS, export_file, export_name
from ..site.files.offline import LIST_PATH, PrecacheError, write_precache
from ..site.frontend import VERSION_PATH, theme_folder
from ..site.handbook import HandbookError, UnknownModuleError, write_handbook
from ..site.rendering import VariableError
from ..site.stage import CONFIGURATION, Loader, StageError, Tagged, settings_files
from ..site.stage import stage as write_stage
from ..voices.collection import VARIABLE as VOICES
from .project import CannotRun, guard_from, network_options, project_argument, waiting

__all__ = [
    "build_command",
    "export_command",
    "handbook_command",
    "new_command",
    "precache_command",
    "serve_command",
    "stage_command",
]


@click.command("new")
@project_argument("folder", None)
@click.option("--title", default=DEFAULT_TITLE, show_default=True, help="Name of the pathway.")
@click.option("--language", default=DEFAULT_LANGUAGE, show_default=True, help="Its language (BCP 47).")
def new_command(folder: Path, title: str, language: str) -> None:
    """Write a small, complete pathway into FOLDER, to change into your own.

    FOLDER must be missing or empty; a repository without files will do.
    """
    try:
        with interrupted_by_signals():
            write_project(folder, title, language)
    except NewProjectError as error:
        raise click.ClickException(str(error)) from None
    except KeyboardInterrupt:
        raise click.ClickException("Stopped. Nothing was written.") from None
    except OSError as error:
        raise CannotRun(error) from None
    click.echo(f"The pathway is in {folder}. To see it:\n\n  cd {quote(str(folder))}\n  pathway serve")
    around = next((parent for parent in folder.resolve().parents if (parent / ".git").exists()), None)
    if around:
        click.echo(f"\nIt is inside the repository {around}: forges run workflows at the top of a repository only.")


#: Every built site has a home page, and this file where the pathway is.
HOME = "index.html"
#: What adds the pathway to a build.
HOOK = "hooks/pathway.py"


@click.command("build")
@project_argument(exists=True, file_okay=False)
@click.option("--site-dir", type=click.Path(path_type=Path), help="Folder to write; else `site_dir` in mkdocs.yml.")
@click.option("--without-voices", is_flag=True, help="Leave out the answers to calls.")
def build_command(path: Path, site_dir: Path | None, without_voices: bool) -> None:
    """Build the site with MkDocs, strictly: any warning stops it.

    The new site replaces the old one when it is complete, so that a build that fails or is stopped leaves
    the old one as it was. PATH is the project folder.

    Exits with 0 when the site was built, 1 when it was not, 2 when it could not be written.
    """
    refuse_other_folder(path)
    target = site_dir or path / named_site(path)
    folder = OutputFolder(target, kind="a built site", sources=sources_of(path), is_ours=is_site)
    try:
        with interrupted_by_signals(), folder.replacing(waiting) as fresh:
            if mkdocs(path, fresh, {VOICES: ""} if without_voices else {}):
                raise click.ClickException("Nothing was written. The lines above say why.")
            if not any(fresh.rglob(VERSION_PATH)):
                raise click.ClickException(f"Nothing was written: {CONFIGURATION} needs `hooks: [{HOOK}]`.")
    except OutputError as error:
        raise CannotRun(error) from None
    except OSError as error:
        raise CannotRun(f"Nothing was written. {sentence(error)}") from None
    except KeyboardInterrupt:
        raise click.ClickException("Stopped. Nothing was written.") from None
    click.echo(f"The site is in {target}.")


def refuse_other_folder(path: Path) -> None:
    """Say where the project is, if this folder holds none.

    Raises:
        CannotRun: it holds none.
    """
    if (path / CONFIGURATION).is_file():
        return
    near = project_near(path, CONFIGURATION)
    where = f"The project in {near} has one: g" if near else "G"
    name = quote(near) if near else "PROJECT"
    raise CannotRun(f"There is no {path / CONFIGURATION}. {where}o to the project's folder, or add --path {name}.")


def named_site(project: Path) -> str:
    """The folder that the settings name for the site (`site_dir`), relative to the project; `site` where none does."""
    for _, settings in settings_files(project):
        name = settings.get("site_dir")
        if isinstance(name, Tagged) and name.node.tag == "!ENV":
            from yaml_env_tag import construct_env_tag  # type: ignore[import-untyped]  # comes with MkDocs

            name = construct_env_tag(Loader(""), name.node)
        if isinstance(name, str) and name:
            return name
    return "site"


def mkdocs(project: Path, site: Path, environment: Mapping[str, str]) -> int:
    """Let MkDocs write the site into a folder, and return its exit code."""
    options: list[str | Path] = ["--strict", "--config-file", project / "mkdocs.yml", "--site-dir", site]
    # Material for MkDocs announces the end of its own life on every run; the version is pinned with that in mind.
    return run([sys.executable, "-m", "mkdocs", "build", *options], Path(), {"NO_MKDOCS_2_WARNING": "1", **environment})


def is_site(folder: Path) -> bool:
    """Whether a folder holds a site that was built here."""
    return (folder / HOME).is_file() and any(folder.rglob(VERSION_PATH))


@click.command("serve")
@project_argument(exists=True, file_okay=False)
@click.option("--port", type=click.IntRange(1, 65_535), help="Port of the address; 8000, or the next free one.")
@network_options
def serve_command(
    path: Path, port: int | None, ca: Path | None, resolve: tuple[str, ...], allow_host: tuple[str, ...]
) -> None:
    """Show the site on this computer, and every change when you save it. Ctrl+C stops it.

    Problems appear in the browser, over the last version without any. PATH is the project folder.
    """
    refuse_other_folder(path)
    try:
        with interrupted_by_signals():
            chosen = free_port(port)
            from ..desk.server import desk_beside
            from ..desk.workbench import Reach
            from ..preview.server import serve

            reach = Reach(guard_from(allow_host, resolve), ca)
            serve(path.resolve(), chosen, partial(desk_beside, reach=reach))
        click.echo("Stopped.")
    except KeyboardInterrupt:
        click.echo("Stopped.")
    except ImportError as error:
        raise CannotRun(f'{error.name} is missing: pip install "learning-pathway[site]"') from None
    except PortTakenError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(
            f"Port {chosen} cannot be used. {sentence(error)} Choose another with --port."
        ) from None


@click.command("stage")
@project_argument(exists=True, file_okay=False)
@click.option(
    "--target", type=click.Path(path_type=Path, file_okay=False), help="Folder to write; PATH/build if not given."
)
def stage_command(path: Path, target: Path | None) -> None:
    """Write the whole site as Markdown files, with a mkdocs.yml that needs no hooks.

    PATH is the project folder.
    """
    refuse_other_folder(path)
    target = target or path / "build"
    try:
        with interrupted_by_signals():
            pages = write_stage(path, open_build(path), target, waiting)
    except (StageError, VariableError, OutputError, ValueError) as error:
        raise click.ClickException(str(error)) from None
    except KeyboardInterrupt:
        raise click.ClickException("Stopped. Nothing was written.") from None
    except OSError as error:
        raise CannotRun(error) from None
    click.echo(f"{pages} pages in {target / 'docs'}")


@click.command("precache")
@click.argument("site", type=click.Path(path_type=Path, exists=True, file_okay=False), required=False)
@click.option("--path", type=click.Path(path_type=Path), metavar="PROJECT", default=".", help="Project, without SITE.")
def precache_command(site: Path | None, path: Path) -> None:
    """List the files of a finished site, so that learners can make it available offline.

    SITE is the folder that a site engine wrote; `site` in the project if not given. MkDocs does this by itself; after
    any other engine, run it once.
    """
    site = site or path / "site"
    try:
        found = write_precache(site)
    except PrecacheError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise CannotRun(error) from None
    size = sum(file.size for file in found.files) / 1_000_000
    click.echo(f"{len(found.files)} files, {size:.1f} MB, version {found.version}, in {site / LIST_PATH}")


@click.command("export")
@project_argument(exists=True, file_okay=False)
@click.option("--format", "kind", type=click.Choice(list(EXPORTS)), required=True, help="What kind of file to write.")
@click.option("--module", "modules", multiple=True, metavar="ID", help="Take this module only; may be given again.")
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="File to write; `-` for standard output. If not given, one named after the pathway or the module.",
)
def export_command(path: Path, kind: str, modules: tuple[str, ...], output: Path | None) -> None:
    """Write the pathway, or some modules, for a learning platform, as a book, or as a list of references.

    PATH is the project folder.
    """
    try:
        build = open_build(path)
        if build.site is None:
            raise click.ClickException(build.problem_list)
        target = output or Path(export_name(build.site, kind, modules))
        data = export_file(build.site, kind, modules, time=build.time)
    except (UnknownModuleError, PackageError, ValueError) as error:
        raise click.ClickException(str(error)) from None
    if str(target) == "-":
        click.echo(data, nl=False)
        return
    try:
        write_whole(target, data)
    except OSError as error:
        click.echo(f"Cannot write {target}. {sentence(error)}", err=True)
        raise SystemExit(2) from None
    click.echo(f"{target}: {EXPORTS[kind]}, {len(data):,} bytes")


@click.command("handbook")
@project_argument(exists=True, file_okay=False)
@click.option("--module", "modules", multiple=True, metavar="ID", help="Print this module only; may be given again.")
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write; handbook.pdf if not given."
)
def handbook_command(path: Path, modules: tuple[str, ...], output: Path | None) -> None:
    """Write the pathway, or some of its modules, as a PDF for print and for reading away from the web.

    PATH is the project folder.
    """
    target = output or Path("handbook.pdf")
    try:
        build = open_build(path)
        if build.site is None:
            raise click.ClickException(build.problem_list)
        pages = write_handbook(build.site, modules, target, theme=theme_folder(), time=build.time)
    except (UnknownModuleError, ValueError) as error:
        raise click.ClickException(str(error)) from None
    except (HandbookError, OSError) as error:
        raise CannotRun(error) from None
    click.echo(f"{pages} pages in {target}")
