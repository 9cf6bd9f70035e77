"""What waits for a person, in a word, a sentence and a sign: the same on the list and on its page."""

from desktop.services.reprises import AReprendre, Geste, Reglee
from desktop.views.palette import Niveau
from domain.exchange.v1 import Outcome
from domain.fields import same
from domain.french import listing, plural
from domain.regles import REGLES

_ISSUES = {
    Outcome.CONFLICT: ("Modifié aussi ailleurs", Niveau.ATTENTION, "git-compare"),
    Outcome.REFUSED: ("Refusé par le serveur", Niveau.URGENT, "circle-x"),
    Outcome.QUARANTINED: ("Travail remis", Niveau.INFO, "inbox"),
}
_INCONNUE = ("À reprendre", Niveau.ATTENTION, "undo-2")
_AU_PLUS = 3


def statut(item: AReprendre) -> tuple[str, Niveau, str]:
    """Return the words, the level and the icon of its outcome."""
    return _ISSUES.get(item.issue, _INCONNUE)


def titre(item: AReprendre) -> str:
    """Return what it is about: «CER n° 2 – Mme VAUTRIN Élise»."""
    return "\u00a0– ".join(filter(None, (item.quoi, item.nom_affiche)))


def qui(item: AReprendre) -> str:
    """Return whose words they are, '' for the person at the desk."""
    return "" if item.mien else item.auteur_nom


def champs(item: AReprendre) -> str:
    """Return what was written, in at most three labels: «Situation, Date de début et 2 autres»."""
    labels = list(dict.fromkeys(champ.label for champ in item.champs))
    if not labels:
        return item.quoi
    more = len(labels) - _AU_PLUS
    return listing([*labels[:_AU_PLUS], plural(more, "autre")] if more > 0 else labels)


def resume(item: AReprendre) -> str:
    """Return in one line what was written, by whom, and who else wrote there."""
    what = champs(item)
    others = _others(item)
    if item.issue is Outcome.CONFLICT and others:
        what = f"{what}\u00a0: modifié aussi par {others}"
    return f"Écrit par {item.auteur_nom}\u00a0– {what}" if qui(item) else what


def explication(item: AReprendre) -> str:
    """Return what has happened and what is asked, in sentences."""
    writer, others = qui(item), _others(item) or "quelqu’un d’autre"
    match item.geste:
        case Geste.PRENDRE:
            return (
                f"{writer or 'Quelqu’un'} a écrit ceci hors ligne, sur un dossier qui n’était plus le sien. "
                "Rien n’en est encore dans le dossier\u00a0: prenez-le, ou mettez-le de côté."
            )
        case Geste.LIRE:
            return f"{_reason(item)} Ces mots restent ici\u00a0: copiez-les au besoin, puis classez."
    if item.issue is Outcome.QUARANTINED:
        return (
            f"{writer or 'Quelqu’un'} a écrit ceci hors ligne, sur un dossier qui n’était plus le sien. "
            "Le dossier montre la version du serveur, l’autre est gardée ici\u00a0: choisissez."
        )
    if item.issue is Outcome.CONFLICT:
        who = f"{writer} et {others} ont" if writer else f"Vous et {others} avez"
        return (
            f"{who} modifié la même chose. Le dossier montre la version du serveur, l’autre est gardée ici"
            "\u00a0: choisissez."
        )
    return f"{_reason(item)} Le dossier montre la version du serveur, l’autre est gardée ici."


def suite(reglee: Reglee) -> str:
    """Return who chose what, in a sentence."""
    item, who = reglee.item, reglee.par or "Quelqu’un"
    if item.issue is Outcome.QUARANTINED:
        return (
            f"{who} a pris ce travail dans le dossier."
            if reglee.prise
            else f"{who} a mis ce travail de côté."
        )
    if not reglee.choix:
        kept = (
            "a gardé la version du serveur" if item.issue is Outcome.CONFLICT else "a lu et classé ce travail"
        )
        return f"{who} {kept}."
    return f"{who} {_choice(reglee)}."


def _choice(reglee: Reglee) -> str:
    item, chosen = reglee.item, reglee.choix or {}
    written = {champ.nom: champ.moi for champ in item.champs if champ.record == item.record}
    mine = [nom in chosen and same(chosen[nom], value) for nom, value in written.items()]
    if all(mine):
        return (
            "a gardé sa version"
            if reglee.par == item.auteur_nom
            else f"a gardé la version de {item.auteur_nom}"
        )
    if any(mine) or written.keys() - chosen.keys():
        return "a choisi champ par champ"
    return "a écrit une troisième version"


def _others(item: AReprendre) -> str:
    return listing(sorted({champ.serveur_par for champ in item.champs if champ.serveur_par}))


def _reason(item: AReprendre) -> str:
    """Return the refusal with its rule in words, for whoever does not know the identifiers by heart."""
    said = item.message or "Le serveur n’a pas pris ce travail."
    if item.regle not in REGLES:
        return said
    rule = REGLES[item.regle]
    return f"{said} Règle {item.regle}\u00a0: {rule[:1].lower() + rule[1:]}"
