"""The value of each field of a département's own Word model, in the words of the house's editions.

Both come from ``redaction``: a sentence that changes there changes here, and the Word file that the
person is given says what the PDF says.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from desktop.documents import redaction
from desktop.documents.caracteres import nettoyer
from desktop.documents.imprime import CerImprime
from desktop.documents.word import png_de
from domain.french import long_date
from domain.modele_word.champs import CER, OBJECTIF

RIEN: Final = redaction.RIEN
_EMPTY: Final = frozenset({"lieu_date", "decision", "periode_decidee", "decision_commentee"})
"""Obligatory fields that are rightly empty in some edition: a dash would be read as an answer."""


@dataclass(frozen=True, slots=True)
class Valeurs:
    """What a model is filled with.

    ``images``: bytes of a picture, or ``None``; ``vrais``: names of which «si» is true; ``objectifs``:
    the fields of each row, by their whole name.
    """

    textes: Mapping[str, str]
    images: Mapping[str, bytes | None]
    vrais: frozenset[str]
    objectifs: tuple[Mapping[str, str], ...]


def valeurs(cer: CerImprime, version: str) -> Valeurs:
    """Return the values of a CER; ``version`` is that of the model."""
    raw = {**_issuer(cer, version), **_contract(cer), **_person(cer), **_words(cer), **_decision(cer)}
    images = _images(cer)
    true = {name for name, text in raw.items() if text} | {name for name, image in images.items() if image}
    if cer.decision is not None:
        true.add("validee" if cer.decision.favorable else "non_validee")
    else:
        true.add("sans_decision")
    if redaction.cadres(cer) is not None:
        true.add("signatures")
    return Valeurs(
        {name: _clean(text) or _nothing(name) for name, text in raw.items()},
        images,
        frozenset(true),
        _rows(cer),
    )


def _nothing(name: str) -> str:
    """Show that nothing was left out: a hole in a contract can be filled afterwards."""
    return RIEN if CER.par_nom[name].obligatoire and name not in _EMPTY else ""


def _issuer(cer: CerImprime, version: str) -> dict[str, str]:
    issuer = cer.emetteur
    return {
        "departement": issuer.departement,
        "service": issuer.service,
        "adresse_departement": issuer.adresse,
        "telephone_departement": issuer.telephone,
        "adresse_envoi": issuer.envoi,
        "titre": issuer.titre,
        "version_modele": version,
        "mention_objet": issuer.mention_objet,
        "mention_respect": issuer.mention_respect,
        "mention_recours": issuer.mention_recours,
        "mention_donnees": issuer.mention_donnees,
    }


def _contract(cer: CerImprime) -> dict[str, str]:
    return {
        "numero": "" if cer.numero is None else str(cer.numero),
        "type_contrat": cer.type_libelle,
        "etat": redaction.ETATS.get(cer.edition, ""),
        "periode": redaction.periode(cer.debut, cer.fin),
        "date_debut": long_date(cer.debut) if cer.debut else "",
        "date_fin": long_date(cer.fin) if cer.fin else "",
        "heures": redaction.heures(cer.heures),
        "date_signature": long_date(cer.signature) if cer.signature else "",
        "referent": cer.referent_nom,
    }


def _person(cer: CerImprime) -> dict[str, str]:
    person = cer.identite
    return {
        "civilite": person.civilite,
        "nom": person.nom,
        "nom_naissance": person.nom_naissance,
        "prenom": person.prenom,
        "date_naissance": person.date_naissance,
        "numero_allocataire": person.numero_allocataire,
        "organisme": person.organisme,
        "adresse": person.adresse,
        "telephone": person.telephone,
        "mail": person.mail,
    }


def _words(cer: CerImprime) -> dict[str, str]:
    places = redaction.cadres(cer)
    return {
        "situation": cer.situation,
        "evaluation": cer.evaluation,
        "expression": redaction.expression(cer),
        "accord": redaction.accord_dit(cer.accord),
        "lieu_date": places.lieu_date if places else "",
    }


def _decision(cer: CerImprime) -> dict[str, str]:
    if cer.decision is None:
        return dict.fromkeys(("decision", "periode_decidee", "decision_commentee", "decideur"), "")
    said = redaction.decision_dite(cer.decision, cer.emetteur.president)
    return {
        "decision": said.verdict,
        "periode_decidee": next((paire.valeur or "" for paire in said.paires), ""),
        "decision_commentee": said.commentaire,
        "decideur": said.cadre.nom,
    }


def _images(cer: CerImprime) -> dict[str, bytes | None]:
    places = redaction.cadres(cer)
    hers, his = (cadre.traits for cadre in places.cadres) if places else ((), ())
    return {
        "logo": cer.emetteur.logo,
        "signature_personne": png_de(hers) if hers else None,
        "signature_referent": png_de(his) if his else None,
    }


def _rows(cer: CerImprime) -> tuple[Mapping[str, str], ...]:
    """Return one row per objectif; one of dashes where there is none, so that it is said."""
    lines = redaction.objectifs(cer)
    rows = [(line.theme, line.personne, line.referent, line.echeance) for line in lines] or [
        (RIEN,) * 3 + ("",)
    ]
    names = [f"{OBJECTIF}{name}" for name in ("numero", "theme", "personne", "referent", "echeance")]
    return tuple(
        dict(zip(names, (str(rank) if lines else "", *map(_clean, row)), strict=True))
        for rank, row in enumerate(rows, 1)
    )


def _clean(text: str) -> str:
    return nettoyer(text).strip("\n ")
