"""The words of the CER: every sentence that both renderers write, in the order of the model.

To add a rubric: its block here, and nothing elsewhere. The CER vierge is written by the same
functions without the variable parts, so that the two cannot drift apart.
"""

from desktop.documents.blocs import (
    Bloc,
    Cadre,
    Case,
    Decision,
    Document,
    Entete,
    Fiche,
    LigneObjectif,
    Mention,
    Objectifs,
    Paire,
    Rubrique,
    Signatures,
)
from desktop.documents.imprime import AccordImprime, CerImprime, DecisionImprimee, Emetteur, Identite
from domain.accord.rules import Standing
from domain.accord.sms import SMS
from domain.accord.trace import lire
from domain.cer.form import CER
from domain.cer.states import Edition
from domain.french import long_date, plural, short_date

NBSP = "\u00a0"
RIEN = "–"
SITUATION = CER.by_name["situation"].label
SIGLE = "CER"
EVALUATION = CER.by_name["evaluation"].label
EXPRESSION = CER.by_name["expression"].label
SANS_EXPRESSION = f"{CER.by_name['sans_expression'].label}."
OBJECTIFS = "Objectifs"
HEURES = "Activité par semaine"
COLONNES = ("Objectif", "Ce que fait la personne", "Ce que fait le référent")
ACCORD = "Accord de la personne"
SIGNATURES = "Signatures"
SIGNATAIRE = "La personne accompagnée"
MENTIONS = "À savoir"

ETATS = {
    Edition.SANS_DECISION: "Proposition, avant décision du Département",
    Edition.VALIDE: "Contrat validé",
    Edition.NON_VALIDE: "Contrat non validé",
}
# Means by which the person signs on the printed page itself; otherwise an empty frame would make a
# contract already agreed to look unsigned.
_BY_HAND = frozenset({None, "papier"})


def rediger(cer: CerImprime) -> Document:
    """Describe a CER. R-CER-15: the decided editions alone carry the decision."""
    personne, repere = nom_de(cer), repere_de(cer)
    blocs: list[Bloc] = [
        entete(cer.emetteur, f"{repere} · {cer.type_libelle}" if cer.type_libelle else repere, cer.edition),
        Mention(cer.emetteur.mention_objet),
        Fiche(_paires(cer)),
        Rubrique(situation(cer.emetteur), cer.situation or RIEN),
        Rubrique(EVALUATION, cer.evaluation or RIEN),
    ]
    if cer.objectifs:
        blocs.append(Objectifs(OBJECTIFS, COLONNES, tuple(objectifs(cer))))
    else:
        blocs.append(Rubrique(OBJECTIFS, RIEN))
    blocs += [Rubrique(EXPRESSION, expression(cer)), Rubrique(ACCORD, accord_dit(cer.accord))]
    if (places := cadres(cer)) is not None:
        blocs.append(places)
    if cer.decision is not None:
        blocs.append(decision_dite(cer.decision, cer.emetteur.president))
    blocs.append(mentions(cer.emetteur))
    return Document(
        titre=f"{cer.emetteur.titre} – {personne}" if personne else cer.emetteur.titre,
        auteur=cer.emetteur.departement,
        sujet=f"{repere}, {ETATS[cer.edition].lower()}",
        pied=f"{cer.emetteur.titre} · {repere} · {personne}",
        blocs=tuple(blocs),
        couleur=cer.emetteur.couleur,
    )


def nom_de(cer: CerImprime) -> str:
    """Return who the contract is with."""
    return f"{cer.identite.nom} {cer.identite.prenom}".strip()


def repere_de(cer: CerImprime) -> str:
    """Return which contract it is."""
    return f"Contrat n°{NBSP}{cer.numero}" if cer.numero is not None else "Contrat"


def situation(emetteur: Emetteur) -> str:
    """Return the title of the first rubric, which names the last contract by the word in use."""
    return SITUATION.replace(SIGLE, emetteur.sigle)


def entete(emetteur: Emetteur, repere: str, edition: Edition) -> Entete:
    """Return the letterhead and title."""
    return Entete(
        departement=emetteur.departement,
        service=emetteur.service,
        coordonnees=tuple(line for line in (emetteur.adresse, emetteur.telephone) if line),
        logo=emetteur.logo,
        titre=emetteur.titre,
        repere=repere,
        etat=ETATS.get(edition, ""),
        marque=edition in (Edition.VALIDE, Edition.NON_VALIDE),
    )


def mentions(emetteur: Emetteur) -> Mention:
    """Return the legal mentions that close every edition."""
    said = [emetteur.mention_respect, emetteur.mention_recours, emetteur.mention_donnees]
    if emetteur.envoi:
        said.append(f"À renvoyer à{NBSP}: {emetteur.envoi}.")
    return Mention(" ".join(part for part in said if part))


def signatures(
    personne: str, referent: str, signature: str | None, traces: tuple[str, str] = ("", "")
) -> Signatures:
    """Return the places to sign, or what was drawn in them; a date that is not known is left to write."""
    hers, his = (lire(trace) if trace else () for trace in traces)
    day = f"le {long_date(signature)}" if signature else "le"
    return Signatures(
        SIGNATURES,
        f"Fait {day}" if signature else f"Fait à{NBSP}{'.' * 40} le{NBSP}{'.' * 24}",
        (Cadre(SIGNATAIRE, personne, hers), Cadre("Le référent", referent, his)),
    )


def cadres(cer: CerImprime) -> Signatures | None:
    """Return the places to sign, ``None`` where nobody signs the page (R-CER-16, R-CER-20)."""
    drawn = cer.accord.traces if cer.accord.standing is Standing.OUI else ("", "")
    if not (_signed_by_hand(cer.accord) or any(drawn)):
        return None
    return signatures(nom_de(cer), cer.referent_nom, cer.signature, drawn)


def identite_paires(identite: Identite, *, vide: str | None) -> list[Paire]:
    """Return the identity; ``vide`` stands for what is unknown (``None``: a line to write on)."""
    nom = f"{identite.civilite} {identite.nom}".strip()
    if identite.nom_naissance:
        nom += f"\nnom de naissance{NBSP}: {identite.nom_naissance}"
    numero = identite.numero_allocataire
    if numero and identite.organisme:
        numero += f" ({identite.organisme})"
    return [
        Paire("Nom", nom or vide),
        Paire("Prénom", identite.prenom or vide),
        Paire("Date de naissance", identite.date_naissance or vide),
        Paire("N° allocataire (CAF ou MSA)" if not numero else "N° allocataire", numero or vide),
        Paire("Téléphone", identite.telephone or vide),
        Paire("Courriel", identite.mail or vide),
        Paire("Adresse", identite.adresse.replace("\n", ", ") or vide, 2),
    ]


def _paires(cer: CerImprime) -> tuple[Paire, ...]:
    return (
        *identite_paires(cer.identite, vide=RIEN),
        Paire("Référent", cer.referent_nom or RIEN),
        Paire(
            "Période du contrat" if cer.edition is Edition.VALIDE else "Période proposée",
            periode(cer.debut, cer.fin),
            2,
        ),
        Paire("Signé le", long_date(cer.signature) if cer.signature else RIEN),
        *([Paire(HEURES, heures(cer.heures))] if cer.heures is not None else []),
    )


def heures(nombre: int | None) -> str:
    """Return hours a week in words, '' if the contract says none."""
    return "" if nombre is None else plural(nombre, "heure")


def periode(debut: str | None, fin: str | None) -> str:
    """Return the dates of a contract in words."""
    if debut and fin:
        return f"du {long_date(debut)} au {long_date(fin)}"
    if debut:
        return f"à partir du {long_date(debut)}"
    return RIEN


def expression(cer: CerImprime) -> str:
    """R-CER-10: where the person wishes to say nothing, that must be written."""
    if cer.expression:
        return cer.expression
    return SANS_EXPRESSION if cer.sans_expression else RIEN


def objectifs(cer: CerImprime) -> list[LigneObjectif]:
    """Return the objectifs in words."""
    return [
        LigneObjectif(
            objectif.theme or "Objectif",
            objectif.personne or RIEN,
            objectif.referent or RIEN,
            f"Échéance{NBSP}: {short_date(objectif.echeance)}" if objectif.echeance else "",
        )
        for objectif in cer.objectifs
    ]


def _signed_by_hand(accord: AccordImprime) -> bool:
    if accord.standing is Standing.NON:
        return False
    return accord.standing in (Standing.NC, Standing.CADUC, Standing.ILLISIBLE) or accord.moyen in _BY_HAND


def accord_dit(accord: AccordImprime) -> str:
    """Return where the accord stands, in one sentence (R-CER-11)."""
    day = f" le {long_date(accord.date)}" if accord.date else ""
    means = f" ({accord.moyen_libelle[:1].lower()}{accord.moyen_libelle[1:]})" if accord.moyen_libelle else ""
    match accord.standing:
        case Standing.OUI:
            texte = f"La personne a donné son accord sur ce contrat{day}{means}."
        case Standing.NON:
            texte = f"La personne n’a pas donné son accord sur ce contrat{day}{means}."
        case Standing.CADUC:
            texte = f"Le texte a changé depuis la réponse donnée{day}{NBSP}: l’accord est à reprendre."
        case Standing.ILLISIBLE:
            texte = f"La personne a répondu{day}{means}. Une version plus récente de Permanence le précise."
        case Standing.NC if accord.moyen == SMS:
            texte = "La personne donne son accord en signant ce document avec un code reçu par SMS."
        case Standing.NC:
            texte = "NC – l’accord de la personne reste à recueillir."
    return texte


def decision_dite(decision: DecisionImprimee, president: str) -> Decision:
    """Return what the Département decided, in words."""
    word = "validé" if decision.favorable else "non validé"
    day = f" le {long_date(decision.date)}" if decision.date else ""
    paires = (Paire("Période décidée", periode(decision.debut, decision.fin)),) if decision.favorable else ()
    return Decision(
        "Décision du Département",
        f"Contrat {word}{day}",
        paires,
        "Décision commentée",
        decision.commentee,
        Cadre("Pour le Département", f"Pour {president}"),
    )


def choix_accord() -> Rubrique:
    """Return the accord as boxes to tick by hand on a CER vierge (R-CER-17)."""
    return Rubrique(
        ACCORD,
        cases=(
            Case("J’ai lu ce contrat, ou on me l’a lu, et je donne mon accord."),
            Case("Je ne donne pas mon accord."),
        ),
    )
