"""The attestation from a real replica: gathered, verified and made (R-CER-25)."""

from pathlib import Path

import pytest
from sqlalchemy import Connection, update

from desktop.models.tables import RECORDS
from desktop.services.poste import Values, rows
from domain.accord.rules import Standing
from domain.errors import RefusedError
from tests.builders import un_bureau, une_personne
from tests.desktop.documents.lecture import mots, texte_pdf


def test_an_attestation_is_made_of_the_accord_that_counts_and_follows_the_text(tmp_path: Path) -> None:
    """R-CER-25: asked from the CER, before the server has seen anything of it."""
    bureau = un_bureau(tmp_path)
    try:
        cer = bureau.cers.nouveau(une_personne(bureau))
        with pytest.raises(RefusedError, match="rien à attester"):
            bureau.editions.attestation(cer)
        bureau.saisie.save_field("cer", cer, "situation", "Vit seule à Aubenas.", None)
        bureau.saisie.flush()
        bureau.cers.recueillir_accord(cer, "oui", "case", "sans_reseau")
        made = bureau.editions.attestation(cer)
        assert made.avertissement == ""
        assert made.nom_fichier == "Attestation-CER-1_VAUTRIN_Elise_2026-11-20.pdf"
        assert mots("Recueilli par Camille Roche") in mots(texte_pdf(made.octets))
        bureau.saisie.save_field("cer", cer, "situation", "A déménagé.", "Vit seule à Aubenas.")
        bureau.saisie.flush()
        lapsed = bureau.editions.attestation(cer)
        assert "plus en vigueur" in lapsed.avertissement
        drawn = mots(texte_pdf(lapsed.octets))
        assert mots("Vit seule à Aubenas.") in drawn
        assert mots("A déménagé.") not in drawn
        assert bureau.editions.attestation(cer, "docx").octets.startswith(b"PK")
    finally:
        bureau.verrouiller()


def test_an_older_accord_is_attested_as_what_it_is_now(tmp_path: Path) -> None:
    bureau = un_bureau(tmp_path)
    try:
        cer = bureau.cers.nouveau(une_personne(bureau))
        for answer in ("oui", "non"):
            bureau.cers.recueillir_accord(cer, answer, "case", "sans_reseau")
        with bureau.poste.replique.read() as connection:
            first, second = sorted(rows(connection, "accord"), key=lambda row: str(row["rang_appareil"]))
        assert second["remplace"] == first["id"]
        assert bureau.cers.ouvrir(cer).accord.standing is Standing.NON
        older = bureau.editions.attestation(cer, accord=str(first["id"]))
        assert mots("Réponse caduque") in mots(texte_pdf(older.octets))
        with pytest.raises(RefusedError):
            bureau.editions.attestation(cer, accord="ailleurs")
    finally:
        bureau.verrouiller()


@pytest.mark.parametrize(
    ("changed", "word"),
    [({"reponse": "non"}, "ne prouve rien"), ({"constat": "fourche"}, "à noter")],
)
def test_what_came_altered_or_marked_is_said_before_it_is_handed_over(
    tmp_path: Path, changed: Values, word: str
) -> None:
    """R-CER-25, decision 31."""
    bureau = un_bureau(tmp_path)
    try:
        cer = bureau.cers.nouveau(une_personne(bureau))
        bureau.cers.recueillir_accord(cer, "oui", "case", "sans_reseau")

        def alter(connection: Connection) -> tuple[None, None]:
            connection.execute(update(RECORDS["accord"]).values(**changed))
            return None, None

        bureau.poste.now_write(alter)
        assert word in bureau.editions.attestation(cer).avertissement
    finally:
        bureau.verrouiller()
