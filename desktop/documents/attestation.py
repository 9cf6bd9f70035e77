"""The «attestation de recueil»: one page about one answer, then the text it was given to (R-CER-25).

It is written from what the accord itself keeps, never from the CER as it now is: name, number and
text are those of the day. What it establishes is said as narrowly as it is (decision 31): that a device
recorded an answer to a text, between two contacts with the server.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.documents.blocs import (
    Bloc,
    Document,
    Entete,
    Fiche,
    LigneObjectif,
    Mention,
    Objectifs,
    Paire,
    Rubrique,
    Verso,
)
from desktop.documents.imprime import Emetteur
from desktop.documents.redaction import (
    COLONNES,
    EVALUATION,
    EXPRESSION,
    HEURES,
    NBSP,
    OBJECTIFS,
    RIEN,
    SANS_EXPRESSION,
    SITUATION,
    heures,
)
from domain.accord import horloge
from domain.accord.rules import CONTENT_VERSION, Standing
from domain.accord.sms import SMS
from domain.accord.verification import Constat, Gravite, gravest, offset
from domain.fields import Value, is_date
from domain.french import long_date, when

TITRE = "Attestation de recueil"
ANNEXE = "Annexe – Le texte auquel la personne a répondu"
_MENTIONS = ("mention_objet", "mention_respect", "mention_recours", "mention_donnees")
_ETATS = {
    Standing.OUI: "Accord en vigueur",
    Standing.NON: "Refus en vigueur",
    Standing.CADUC: "Réponse caduque",
    Standing.ILLISIBLE: "Version plus récente",
    Standing.NC: "",
}
_MARKS = {Gravite.ROMPU: f"À écarter{NBSP}: ", Gravite.SIGNALE: f"À noter{NBSP}: "}
_GROUP, _PER_LINE = 4, 8


@dataclass(frozen=True, slots=True)
class AttestationImprimee:
    """What is attested. ``accord``: the record as stored; ``lien``: fingerprint of its link.

    ``moyen``, ``motif``: in words; ``par``: who collected it; ``le``: the instant it is written at.
    """

    emetteur: Emetteur
    accord: Mapping[str, Value]
    lien: str
    moyen: str
    motif: str
    par: str
    etat: Standing
    constats: tuple[Constat, ...]
    le: str


def decrire_attestation(attestation: AttestationImprimee) -> Document:
    """Describe the attestation, for either renderer."""
    contenu = _read(attestation.accord)
    cer, identite = _part(contenu, "cer"), _part(contenu, "identite")
    personne = f"{_text(identite, 'nom')} {_text(identite, 'prenom')}".strip()
    numero = cer.get("numero")
    contrat = f"Contrat n°{NBSP}{numero}" if numero is not None else "Contrat"
    heading = " · ".join(filter(None, (contrat, _text(cer, "type_libelle"))))
    blocs: list[Bloc] = [
        Entete(
            departement=attestation.emetteur.departement,
            service=attestation.emetteur.service,
            coordonnees=tuple(filter(None, (attestation.emetteur.adresse, attestation.emetteur.telephone))),
            logo=attestation.emetteur.logo,
            titre=TITRE,
            repere=heading,
            etat=_state(attestation),
            marque=attestation.etat is Standing.OUI and not _broken(attestation),
        ),
        Mention(
            f"Établie le {_when(attestation.le)} d’après ce que Permanence a gardé de cette réponse. "
            "Les noms et les textes sont ceux du jour où elle a été recueillie."
        ),
        Fiche(_about(cer, identite, attestation.accord)),
        Rubrique("Réponse", _answer(attestation.accord)),
        Rubrique("Moyen", _means(attestation)),
        Rubrique("Date et heure", _hours(attestation)),
        Rubrique("Appareil", _device(attestation)),
        Rubrique("Empreintes", _prints(attestation)),
        Rubrique("Vérification", _checks(attestation.constats)),
        Rubrique("Portée", _reach(attestation)),
        Verso(ANNEXE, (Paire("Personne", personne or RIEN), Paire("Contrat", heading, 2))),
        *_annex(contenu, cer, attestation.accord),
    ]
    return Document(
        titre=f"{TITRE} – {personne}" if personne else TITRE,
        auteur=attestation.emetteur.departement,
        sujet=f"{contrat}, {_lower(_state(attestation))}",
        pied=" · ".join(filter(None, (TITRE, contrat, personne))),
        blocs=tuple(blocs),
        couleur=attestation.emetteur.couleur,
    )


def groupes(empreinte: str) -> str:
    """Write a fingerprint so that two people can compare it aloud: groups of four, eight to a line."""
    groups = [empreinte[start : start + _GROUP] for start in range(0, len(empreinte), _GROUP)]
    lines = [groups[start : start + _PER_LINE] for start in range(0, len(groups), _PER_LINE)]
    return "\n".join((NBSP * 2).join(line) for line in lines)


def _about(
    cer: Mapping[str, Value], identite: Mapping[str, Value], accord: Mapping[str, Value]
) -> tuple[Paire, ...]:
    nom = _text(identite, "nom")
    if (naissance := _text(identite, "nom_naissance")) and naissance.casefold() != nom.casefold():
        nom += f"\nnom de naissance{NBSP}: {naissance}"
    debut, fin = _date(cer.get("date_debut")), _date(cer.get("date_fin"))
    periode = " ".join(filter(None, (debut and f"du {debut}", fin and f"au {fin}")))
    return (
        Paire("Nom", nom or RIEN),
        Paire("Prénom", _text(identite, "prenom") or RIEN),
        Paire("Date de naissance", _date(identite.get("date_naissance")) or RIEN),
        Paire("N° allocataire", _text(identite, "numero_allocataire") or RIEN),
        Paire("Période proposée", periode or RIEN, 2),
        Paire("Version du contenu", str(accord.get("version_contenu") or RIEN)),
        Paire("Modèle du contrat", _model(_part(_read(accord), "modele")), 2),
    )


def _answer(accord: Mapping[str, Value]) -> str:
    if accord.get("reponse") == "oui":
        return "Oui. La personne a donné son accord sur le contrat dont le texte entier est en annexe."
    if accord.get("reponse") == "non":
        return "Non. La personne n’a pas donné son accord sur le contrat dont le texte est en annexe."
    return "La réponse enregistrée n’est ni oui ni non."


def _means(attestation: AttestationImprimee) -> str:
    degraded = f"Sans SMS{NBSP}: {_lower(attestation.motif)}." if attestation.motif else ""
    means = f"{attestation.moyen or 'Moyen non précisé'}."
    by = f"Recueilli par {attestation.par}." if attestation.par else ""
    return " ".join(filter(None, (means, degraded, by)))


def _hours(attestation: AttestationImprimee) -> str:
    """Say the hour of the device, what it is worth, and the two contacts that surround it."""
    accord = attestation.accord
    moment = accord.get("recueilli_le")
    between = next((constat.texte for constat in attestation.constats if constat.sujet == "heure"), "")
    if accord.get("moyen") == SMS:
        said = f"Le {_when(str(moment))}, à l’horloge de l’opérateur de signature." if moment else ""
        return "\n".join(filter(None, (said, between)))
    said = f"Le {_when(str(moment))}, à l’horloge de l’appareil." if moment else ""
    return "\n".join(filter(None, (said, _skew(accord), between)))


def _skew(accord: Mapping[str, Value]) -> str:
    ahead = offset(accord)
    if ahead is None:
        return "L’écart de cette horloge avec celle du serveur n’a pas encore été mesuré."
    at = "à l’envoi" if accord.get("envoi_le") and accord.get("recu_le") else "au contact précédent"
    if not ahead:
        return f"Mesurée {at}, elle était à l’heure du serveur."
    return f"Mesurée {at}, elle {'avançait' if ahead > 0 else 'retardait'} de {horloge.duration(ahead)}."


def _device(attestation: AttestationImprimee) -> str:
    accord = attestation.accord
    whose = "du serveur" if accord.get("moyen") == SMS else f"de l’appareil {accord.get('poste') or RIEN}"
    rank = f"Accord n°{NBSP}{accord.get('rang_appareil')} {whose}."
    key = f"Clé publique{NBSP}: {accord.get('cle') or RIEN}"
    return f"{rank}\n{key}"


def _prints(attestation: AttestationImprimee) -> str:
    text, link = groupes(str(attestation.accord.get("empreinte") or "")), groupes(attestation.lien)
    return f"Texte de l’annexe (SHA-256)\n{text}\nPlace dans la suite de l’appareil (SHA-256)\n{link}"


def _checks(constats: Sequence[Constat]) -> str:
    hour = next((constat for constat in constats if constat.sujet == "heure"), None)
    told = [constat for constat in constats if constat is not hour]  # said above, with the hour itself
    return "\n".join(f"– {_finding(constat)}" for constat in told)


def _finding(constat: Constat) -> str:
    mark = _MARKS.get(constat.gravite, "")
    return f"{mark}{_lower(constat.texte)}" if mark else constat.texte


def _state(attestation: AttestationImprimee) -> str:
    return "Réponse non vérifiée" if _broken(attestation) else _ETATS[attestation.etat]


def _broken(attestation: AttestationImprimee) -> bool:
    return gravest(attestation.constats) is Gravite.ROMPU


def _reach(attestation: AttestationImprimee) -> str:
    if _broken(attestation):
        proven = (
            "Une vérification a échoué\u00a0: cette page n’établit pas que cette réponse est celle "
            "que l’appareil a enregistrée."
        )
    else:
        proven = (
            "Cette page établit que cet appareil a enregistré cette réponse à ce texte exact, et que "
            "rien n’en a changé depuis."
        )
    if attestation.accord.get("moyen") == SMS and not _broken(attestation):
        proven = (
            "Cette page établit que le serveur a appris de l’opérateur que la personne a signé ce texte "
            "exact, avec un code reçu par SMS, et que rien n’en a changé depuis. Le PDF signé est dans le "
            "dossier."
        )
        return f"{proven}\nQui tenait le téléphone, c’est le dossier de preuve de l’opérateur qui le dit."
    limits = (
        "Elle n’établit pas qui tenait l’appareil, ni que la personne a lu ou compris le texte\u00a0: cela, "
        "c’est le professionnel nommé plus haut qui en témoigne."
    )
    return f"{proven}\n{limits}"


def _annex(
    contenu: Mapping[str, Value], cer: Mapping[str, Value], accord: Mapping[str, Value]
) -> tuple[Bloc, ...]:
    if contenu.get("version") not in range(1, CONTENT_VERSION + 1):
        raw = str(accord.get("contenu") or "") or RIEN
        return (
            Mention("Ce texte n’est pas d’une version que ce programme sait lire. Il est donné tel quel."),
            Rubrique("Texte gardé", raw),
        )
    found = contenu.get("objectifs")
    parts = found if isinstance(found, list) else []
    lines = tuple(_objectif(part) for part in parts if isinstance(part, dict))
    silent = SANS_EXPRESSION if cer.get("sans_expression") is True else RIEN
    modele = _part(contenu, "modele")
    mentions = " ".join(filter(None, (_text(modele, name) for name in _MENTIONS)))
    return (
        Rubrique("Contrat", _contract(cer)),
        Rubrique(SITUATION, _text(cer, "situation") or RIEN),
        Rubrique(EVALUATION, _text(cer, "evaluation") or RIEN),
        Objectifs(OBJECTIFS, COLONNES, lines) if lines else Rubrique(OBJECTIFS, RIEN),
        Rubrique(EXPRESSION, _text(cer, "expression") or silent),
        *((Mention(mentions),) if mentions else ()),
    )


def _contract(cer: Mapping[str, Value]) -> str:
    months, hours = cer.get("duree_mois"), cer.get("heures_semaine")
    said = (
        ("Début", _date(cer.get("date_debut"))),
        ("Durée", f"{months} mois" if months else ""),
        ("Fin", _date(cer.get("date_fin"))),
        (HEURES, heures(hours if isinstance(hours, int) else None)),
        ("Signature", _date(cer.get("date_signature"))),
    )
    return "\n".join(f"{name}{NBSP}: {value}" for name, value in said if value) or RIEN


def _objectif(part: Mapping[str, Value]) -> LigneObjectif:
    due = _date(part.get("echeance"))
    return LigneObjectif(
        _text(part, "theme_libelle") or "Objectif",
        _text(part, "personne") or RIEN,
        _text(part, "referent") or RIEN,
        f"Échéance{NBSP}: {due}" if due else "",
    )


def _model(modele: Mapping[str, Value]) -> str:
    version, word = _text(modele, "version") or RIEN, _text(modele, "modele_word")
    return f"{version}, en Word {word}" if word else version


def _read(accord: Mapping[str, Value]) -> Mapping[str, Value]:
    """Return the content as it was kept; nothing at all if it cannot be read."""
    try:
        contenu = json.loads(str(accord.get("contenu")))
    except (ValueError, RecursionError):
        return {}
    return contenu if isinstance(contenu, dict) else {}


def _part(contenu: Mapping[str, Value], name: str) -> Mapping[str, Value]:
    part = contenu.get(name)
    return part if isinstance(part, dict) else {}


def _text(row: Mapping[str, Value], name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""


def _date(value: Value) -> str:
    """Write a date of the content in words, as it is if it is none: nothing of it was checked here."""
    if not isinstance(value, str):
        return ""
    known = is_date(value) or (is_date(value.replace("-00", "-01")) and value[:4] != "0000")
    return long_date(value) if known else value


def _when(instant: str) -> str:
    try:
        return when(instant)
    except (ValueError, OverflowError):
        return instant


def _lower(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"
