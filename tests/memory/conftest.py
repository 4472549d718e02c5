"""Shapes are checked wherever the equations run."""

from jaxtyping import install_import_hook

install_import_hook("memory.nn", "beartype.beartype")
