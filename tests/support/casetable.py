"""One test for a table of many small cases: pytest's own work for a test takes longer than such a case."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

#: What ends a case; a case that is skipped would not have run, so it fails.
FAILURES = (Exception, pytest.fail.Exception, pytest.skip.Exception)
Test = Callable[..., None]


def case_table(
    names: str | tuple[str, ...], cases: Iterable[Any], ids: Callable[[Any], str] | Iterable[str] | None = None
) -> Callable[[Test], Test]:
    """Run all cases in one test, which names every case that fails; called as `pytest.mark.parametrize` is."""
    arguments = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    rows = list(named(cases, len(arguments) == 1, ids))
    if not rows:
        raise ValueError("a table without cases tests nothing")

    def decorate(test: Test) -> Test:
        signature = inspect.signature(test)
        fixtures = [parameter for name, parameter in signature.parameters.items() if name not in arguments]

        @functools.wraps(test)
        def run(**shared: Any) -> None:
            failed = []
            for name, values in rows:
                try:
                    test(**dict(zip(arguments, values, strict=True)), **shared)
                except FAILURES as error:
                    error.add_note(f"The case: {name}")
                    failed.append((name, error))
            if failed:
                listed = ", ".join(name for name, _ in failed)
                message = f"{len(failed)} of {len(rows)} cases failed: {listed}"
                raise BaseExceptionGroup(message, [error for _, error in failed])

        run.__signature__ = signature.replace(parameters=fixtures)  # type: ignore[attr-defined]
        return run

    return decorate


def named(
    cases: Iterable[Any], single: bool, ids: Callable[[Any], str] | Iterable[str] | None
) -> Iterator[tuple[str, Any]]:
    """Each case's name and values, as `pytest.mark.parametrize` takes them."""
    cases = list(cases)
    name_of = ids if callable(ids) else ascii
    given = [None] * len(cases) if ids is None or callable(ids) else ids
    for case, name in zip(cases, given, strict=True):
        if isinstance(case, type(pytest.param())):
            if case.marks:
                raise ValueError("a case of a table bears no marks")
            values, name = case.values, case.id or name
        else:
            values = (case,) if single else tuple(case)
        yield str(name or ", ".join(map(name_of, values)))[:200], values
