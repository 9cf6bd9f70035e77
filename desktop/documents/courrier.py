"""The value of each field of a letter, from the rows of the replica (``domain/modele_word/courrier.py``)."""

from desktop.documents import redaction
from desktop.documents.caracteres import nettoyer
from desktop.documents.champs import Valeurs
from desktop.documents.contenu import emetteur, identite
from desktop.documents.matiere import Matiere, Row
from domain.french import hour, long_date, long_day, plural
from domain.reglage.nomenclatures import Settings


def valeurs(matiere: Matiere, settings: Settings, version: str) -> Valeurs:
    """Return the values of every field; ``version`` is that of the model."""
    raw = {
        **_issuer(settings, version),
        "date_jour": long_date(matiere.jour),
        **_person(matiere.dossier, settings),
        **_referent(matiere.referent),
        **_entretien(matiere.entretien, settings),
        **_contract(matiere, settings),
        "objet": matiere.saisies.get("objet", ""),
        "texte": matiere.saisies.get("texte", ""),
    }
    texts = {name: nettoyer(text).strip("\n ") for name, text in raw.items()}
    logo = emetteur(settings).logo
    true = {name for name, text in texts.items() if text} | ({"logo"} if logo else set())
    return Valeurs(texts, {"logo": logo}, frozenset(true), ())


def _issuer(settings: Settings, version: str) -> dict[str, str]:
    said = emetteur(settings)
    return {
        "departement": said.departement,
        "service": said.service,
        "adresse_departement": said.adresse,
        "telephone_departement": said.telephone,
        "version_modele": version,
    }


def _person(dossier: Row, settings: Settings) -> dict[str, str]:
    said = identite(dossier, settings)
    return {
        "civilite": said.civilite,
        "nom": said.nom,
        "nom_naissance": said.nom_naissance,
        "prenom": said.prenom,
        "date_naissance": said.date_naissance,
        "adresse": said.adresse,
        "telephone": said.telephone,
        "mail": said.mail,
        "numero_dossier": _text(dossier, "numero"),
        "organisme": said.organisme,
        "numero_allocataire": said.numero_allocataire,
    }


def _referent(referent: Row) -> dict[str, str]:
    name = f"{_text(referent, 'prenom')} {_text(referent, 'nom')}".strip()
    said = {f"{what}_referent": _text(referent, what) for what in ("telephone", "mail", "structure")}
    return {"referent": name, **said}


def _entretien(entretien: Row | None, settings: Settings) -> dict[str, str]:
    row = entretien or {}
    moment, minutes = _text(row, "moment"), row.get("duree")
    said = {
        "date_entretien": long_day(moment) if moment else "",
        "heure_entretien": hour(moment) if moment else "",
        "duree_entretien": plural(minutes, "minute") if isinstance(minutes, int) else "",
    }
    lists = {"type": "types_entretien", "lieu": "lieux", "vecteur": "vecteurs"}
    for name, codes in lists.items():
        code = _text(row, name) or None
        said[f"{name}_entretien"] = _text(row, f"{name}_libelle") or settings.label(codes, code)
    return said


def _contract(matiere: Matiere, settings: Settings) -> dict[str, str]:
    number, first, last = matiere.contrat or (None, None, None)
    return {
        "contrat": settings.contrat,
        "numero_contrat": "" if number is None else str(number),
        "periode_contrat": redaction.periode(first, last) if first else "",
    }


def _text(row: Row, name: str) -> str:
    return str(row.get(name) or "")
