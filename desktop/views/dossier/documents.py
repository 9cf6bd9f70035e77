"""The documents of a dossier: what each is, where it is filed, whether its content has arrived (R-DOC-5)."""

from desktop.services.dossiers import LigneDocument
from desktop.views.blocs import Carte, Jalon
from desktop.views.dossier.onglet import Onglet
from desktop.views.palette import Niveau
from domain.french import short_date


class OngletDocuments(Onglet):
    """One line per document, the latest first."""

    def __init__(self) -> None:
        super().__init__(
            (
                "paperclip",
                "Aucun document",
                "Les courriers et les CER scannés par le service arrivent ici à la synchronisation.",
            )
        )

    def montrer(self, documents: tuple[LigneDocument, ...]) -> None:
        """Show the documents."""
        latest = tuple(sorted(documents, key=lambda one: one.date or "", reverse=True))
        if not self.renouveler(latest):
            return
        carte = Carte()
        carte.colonne.setSpacing(8)
        for one in latest:
            kind = " · ".join(filter(None, (one.type_libelle, one.rangement_libelle)))
            text = kind if one.present else f"{kind}\nSon contenu n’est pas encore arrivé sur ce poste."
            icone, niveau = ("file-check", Niveau.SUCCES) if one.present else ("download", Niveau.INFO)
            day = short_date(one.date[:10]) if one.date else ""
            carte.ajouter(Jalon(day, one.nom, text, icone=icone, niveau=niveau))
        self.ajouter(carte)
