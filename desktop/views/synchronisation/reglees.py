"""What was settled: by whom, when, and what was chosen; it stays readable."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.reprises import Reglee
from desktop.views.blocs import Bouton, Carte, Jalon, vider
from desktop.views.fields.mots import en_mots
from desktop.views.palette import Niveau
from desktop.views.synchronisation import libelles
from desktop.views.synchronisation.champ import field_of
from domain.fields import same
from domain.french import when
from domain.reglage.nomenclatures import Settings

D_ABORD = 5


class CarteReglees(Carte):
    """One line per item settled, the latest first; a click shows or hides what was chosen."""

    def __init__(self, settings: Settings) -> None:
        super().__init__("Réglés")
        self._settings = settings
        self._shown: list[Reglee] = []
        self._tous = False
        self._ouverts: set[str] = set()
        inside = QWidget()
        self._corps = QVBoxLayout(inside)
        self._corps.setContentsMargins(0, 0, 0, 0)
        self._corps.setSpacing(4)
        self.ajouter(inside)
        self.hide()

    def montrer(self, reglees: list[Reglee]) -> None:
        """Show what was settled; nothing at all while nothing was."""
        if reglees != self._shown:
            self._shown = reglees
            self.setVisible(bool(reglees))
            self._lay_out()

    def _lay_out(self) -> None:
        vider(self._corps)
        for one in self._shown if self._tous else self._shown[:D_ABORD]:
            item = one.item
            line = Jalon(
                when(one.le or item.depuis).replace(" à ", "\n"),
                item.nom_affiche or item.quoi,
                "\n".join(self._told(one)),
                icone="circle-check",
                niveau=Niveau.SUCCES,
                cible=item.id,
            )
            line.setToolTip("Montrer ou cacher ce qui a été choisi")
            line.ouvert.connect(self._toggle)
            self._corps.addWidget(line)
        if not self._tous and len(self._shown) > D_ABORD:
            rest = Bouton(f"Voir les {len(self._shown) - D_ABORD} autres", "chevron-down", discret=True)
            rest.setAccessibleName(f"Réglés\u00a0: {rest.text().lower()}")
            rest.clicked.connect(self._unfold)
            self._corps.addWidget(rest)

    def _told(self, one: Reglee) -> list[str]:
        """Return who chose what and, once opened, the words kept and those that were not."""
        said = [f"{one.item.quoi}\u00a0: {libelles.suite(one)}"]
        if one.item.id not in self._ouverts:
            return said
        for champ in one.item.champs:
            written = en_mots(champ.moi, field_of(champ), self._settings)
            kept = (one.choix or {}).get(champ.nom)
            said.append(f"{champ.label}, ce qui était écrit\u00a0: {written}")
            if kept is not None and not same(kept, champ.moi):
                said.append(
                    f"{champ.label}, ce qui est gardé\u00a0: {en_mots(kept, field_of(champ), self._settings)}"
                )
        return said

    def _toggle(self, item: str) -> None:
        self._ouverts ^= {item}
        self._lay_out()

    def _unfold(self) -> None:
        self._tous = True
        self._lay_out()
