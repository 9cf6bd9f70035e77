"""From the rows of the replica to a CER ready to print: one place that knows the fields' names."""

import base64
import binascii
from collections.abc import Mapping, Sequence

from desktop.documents.blocs import Document
from desktop.documents.imprime import (
    AccordImprime,
    CerImprime,
    DecisionImprimee,
    Emetteur,
    Identite,
    ObjectifImprime,
)
from desktop.documents.redaction import rediger
from domain.accord.rules import Standing
from domain.cer.rules import printable_period
from domain.cer.states import Edition
from domain.fields import Value
from domain.french import long_date
from domain.reglage.nomenclatures import Settings

Row = Mapping[str, Value]


def cer_imprime(
    *,
    edition: Edition,
    cer: Row,
    objectifs: Sequence[Row],
    dossier: Row,
    accord: Standing,
    accord_date: str | None,
    accord_moyen: str | None,
    accord_traces: tuple[str, str] = ("", ""),
    referent_nom: str,
    settings: Settings,
) -> CerImprime:
    """Gather what the edition prints (R-CER-15).

    ``accord_date`` is an ISO day (local), ``accord_moyen`` a code of ``moyens_accord``,
    ``accord_traces`` the signatures drawn by the person and by the référent. Dates
    printed are those decided, else those proposed (decision 30).
    """
    debut, fin = printable_period(cer)
    return CerImprime(
        edition=edition,
        emetteur=emetteur(settings),
        identite=identite(dossier, settings),
        referent_nom=referent_nom,
        numero=_integer(cer, "numero"),
        type_libelle=_label(cer, "type", "types_cer", settings),
        debut=debut,
        fin=fin,
        heures=hours if isinstance(hours := cer.get("heures_semaine"), int) else None,
        signature=_text(cer, "date_signature") or None,
        situation=_text(cer, "situation"),
        evaluation=_text(cer, "evaluation"),
        objectifs=tuple(
            ObjectifImprime(
                rang,
                _label(objectif, "theme", "themes_objectif", settings),
                _text(objectif, "personne"),
                _text(objectif, "referent"),
                _text(objectif, "echeance") or None,
            )
            for rang, objectif in enumerate(sorted(objectifs, key=lambda row: _integer(row, "rang") or 0), 1)
        ),
        expression=_text(cer, "expression"),
        sans_expression=cer.get("sans_expression") is True,
        accord=AccordImprime(
            accord, accord_moyen, settings.label("moyens_accord", accord_moyen), accord_date, accord_traces
        ),
        decision=_decision(edition, cer, debut, fin),
    )


def decrire(cer: CerImprime) -> Document:
    """Describe the edition, block by block, for either renderer."""
    return rediger(cer)


def emetteur(settings: Settings) -> Emetteur:
    """Return the letterhead and mentions; ``{president}`` in a mention becomes the setting's words."""
    president = str(settings["departement.president"])

    def mention(name: str) -> str:
        # replace, not format: a brace typed in a setting must not stop a permanence from printing.
        return str(settings[f"cer.{name}"]).replace("{president}", president)

    return Emetteur(
        departement=str(settings["departement.nom"]),
        service=str(settings["departement.service"]),
        adresse=str(settings["departement.adresse"]),
        telephone=str(settings["departement.telephone"]),
        president=president,
        logo=_logo(str(settings["departement.logo"])),
        couleur=str(settings["departement.couleur"]),
        titre=mention("titre"),
        sigle=str(settings["cer.sigle"]),
        version=str(settings["cer.version"]),
        mention_objet=mention("mention_objet"),
        mention_respect=mention("mention_respect"),
        mention_recours=mention("mention_recours"),
        mention_donnees=mention("mention_donnees"),
        envoi=" ".join(str(settings["departement.adresse_envoi"]).split()),
    )


def identite(dossier: Row, settings: Settings) -> Identite:
    """Return the person as printed; every value is '' for an empty dossier (CER vierge)."""
    nom, naissance = _text(dossier, "nom"), _text(dossier, "nom_naissance")
    lines = [_text(dossier, "adresse"), _text(dossier, "complement_adresse")]
    lines.append(f"{_text(dossier, 'code_postal')} {_text(dossier, 'commune')}".strip())
    return Identite(
        civilite=_label(dossier, "civilite", "civilites", settings),
        nom=nom,
        nom_naissance="" if naissance.casefold() == nom.casefold() else naissance,
        prenom=_text(dossier, "prenom"),
        date_naissance=long_date(_text(dossier, "date_naissance")),
        organisme=_label(dossier, "organisme", "organismes", settings),
        numero_allocataire=_text(dossier, "numero_allocataire"),
        adresse="\n".join(line for line in lines if line),
        telephone=_text(dossier, "telephone"),
        mail=_text(dossier, "mail"),
    )


def _decision(edition: Edition, cer: Row, debut: str | None, fin: str | None) -> DecisionImprimee | None:
    if edition not in (Edition.VALIDE, Edition.NON_VALIDE):
        return None
    return DecisionImprimee(
        favorable=edition is Edition.VALIDE,
        date=_text(cer, "date_decision") or None,
        debut=debut,
        fin=fin,
        commentee=_text(cer, "decision_commentee"),
    )


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""


def _integer(row: Row, name: str) -> int | None:
    value = row.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _label(row: Row, name: str, codes: str, settings: Settings) -> str:
    """Return the label as it was when chosen, else today's (decision 20)."""
    return _text(row, f"{name}_libelle") or settings.label(codes, _text(row, name) or None)


def _logo(setting: str) -> bytes | None:
    """Read the logo, kept as base64 in the settings. An unreadable one is as none: the name remains."""
    try:
        return base64.b64decode(setting.rpartition(",")[2], validate=True) or None
    except binascii.Error:
        return None
