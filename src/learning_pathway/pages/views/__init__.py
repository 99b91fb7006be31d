"""What the templates show: one entry of the catalogue at a time, in words and addresses."""

from __future__ import annotations

from .module import ModuleView, RouteView, SectionView
from .step import StepView, TaskView
from .view import ThemeView, View
from .work import ResourceView, named

__all__ = [
    "ModuleView",
    "ResourceView",
    "RouteView",
    "SectionView",
    "StepView",
    "TaskView",
    "ThemeView",
    "View",
    "named",
]
