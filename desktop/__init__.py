"""The application a referent opens. ``app`` puts its parts together; see ARCHITECTURE.md."""

from importlib.metadata import version

VERSION = version("permanence")
PROGRAM = f"permanence/{VERSION}"
