"""The card of the référents: who, from when to when, and the référent d’étape that is named (R-ACC-7)."""

from functools import partial

from PySide6.QtWidgets import QVBoxLayout

from desktop.services.accompagnement import AccompagnementLu, ReferentLu
from desktop.services.bureau import Bureau
from desktop.services.referents import Candidat
from desktop.views.blocs import Bouton, Jalon, vider
from desktop.views.blocs.cote_a_cote import CoteACote
from desktop.views.dossier.acte import CarteActes, ligne
from desktop.views.fields import Editeur, Outils, editeur
from desktop.views.fields.choix import NOTHING, Liste
from desktop.views.page import Navigateur
from desktop.views.palette import Niveau
from domain.fields import Field, Value
from domain.file_active.form import AFFECTATION
from domain.file_active.rules import ETAPE
from domain.french import long_date, short_date


class EditeurPersonne(Editeur):
    """A colleague, in a list one goes through by the first letters of the name."""

    def __init__(self, field: Field, outils: Outils) -> None:
        super().__init__(field, outils)
        self.list = Liste()
        self.list.activated.connect(self.edited)
        self.place(self.list)
        self.add_control(self.list)

    def proposer(self, candidats: tuple[Candidat, ...]) -> None:
        """Offer these colleagues."""
        self.list.clear()
        self.list.addItem(NOTHING, None)
        for one in candidats:
            self.list.addItem(f"{one.nom} ({one.precision})" if one.precision else one.nom, one.id)

    def value(self) -> Value:
        """Return the account of the colleague."""
        account = self.list.currentData()
        return str(account) if account is not None else None

    def show_value(self, value: Value) -> None:
        """Choose a colleague, or nobody."""
        self.list.setCurrentIndex(max(self.list.findData(value), 0) if value is not None else 0)


class CarteReferents(CarteActes):
    """The history of who accompanied, the latest first."""

    def __init__(self, bureau: Bureau, navigateur: Navigateur, dossier: str) -> None:
        super().__init__("Référents", bureau, navigateur, dossier)
        self._etapes: tuple[ReferentLu, ...] = ()
        self.personne = EditeurPersonne(AFFECTATION.by_name["referent"], self.outils)
        self.personne.label.setText("Référent d’étape")
        debut, fin, autre_fin = (
            editeur(AFFECTATION.by_name[name], self.outils) for name in ("debut", "fin", "fin")
        )
        self.designer = self.acte(
            "designer",
            "Désigner un référent d’étape",
            "user-plus",
            "Désigner",
            self.personne,
            CoteACote(debut, fin),
        )
        self.changer = self.acte("changer", "Changer la fin", "calendar-clock", "Enregistrer", autre_fin)
        self.designer.ouvert.connect(self._begin)
        self.designer.confirme.connect(self._name)
        self.changer.ouvert.connect(self._change)
        self.changer.confirme.connect(self._changed)
        self.placer(self.designer, self.changer)
        self.changer.proposer(possible=False)  # opened from the line of each

    def montrer(self, lu: AccompagnementLu) -> None:
        """Show who accompanies and who did."""
        vider(self.corps)
        for one in lu.referents:
            self.corps.addLayout(self._line(one, reglable=not lu.refus_etape))
        self._etapes = lu.referents
        self.designer.proposer(possible=not lu.refus_etape, refus=lu.refus_etape)
        self.dire(lu.refus_etape)

    def _line(self, one: ReferentLu, *, reglable: bool) -> QVBoxLayout:
        until = f"jusqu’au {long_date(one.fin)}" if one.fin else ""
        why = f"({one.motif_libelle})" if one.motif_libelle else ""
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(
            Jalon(
                short_date(one.debut),
                one.nom,
                " ".join(filter(None, (one.role_libelle, until, why))),
                icone="user-round" if one.court else "clock",
                niveau=Niveau.INFO if one.court else Niveau.NEUTRE,
            )
        )
        if reglable and (one.court or one.a_venir) and one.role == ETAPE:
            button = Bouton("Changer la fin", discret=True)
            button.setAccessibleName(f"Changer la fin de {one.nom}")
            button.setProperty("affectation", one.affectation)
            button.clicked.connect(self._open_change)
            column.addLayout(ligne(button))
        return column

    def _begin(self) -> None:
        debut, fin = self.bureau.referents.par_defaut()
        self.personne.proposer(self.bureau.referents.candidats(self.dossier))
        self.designer.remplir({"debut": debut, "fin": fin})

    def _name(self) -> None:
        name = partial(self.bureau.referents.nommer, self.dossier, self.designer.valeurs())
        self.faire(self.designer, name, "Référent d’étape désigné.")

    def _open_change(self) -> None:
        button = self.sender()
        if isinstance(button, Bouton):
            self.changer.ouvrir_sur(str(button.property("affectation")))

    def _change(self) -> None:
        known = next((one.fin for one in self._etapes if one.affectation == self.changer.sur), None)
        self.changer.remplir({"fin": known})

    def _changed(self) -> None:
        day = self.changer.valeurs()["fin"]
        change = partial(self.bureau.referents.changer_fin, self.changer.sur, str(day) if day else None)
        self.faire(self.changer, change, "Fin enregistrée.")
