"""The file active: words, filters that combine, the list, and what one keeps of them."""

from desktop.views.file_active.page import PageFileActive

__all__ = ["PageFileActive"]
