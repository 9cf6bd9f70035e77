"""The card of the mise en demeure: asked, done when Genesis shows it, its letters filed (R-MID-1/2)."""

from functools import partial

from desktop.services.accompagnement import AccompagnementLu
from desktop.services.bureau import Bureau
from desktop.services.demandes import DemandeLue
from desktop.views.blocs import Alerte, Bouton, Doux, Jalon, vider
from desktop.views.dossier.acte import CarteActes, ligne
from desktop.views.fields import editeur
from desktop.views.page import Navigateur
from desktop.views.palette import Niveau
from domain.clock import today
from domain.demandes.form import DEMANDE_MIDEM
from domain.french import plural, short_date


class CarteMidem(CarteActes):
    """The absences that lead to it, what was asked, what Genesis shows, what is filed."""

    def __init__(self, bureau: Bureau, navigateur: Navigateur, dossier: str) -> None:
        super().__init__("Mise en demeure", bureau, navigateur, dossier)
        self._attend = ""
        motif, date = (editeur(DEMANDE_MIDEM.by_name[name], self.outils) for name in ("motif", "date"))
        self.demander = self.acte("demander", "Demander une mise en demeure", "send", "Demander", motif, date)
        self.retirer = self.acte(
            "retirer", "Retirer la demande", "undo-2", "Retirer", mot="Le secrétariat ne la verra plus."
        )
        self.demander.ouvert.connect(self._begin)
        self.demander.confirme.connect(self._ask)
        self.retirer.confirme.connect(self._withdraw)
        self.placer(self.demander, self.retirer)

    def montrer(self, lu: AccompagnementLu) -> None:
        """Show what is known."""
        midem = lu.midem
        vider(self.corps)
        if midem.proposee:
            missed = f"{plural(midem.absences, 'absence')}\u00a0: une mise en demeure peut être demandée."
            self.corps.addWidget(Alerte(missed, Niveau.ATTENTION))
        elif midem.absences:
            self.corps.addWidget(Doux(f"{plural(midem.absences, 'absence')} aux rendez-vous."))
        for one in midem.demandes:
            self.corps.addWidget(_asked(one))
        if midem.genesis_le:
            said = midem.genesis_motif or "Faite, d’après Genesis"
            day = short_date(midem.genesis_le)
            self.corps.addWidget(
                Jalon(day, "Mise en demeure", said, icone="circle-check", niveau=Niveau.SUCCES)
            )
        for letter in midem.courriers:
            self.corps.addWidget(Jalon(short_date(letter.date), letter.libelle, icone="mail"))
        if midem.genesis_le and not midem.courriers:
            file_it = Bouton("Classer le courrier ou son retour", "paperclip", discret=True)
            file_it.clicked.connect(self._file)
            self.corps.addLayout(ligne(file_it))
        if not (midem.demandes or midem.genesis_le or midem.absences):
            self.corps.addWidget(Doux("Aucune demande, aucune absence."))
        mine = [one for one in midem.demandes if one.retirable]
        self._attend = mine[0].id if mine else ""
        self.demander.proposer(
            possible=not midem.refus and not midem.attend,
            refus=midem.refus or "Une demande attend déjà le secrétariat.",
        )
        self.retirer.proposer(possible=bool(mine))
        self.dire(midem.refus)

    def _begin(self) -> None:
        self.demander.remplir({"date": today(self.bureau.clock).isoformat()})

    def _ask(self) -> None:
        ask = partial(self.bureau.demandes.demander_midem, self.dossier, self.demander.valeurs())
        self.faire(self.demander, ask, "Mise en demeure demandée au secrétariat.")

    def _withdraw(self) -> None:
        withdraw = partial(self.bureau.demandes.retirer, "demande_midem", self._attend)
        self.faire(self.retirer, withdraw, "Demande retirée.")

    def _file(self) -> None:
        self.navigateur.ouvrir_dossier(self.dossier, "Documents")


def _asked(one: DemandeLue) -> Jalon:
    by = f"Par {one.auteur_nom}" if one.auteur_nom else ""
    return Jalon(
        short_date(str(one.values["date"] or "")),
        "Demandée" if one.traitee else "Demandée, en attente",
        "\n".join(filter(None, (str(one.values["motif"] or ""), by))),
        icone="check" if one.traitee else "hourglass",
        niveau=Niveau.NEUTRE if one.traitee else Niveau.INFO,
    )
