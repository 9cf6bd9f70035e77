from typing import Any

from desktop.documents.blocs import Decision, Document, Fiche, Objectifs, Signatures, textes
from desktop.documents.contenu import emetteur
from domain.accord.rules import Standing
from domain.cer.states import Edition
from domain.reglage.nomenclatures import Settings
from resources import default_settings
from tests import specimens

NBSP = "\u00a0"


def written(document: Document) -> str:
    return "\n".join(textes(document.blocs))


def value(document: Document, label: str) -> str | None:
    fiche = next(bloc for bloc in document.blocs if isinstance(bloc, Fiche))
    return next(paire.valeur for paire in fiche.paires if paire.label == label)


def test_commentaire_priorite_and_note_are_in_no_block_of_any_edition() -> None:
    """R-CER-4, R-CER-5: the sentinels stand in the row and nowhere in the description."""
    for document in specimens.tous().values():
        assert "SENTINELLE" not in "\n".join(textes(document))


def test_the_decided_dates_prevail_over_the_proposed_ones() -> None:
    """R-CER-13: once decided, the CER's dates are those of the decision."""
    decided = specimens.cer(Edition.VALIDE, cer=specimens.CER | specimens.DECISION)

    assert value(specimens.cer(), "Période proposée") == "du 1er décembre 2026 au 31 mai 2027"
    assert value(decided, "Période du contrat") == "du 1er décembre 2026 au 28 février 2027"


def test_only_the_decided_editions_carry_the_decision() -> None:
    """R-CER-15: the same rubrics, and a decision where there is one."""
    row = specimens.CER | specimens.DECISION
    assert not any(isinstance(bloc, Decision) for bloc in specimens.cer(cer=row).blocs)
    assert specimens.DECISION["decision_commentee"] not in written(specimens.cer(cer=row))

    valide = written(specimens.cer(Edition.VALIDE, cer=row))
    assert "Contrat validé le 27 novembre 2026" in valide
    assert specimens.DECISION["decision_commentee"] in valide

    refused = written(specimens.cer(Edition.NON_VALIDE, cer=specimens.CER | specimens.REFUS))
    assert "Contrat non validé le 27 novembre 2026" in refused


def test_that_the_person_wishes_to_say_nothing_is_written() -> None:
    """R-CER-10: silence is written, an empty field is not taken for silence."""
    silent = specimens.cer(cer=specimens.CER | {"expression": None, "sans_expression": True})
    empty = specimens.cer(cer=specimens.CER | {"expression": None})

    assert "La personne ne souhaite rien exprimer." in written(silent)
    assert "ne souhaite rien exprimer" not in written(empty)


def test_the_accord_says_its_means_and_date_or_nc() -> None:
    """R-CER-11: NC by default; a lapsed accord says so (R-CER-25)."""
    given: dict[str, Any] = {"accord_date": "2026-11-20", "accord_moyen": "case"}

    assert "NC – l’accord de la personne reste à recueillir." in written(specimens.cer())
    oui = written(specimens.cer(accord=Standing.OUI, **given))
    assert "a donné son accord sur ce contrat le 20 novembre 2026 (case à cocher)." in oui
    assert "n’a pas donné son accord" in written(specimens.cer(accord=Standing.NON, **given))
    caduc = written(specimens.cer(accord=Standing.CADUC, **given))
    assert f"depuis la réponse donnée le 20 novembre 2026{NBSP}: l’accord est à reprendre" in caduc


def test_places_to_sign_appear_only_where_a_hand_signs_the_page() -> None:
    """R-CER-16, R-CER-20: an empty frame would make a contract already agreed to look unsigned."""

    def frames(standing: Standing, moyen: str | None) -> bool:
        document = specimens.cer(accord=standing, accord_date="2026-11-20", accord_moyen=moyen)
        return any(isinstance(bloc, Signatures) for bloc in document.blocs)

    assert frames(Standing.NC, None)
    assert frames(Standing.CADUC, "sms")
    assert frames(Standing.OUI, "papier")
    assert not frames(Standing.OUI, "case")
    assert not frames(Standing.OUI, "signature")
    assert not frames(Standing.NON, None)


def test_objectifs_come_in_their_order_with_the_label_kept_when_chosen() -> None:
    """R-CER-9: theme, the person's part, the référent's, the term."""
    rows = [
        {"rang": 2, "theme": "emploi", "theme_libelle": "Ancien libellé", "personne": "B", "echeance": None},
        {"rang": 1, "theme": "formation", "personne": "A", "referent": "R", "echeance": "2027-01-15"},
    ]
    table = next(bloc for bloc in specimens.cer(objectifs=rows).blocs if isinstance(bloc, Objectifs))

    first, second = table.objectifs
    assert (first.theme, first.personne, first.referent) == ("Se former, se qualifier", "A", "R")
    assert first.echeance == f"Échéance{NBSP}: 15/01/2027"
    assert (second.theme, second.referent, second.echeance) == ("Ancien libellé", "–", "")


def test_the_identity_is_complete_and_what_is_unknown_is_a_dash() -> None:
    document = specimens.cer()
    assert value(document, "Nom") == f"Madame FONTANEL\nnom de naissance{NBSP}: OZENNE"
    assert value(document, "N° allocataire") == "0123456 (CAF)"
    assert value(document, "Date de naissance") == "1er mars 1987"
    assert value(document, "Adresse") == "4 impasse des Mûriers, Bâtiment B, 07999 Saint-Cirgues-la-Combe"

    bare = specimens.cer(dossier={"nom": "SEUL", "nom_naissance": "Seul", "prenom": "", "mail": None})
    assert value(bare, "Nom") == "SEUL"
    assert value(bare, "Courriel") == "–"


def test_an_unfinished_cer_prints_all_the_same() -> None:
    """R-CER-16: the person leaves with a written trace at once, whatever is still missing."""
    document = specimens.cer(cer={}, objectifs=[], dossier={}, referent_nom="")
    assert value(document, "Signé le") == "–"
    assert "Contrat d’engagements réciproques" in written(document)


def test_a_setting_with_stray_braces_or_a_broken_logo_stops_nothing() -> None:
    rows = [("cer.mention_objet", "{oubli} par {president} {", 1), ("departement.logo", "pas une image", 1)]
    issuer = emetteur(Settings.of(default_settings(), rows))

    assert issuer.mention_objet == "{oubli} par le Président du Conseil départemental {"
    assert issuer.logo is None
