"""Letters written from the dossier, filed at once, finished in Word and taken back."""

import io

import docx
import pytest

from desktop.documents import word_pdf
from desktop.documents.courrier import valeurs
from desktop.documents.matiere import Matiere
from desktop.services.bureau import Bureau
from desktop.services.document_lu import Etat
from domain.document.contenu import WORD
from domain.errors import RefusedError
from domain.fields import Value
from domain.modele_word.courrier import COURRIER, Courrier
from domain.modele_word.depose import ModeleDepose
from resources import default_settings, house_letters, path
from tests import modeles_word as modeles
from tests.builders import verser
from tests.desktop.documents.lecture import mots, texte_pdf
from tests.modeles_courriers import MODELES

MOTS = {"objet": "Votre demande d’aide", "texte": "Elle est transmise.\n\nRéponse sous quinze jours."}


@pytest.fixture
def entretien(bureau: Bureau, dossier: str) -> str:
    (record,) = verser(
        bureau,
        "entretien",
        {
            "dossier": dossier,
            "moment": "2026-11-30T09:30",
            "duree": 45,
            "collaborateur": bureau.moi.id,
            "lieu": "cms",
            "vecteur": "presence",
            "type": "premier",
            "realisation": "prevu",
        },
    )
    return record


def poser(bureau: Bureau, lettre: Courrier) -> None:
    """Bring a letter of the département as a pull does."""
    valeur = lettre.reglage({})
    verser(bureau, "reglage", {"nom": f"courriers.{lettre.code}", "valeur": valeur, "revision": 7})


def lu(octets: bytes) -> str:
    """Return the words of a Word document as its preview shows them."""
    return mots(texte_pdf(word_pdf.en_pdf(octets)))


@pytest.mark.parametrize("code", house_letters())
def test_the_letters_that_ship_are_those_their_script_writes(code: str) -> None:
    shipped = modeles.parties(path("modeles", f"{code}.docx").read_bytes())
    assert shipped == modeles.parties(MODELES[code]())


def test_every_field_of_a_letter_has_a_value_and_no_other(bureau: Bureau) -> None:
    filled = valeurs(Matiere("2026-11-20", {}, {}, None, None, {}), bureau.settings, "")
    assert {*filled.textes, *filled.images} == {champ.nom for champ in COURRIER.champs}


def test_a_convocation_is_written_from_a_recorded_entretien_and_filed_at_once(
    bureau: Bureau, dossier: str, entretien: str
) -> None:
    """R-ENT-6, R-DOC-3: folder, type, date and name are those of its model and of the naming grid."""
    assert [one.id for one in bureau.courriers.a_venir(dossier)] == [entretien]
    letter = bureau.courriers.ecrire(dossier, "convocation", entretien)
    words = lu(letter.octets)
    for said in ("Madame Élise Vautrin", "Le lundi 30 novembre 2026 à 9 h 30", "Centre médico-social"):
        assert mots(said) in words
    assert "{{" not in words
    document = bureau.courriers.ranger(dossier, letter)
    (seen,) = bureau.documents.lister(dossier)
    assert (seen.id, seen.nom) == (document, "Convocation-a-un-entretien_VAUTRIN_Elise_2026-11-20.docx")
    assert (seen.rangement_libelle, seen.type_libelle) == ("Courriers", "Convocation")
    assert (seen.date, seen.etat, seen.media) == ("2026-11-20", Etat.A_ENVOYER, WORD.media)


def test_a_letter_that_speaks_of_an_entretien_is_refused_without_one(bureau: Bureau, dossier: str) -> None:
    """R-ENT-6: in words."""
    with pytest.raises(RefusedError, match="choisissez lequel"):
        bureau.courriers.ecrire(dossier, "convocation")
    assert bureau.courriers.a_venir(dossier) == ()


def test_what_is_typed_is_in_the_letter_and_what_the_dossier_lacks_is_said(
    bureau: Bureau, dossier: str
) -> None:
    letter = bureau.courriers.ecrire(dossier, "diagnostic", saisies=MOTS)
    assert mots("Réponse sous quinze jours.") in lu(letter.octets)
    assert letter.vides == "téléphone du référent, courriel du référent et structure du référent"
    offered = {one.code: (one.entretien, one.saisies) for one in bureau.courriers.modeles()}
    assert offered["convocation"] == (True, ())
    assert offered["courrier"] == (False, ("objet", "texte"))


def test_a_departement_lays_its_own_adds_one_and_retires_one(bureau: Bureau, dossier: str) -> None:
    """R-DOC-3: and a model that can no longer be read is simply not offered."""
    own = docx.Document()
    own.add_paragraph("Bonjour {{ prenom }}, {{ version_modele }}")
    made = io.BytesIO()
    own.save(made)
    laid = ModeleDepose("2027-1", "caution.docx", made.getvalue())
    poser(bureau, Courrier("caution", "Demande de caution", "brsa", "formulaire", laid))
    poser(bureau, Courrier("transmission", "Accord", "brsa", "formulaire", retire=True))
    poser(bureau, Courrier("abime", "Abîmé", "brsa", "formulaire", ModeleDepose("1", "x.docx", b"x")))
    offered = [one.libelle for one in bureau.courriers.modeles()]
    assert "Demande de caution" in offered
    assert not {"Accord", "Abîmé"} & set(offered)
    assert mots("Bonjour Élise, 2027-1") in lu(bureau.courriers.ecrire(dossier, "caution").octets)
    with pytest.raises(RefusedError, match="n’est plus proposé"):
        bureau.courriers.ecrire(dossier, "transmission")


@pytest.mark.parametrize(
    ("last", "told"),
    [("2027-02-28", "du 1er septembre 2026 au 28 février 2027"), (None, "à partir du 1er septembre 2026")],
)
def test_the_contract_in_force_is_told(bureau: Bureau, dossier: str, last: str | None, told: str) -> None:
    """One that names no last day is in force until another says otherwise."""
    (cer,) = verser(
        bureau,
        "cer",
        {
            "dossier": dossier,
            "numero": 3,
            "date_debut": "2026-09-01",
            "date_fin": last,
        },
    )
    steps = [("proposition", "soumis"), ("soumis", "valide")]
    for rank, (before, after) in enumerate(steps, 1):
        step: dict[str, Value] = {"dossier": dossier, "cer": cer, "rang": rank, "de": before, "vers": after}
        verser(bureau, "evenement_cer", step)
    words = lu(bureau.courriers.ecrire(dossier, "diagnostic", saisies=MOTS).octets)
    assert mots(f"n° 3, {told}") in words


def test_two_documents_of_a_dossier_never_bear_one_name(bureau: Bureau, dossier: str) -> None:
    """R-DOC-2."""
    for texte in ("un", "deux"):
        letter = bureau.courriers.ecrire(dossier, "courrier", saisies=MOTS | {"texte": texte})
        bureau.courriers.ranger(dossier, letter)
    names = sorted(one.nom for one in bureau.documents.lister(dossier))
    stem = "Courrier-simple_VAUTRIN_Elise_2026-11-20"
    assert names == [f"{stem}.docx", f"{stem}_2.docx"]


def test_what_is_changed_in_word_takes_the_place_of_what_was_filed(bureau: Bureau, dossier: str) -> None:
    """R-DOC-5: one document before, one after, under the same name."""
    letter = bureau.courriers.ecrire(dossier, "courrier", saisies=MOTS)
    document = bureau.courriers.ranger(dossier, letter)
    copy = bureau.retouches.ouvrir(document)
    assert bureau.retouches.ouvrir(document) == copy
    assert bureau.retouches.reprendre(document) is None, "nothing was saved in Word yet"
    word = docx.Document(str(copy))
    word.add_paragraph("Ajouté dans Word.")
    word.save(str(copy))
    after = bureau.retouches.reprendre(document)
    (seen,) = bureau.documents.lister(dossier)
    assert (seen.id, seen.nom, seen.type_libelle) == (after, letter.nom, "Courrier")
    assert mots("Ajouté dans Word.") in lu(bureau.documents.lire(seen.id))
    assert bureau.retouches.ouverts == {after}
    copy.write_bytes(b"%PDF-1.7 autre chose")
    with pytest.raises(RefusedError, match="n’est plus un document Word"):
        bureau.retouches.reprendre(seen.id)
    copy.unlink()
    with pytest.raises(RefusedError, match="fermez-le dans Word"):
        bureau.retouches.reprendre(seen.id)


def test_what_was_saved_in_word_is_taken_back_at_the_lock(bureau: Bureau, dossier: str) -> None:
    letter = bureau.courriers.ecrire(dossier, "courrier", saisies=MOTS)
    kept = bureau.courriers.ranger(dossier, letter)
    other = bureau.courriers.ranger(dossier, bureau.courriers.ecrire(dossier, "diagnostic", saisies=MOTS))
    for document in (kept, other):
        bureau.retouches.ouvrir(document).write_bytes(modeles.exemple() + document.encode())
    bureau.retouches.ouvrir(other).unlink()
    bureau.retouches.tout_reprendre()
    (taken,) = bureau.retouches.ouverts - {other}
    assert bureau.documents.lire(taken).startswith(modeles.exemple())
    bureau.verrouiller()
    assert not bureau.poste.replique.path.with_suffix(".ouverts").exists()


def test_no_letter_is_a_setting_of_the_defaults() -> None:
    """A file of settings lays none: they are laid with their model, examined."""
    assert "courriers" not in default_settings()
