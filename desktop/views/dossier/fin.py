"""The card of the end of accompaniment: asked, answered by the secretariat, confirmed twice (R-FA-10)."""

from functools import partial

from PySide6.QtWidgets import QVBoxLayout

from desktop.services.accompagnement import AccompagnementLu
from desktop.services.bureau import Bureau
from desktop.services.demandes import DemandeLue
from desktop.views.blocs import Bouton, Doux, Jalon, Pastille, vider
from desktop.views.blocs.cote_a_cote import CoteACote
from desktop.views.dossier.acte import CarteActes, ligne
from desktop.views.fields import editeur
from desktop.views.page import Navigateur
from desktop.views.palette import Niveau
from domain.clock import today
from domain.demandes.form import DEMANDE_FIN
from domain.demandes.rules import Preuves
from domain.french import long_date, short_date


class CarteFin(CarteActes):
    """The request, the answer, and the two proofs as they come."""

    def __init__(self, bureau: Bureau, navigateur: Navigateur, dossier: str) -> None:
        super().__init__("Fin d’accompagnement", bureau, navigateur, dossier)
        self._attend = ""
        cas, date, fin, precision, traitee, reponse = (
            editeur(DEMANDE_FIN.by_name[name], self.outils)
            for name in ("cas", "date", "fin_souhaitee", "precision", "traitee_le", "reponse")
        )
        self.demander = self.acte(
            "demander",
            "Demander la fin d’accompagnement",
            "send",
            "Demander",
            cas,
            CoteACote(date, fin),
            precision,
        )
        self.repondre = self.acte("repondre", "Répondre à la demande", "check", "Répondre", traitee, reponse)
        self.retirer = self.acte(
            "retirer", "Retirer la demande", "undo-2", "Retirer", mot="Le secrétariat ne la verra plus."
        )
        self.demander.ouvert.connect(self._begin)
        self.demander.confirme.connect(self._ask)
        self.repondre.ouvert.connect(self._answer)
        self.repondre.confirme.connect(self._answered)
        self.retirer.confirme.connect(self._withdraw)
        self.placer(self.demander, self.repondre, self.retirer)

    def montrer(self, lu: AccompagnementLu) -> None:
        """Show what was asked, answered, proved."""
        fin = lu.fin
        vider(self.corps)
        for one in fin.demandes:
            self.corps.addWidget(_asked(one))
            if one.traitee:
                self.corps.addWidget(_answered(one))
        if fin.demandes or fin.preuves.figee_le:
            self.corps.addLayout(_proofs(fin.preuves))
            if fin.preuves.courrier_le is None and not fin.refus_reponse:
                file_it = Bouton("Classer le courrier de fin", "paperclip", discret=True)
                file_it.clicked.connect(self._file)
                self.corps.addLayout(ligne(file_it))
        else:
            self.corps.addWidget(Doux("Aucune demande."))
        self._attend = fin.attend or ""
        waits = next((one for one in fin.demandes if one.id == fin.attend), None)
        self.demander.proposer(
            possible=not fin.refus and waits is None,
            refus=fin.refus or "Une demande attend déjà le secrétariat.",
        )
        self.repondre.proposer(
            possible=not fin.refus_reponse and waits is not None,
            refus=fin.refus_reponse or "Cette demande n’attend plus de réponse.",
            sur=self._attend,
        )
        self.retirer.proposer(possible=waits is not None and waits.retirable)
        self.dire("" if not fin.refus_reponse else fin.refus or (fin.refus_reponse if waits else ""))

    def _begin(self) -> None:
        self.demander.remplir({"date": self._today()})

    def _ask(self) -> None:
        ask = partial(self.bureau.demandes.demander_fin, self.dossier, self.demander.valeurs())
        self.faire(self.demander, ask, "Fin d’accompagnement demandée au secrétariat.")

    def _answer(self) -> None:
        self.repondre.remplir({"traitee_le": self._today()})

    def _answered(self) -> None:
        answer = partial(self.bureau.demandes.repondre, self.repondre.sur, self.repondre.valeurs())
        self.faire(self.repondre, answer, "Réponse enregistrée.")

    def _withdraw(self) -> None:
        withdraw = partial(self.bureau.demandes.retirer, "demande_fin", self._attend)
        self.faire(self.retirer, withdraw, "Demande retirée.")

    def _file(self) -> None:
        self.navigateur.ouvrir_dossier(self.dossier, "Documents")

    def _today(self) -> str:
        return today(self.bureau.clock).isoformat()


def _asked(one: DemandeLue) -> Jalon:
    values = one.values
    wished = f"souhaitée le {long_date(str(values['fin_souhaitee']))}" if values["fin_souhaitee"] else ""
    by = f"demandée par {one.auteur_nom}" if one.auteur_nom else ""
    said = "\n".join(filter(None, (", ".join(filter(None, (by, wished))), str(values["precision"] or ""))))
    return Jalon(
        short_date(str(values["date"] or "")),
        str(values["cas_libelle"] or "Fin demandée") + ("" if one.traitee else "\u00a0– en attente"),
        said[:1].upper() + said[1:],
        icone="check" if one.traitee else "hourglass",
        niveau=Niveau.NEUTRE if one.traitee else Niveau.INFO,
    )


def _answered(one: DemandeLue) -> Jalon:
    day = short_date(str(one.values["traitee_le"]))
    words = str(one.values["reponse"] or "")
    return Jalon(day, "Traitée par le secrétariat", words, icone="circle-check", niveau=Niveau.SUCCES)


def _proofs(preuves: Preuves) -> QVBoxLayout:
    """Lay out the two proofs: there, with their day, or awaited."""
    column = QVBoxLayout()
    column.setSpacing(8)
    for day, there, awaited in (
        (preuves.figee_le, "Genesis n’actualise plus depuis le", "Genesis actualise encore"),
        (preuves.courrier_le, "Courrier de fin classé le", "Courrier de fin attendu"),
    ):
        words = f"{there} {short_date(day)}" if day else awaited
        level, icon = (Niveau.SUCCES, "circle-check") if day else (Niveau.NEUTRE, "hourglass")
        column.addLayout(ligne(Pastille(words, level, icon)))
    return column
