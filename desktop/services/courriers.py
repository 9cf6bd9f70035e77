"""Letters and forms: written from the dossier by merging a model, filed at once (R-DOC-3, R-ENT-6).

The model is the département's or the house's; the letter is a Word document of the dossier like any
other. Nothing here waits for the network.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import resources
from desktop.documents.blocs import Document
from desktop.documents.matiere import Matiere
from desktop.models.tables import RECORDS
from desktop.services.documents import Documents, Prepare
from desktop.services.lignes_cer import cers_by_dossier
from desktop.services.poste import Poste, row, rows
from domain.beneficiaire.rules import full_name, right_warnings
from domain.cer.states import State
from domain.clock import this_minute, today
from domain.document.contenu import WORD
from domain.errors import RefusedError
from domain.file_active.rules import current_referent
from domain.french import listing, moment
from domain.hint import Hint
from domain.modele_word import courrier
from domain.modele_word.courrier import COURRIER, Courrier, demandes
from domain.modele_word.examen import examiner
from domain.reglage.verification import COURRIERS

_PREVU: Final = "prevu"
RULE: Final = "R-DOC-3"


@dataclass(frozen=True, slots=True)
class ModeleCourrier:
    """A letter one may write. ``entretien``: it speaks of one; ``saisies``: the fields to type."""

    code: str
    libelle: str
    entretien: bool
    saisies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RendezVous:
    """An entretien to come, that a letter may speak of."""

    id: str
    libelle: str


@dataclass(frozen=True, slots=True)
class Lettre:
    """A letter written, not filed yet. ``vides``: what the dossier does not say, in words, or ''."""

    courrier: Courrier
    octets: bytes
    nom: str
    vides: str


class Courriers:
    """Use cases of the letters."""

    def __init__(self, poste: Poste, documents: Documents) -> None:
        self._poste = poste
        self._documents = documents

    def modeles(self) -> tuple[ModeleCourrier, ...]:
        """Return the letters that are offered; one that cannot be read is not."""
        found = []
        for one in self._tous().values():
            if one.retire:
                continue
            try:
                fields = examiner(_octets(one), COURRIER).champs
            except RefusedError:
                continue
            found.append(ModeleCourrier(one.code, one.libelle, *demandes(fields)))
        return tuple(found)

    def a_venir(self, dossier: str) -> tuple[RendezVous, ...]:
        """Return the entretiens of a dossier that are still to come, the nearest first."""
        now = this_minute(self._poste.clock)
        table = RECORDS["entretien"]
        where = (table.c.dossier == dossier, table.c.realisation == _PREVU, table.c.moment >= now)
        with self._poste.replique.read() as connection:
            found = rows(connection, "entretien", *where)
        return tuple(
            RendezVous(str(one["id"]), f"{one['type_libelle'] or 'Entretien'}, {moment(str(one['moment']))}")
            for one in sorted(found, key=lambda one: str(one["moment"]))
        )

    def indications(self, dossier: str) -> tuple[Hint, ...]:
        """Return what to know of the right before the person is called (R-GEN-8)."""
        with self._poste.replique.read() as connection:
            person = row(connection, "dossier", dossier)
        return right_warnings(person, today(self._poste.clock)) if person else ()

    def ecrire(
        self, dossier: str, code: str, entretien: str | None = None, saisies: Mapping[str, str] | None = None
    ) -> Lettre:
        """Write a letter of a dossier; takes about 50 ms. Raises RefusedError.

        A letter that speaks of an entretien is refused without one.
        """
        letter = self._tous().get(code)
        if letter is None or letter.retire:
            raise RefusedError("Ce modèle de courrier n’est plus proposé.", RULE)
        octets = _octets(letter)
        examen = examiner(octets, COURRIER)
        matter = self._matter(dossier, entretien, saisies or {})
        if demandes(examen.champs)[0] and matter.entretien is None:
            raise RefusedError("Ce courrier parle d’un entretien\u00a0: choisissez lequel.", "R-ENT-6")
        # Imported at the first letter: python-docx costs 0.2 s of a start.
        from desktop.documents.courrier import valeurs  # noqa: PLC0415
        from desktop.documents.fusion import fusionner  # noqa: PLC0415

        filled = valeurs(matter, self._poste.settings, letter.modele.version if letter.modele else "")
        named = Document(letter.libelle, filled.textes["referent"], full_name(matter.dossier), "", ())
        try:
            made = fusionner(octets, filled, named, COURRIER)
        except RefusedError as refused:
            raise RefusedError(
                f"Le modèle «\u00a0{letter.libelle}\u00a0» ne peut pas servir\u00a0: {refused.message}", RULE
            ) from refused
        empty = [
            champ.sens.partition(",")[0].lower()
            for champ in COURRIER.champs
            if champ.nom in examen.nus and champ.nom not in filled.vrais and not champ.image
        ]
        name = self._documents.nommer(dossier, letter.libelle, WORD)
        return Lettre(letter, made, name, listing(empty))

    def pages(self, lettre: Lettre) -> bytes:
        """Return a letter as PDF, drawn by its text. Raises RefusedError."""
        from desktop.documents import word_pdf  # noqa: PLC0415 - as above, with reportlab

        return word_pdf.en_pdf(lettre.octets)

    def ranger(self, dossier: str, lettre: Lettre) -> str:
        """File a letter in its dossier; return the document. Raises RefusedError."""
        return self._documents.ajouter(
            dossier,
            Prepare(lettre.octets, WORD, lettre.nom),
            rangement=lettre.courrier.rangement,
            type_=lettre.courrier.type,
            nom=lettre.nom,
        )

    def _tous(self) -> dict[str, Courrier]:
        laid = self._poste.settings.partie(COURRIERS)
        return courrier.courriers(resources.house_letters().items(), laid)

    def _matter(self, dossier: str, entretien: str | None, saisies: Mapping[str, str]) -> Matiere:
        poste = self._poste
        with poste.replique.read() as connection:
            person = row(connection, "dossier", dossier)
            meeting = row(connection, "entretien", entretien) if entretien else None
            mine = rows(connection, "affectation", RECORDS["affectation"].c.dossier == dossier)
            writer = current_referent(mine, today(poste.clock)) or poste.moi.id
            referent = row(connection, "collaborateur", writer)
            cers = cers_by_dossier(poste, connection, dossier).get(dossier, [])
        if person is None or (meeting is not None and meeting["dossier"] != dossier):
            raise RefusedError("Ce dossier n’est plus sur ce poste.", RULE)
        running = next(
            (
                one
                for one in cers
                if one.etat is State.VALIDE
                and (one.debut or "") <= poste.today
                and (not one.fin or poste.today <= one.fin)
            ),
            None,
        )
        return Matiere(
            poste.today,
            person,
            referent or {"nom": poste.moi.nom, "prenom": poste.moi.prenom},
            meeting,
            (running.numero, running.debut, running.fin) if running else None,
            saisies,
        )


def _octets(letter: Courrier) -> bytes:
    if letter.modele is not None:
        return letter.modele.octets
    return resources.path("modeles", f"{letter.code}.docx").read_bytes()
