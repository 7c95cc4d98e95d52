"""The commands: what a person types, what a script reads. They hold no economics and no results."""

from magnitka.cli.app import main

__all__ = ["main"]
