"""Figures, tables and reports; reads stored results only, never a model."""

from __future__ import annotations

from typing import Any

__all__ = ["write"]


def __getattr__(name: str) -> Any:
    """Load `write` on first use: the table on a terminal needs neither figures nor pages."""
    if name == "write":
        from asmsim.report.folder import write

        return write
    raise AttributeError(f"module 'asmsim.report' has no attribute '{name}'")
