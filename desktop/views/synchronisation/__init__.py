"""The synchronisation: where it stands, what to take up again one by one, what was settled and sent."""

from desktop.views.synchronisation.page import PageSynchronisation
from desktop.views.synchronisation.page_reprise import PageReprise

__all__ = ["PageReprise", "PageSynchronisation"]
