"""The page of one dossier: who the person is, what is urgent, and its tabs."""

from desktop.views.dossier.page import PageDossier

__all__ = ["PageDossier"]
