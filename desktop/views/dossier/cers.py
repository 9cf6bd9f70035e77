"""The CERs of a dossier, the latest first: state, period, what the accord is worth (R-CER-25/28/29)."""

from desktop.services.dossiers import DossierLu
from desktop.services.lignes_cer import LigneCer
from desktop.views.blocs import Carte, Pastille, Rangee, pastille_etat
from desktop.views.dossier.onglet import Onglet
from desktop.views.page import Navigateur
from desktop.views.palette import Niveau
from domain.accord.rules import Standing
from domain.cer.states import State
from domain.french import long_date

_ACCORDS = {
    Standing.NC: ("Accord à recueillir", Niveau.NEUTRE, "signature"),
    Standing.OUI: ("Accord donné", Niveau.SUCCES, "signature"),
    Standing.NON: ("Accord refusé", Niveau.URGENT, "circle-x"),
    Standing.CADUC: ("Accord caduc\u00a0: texte modifié", Niveau.ATTENTION, "triangle-alert"),
    Standing.ILLISIBLE: ("Accord d’une version plus récente", Niveau.ATTENTION, "triangle-alert"),
}


class OngletCers(Onglet):
    """One row per CER, each a button."""

    def __init__(self, navigateur: Navigateur) -> None:
        super().__init__(
            (
                "file-text",
                "Aucun CER",
                "«\u00a0Nouveau CER\u00a0», en bas, propose le numéro, le type et les dates.",
            )
        )
        self._navigateur = navigateur

    def montrer(self, lu: DossierLu) -> None:
        """Show the CERs."""
        if not self.renouveler(lu.cers):
            return
        carte = Carte()
        carte.colonne.setContentsMargins(12, 12, 12, 12)
        carte.colonne.setSpacing(4)
        for cer in lu.cers:
            row = Rangee(_title(cer), _text(cer), cible=cer.id, icone="file-text", statuts=_statuses(cer))
            row.ouverte.connect(self._navigateur.ouvrir_cer)
            carte.ajouter(row)
        self.ajouter(carte)


def _title(cer: LigneCer) -> str:
    number = f"CER n°\u00a0{cer.numero}" if cer.numero else "CER"
    return f"{number}\u00a0– dernier contrat" if cer.dernier else number


def _text(cer: LigneCer) -> str:
    period = f"Du {long_date(cer.debut)} au {long_date(cer.fin)}" if cer.debut and cer.fin else "Sans dates"
    return f"{period}\nRendu par le service\u00a0: {cer.retour_motif}" if cer.retour_motif else period


def _statuses(cer: LigneCer) -> tuple[Pastille, ...]:
    found = [pastille_etat(cer.etat, cer.etat_libelle)]
    if cer.en_attente_envoi:
        found.append(Pastille("En attente d’envoi", Niveau.INFO, "send"))
    if cer.decision_non_lue:
        found.append(Pastille("Décision à lire", Niveau.ATTENTION, "scale"))
    if cer.accord is Standing.NC and cer.etat is not State.PROPOSITION:
        found.append(Pastille("Accord non recueilli", Niveau.NEUTRE, "signature"))
    else:
        found.append(Pastille(*_ACCORDS[cer.accord]))
    return tuple(found)
