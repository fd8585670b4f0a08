"""The `serai` command: one small file per subcommand, which parses, calls one function and prints."""

from __future__ import annotations

from serai.cli.app import main

__all__ = ["main"]
