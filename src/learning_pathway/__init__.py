"""Curated learning pathways: one YAML catalogue in, a site that a learner would want to use out.

The way of the data, floor by floor; a room imports only from rooms below it, and none of them imports a
site engine::

    catalogue   what an editor writes: YAML with positions, a typed model, rules, problems
    citation    references: APA 7 and friends            links   link health
    exports     files beside the pages
    pages       catalogue -> Page(path, text, source)
    cli         the doors: parse arguments, call, print
"""

__version__ = "0.1.0"
__all__ = ["__version__"]
