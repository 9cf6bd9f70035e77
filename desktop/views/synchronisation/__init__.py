"""The page of the synchronisation: where it stands, what to take up again, what was sent."""

from desktop.views.synchronisation.page import PageSynchronisation

__all__ = ["PageSynchronisation"]
