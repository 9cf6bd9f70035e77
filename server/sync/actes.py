"""Acts: the accord of the person and the changes of state of a CER. Never merged, never edited.

What the server checks on an accord it checks for ever: the text and its fingerprint, the
signature of the device, its place in the chain. An accord whose CER has changed meanwhile is
kept, and said to have lapsed (R-CER-25).
"""

from collections.abc import Mapping

from domain.accord.chaine import Place
from domain.accord.rules import (
    CONTENT_VERSION,
    agreed_part,
    content,
    fingerprint,
    is_canonical,
    version_of,
)
from domain.accord.sms import SMS
from domain.accord.trace import SIGNATURE, signed_by_both
from domain.cer.states import Event, State, refusal, submission_refusal
from domain.errors import RefusedError
from domain.fields import Value
from domain.profils import Writer
from server.services.ecriture import Row
from server.sync.chaine import Chaine
from server.sync.verdict import refuse, refuse_if


def check_accord(
    chaine: Chaine,
    accord: Mapping[str, Value],
    *,
    cer: Row,
    objectifs: list[dict[str, Value]],
    dossier: Row,
) -> tuple[str, dict[str, Value]]:
    """Refuse an accord that does not prove what it says.

    Return the words to show, most often none, and what the server writes of it beside what the
    device signed. What is unusual is taken and said; what proves nothing is kept aside (R-CER-25).
    """
    text = accord.get("contenu")
    if not isinstance(text, str) or fingerprint(text) != accord.get("empreinte"):
        refuse("L’empreinte de cet accord n’est pas celle du texte accepté.", "R-CER-25")
    if accord.get("reponse") not in ("oui", "non"):
        refuse("Cet accord ne dit ni oui ni non.", "R-CER-11")
    if accord.get("moyen") == SMS:
        refuse("Un accord par SMS est inscrit par le serveur, sur la parole de l’opérateur.", "R-CER-19")
    if accord.get("moyen") == SIGNATURE and not signed_by_both(accord):
        refuse("Cet accord se dit signé à l’écran, et ne porte pas les deux signatures.", "R-CER-20")
    rank = accord.get("rang_appareil")
    if not isinstance(rank, int) or rank < 1:
        refuse("Cet accord n’a pas de rang sur ce poste.", "R-CER-25")
    key = chaine.key_of(accord)
    if key is None:
        refuse("La signature de cet accord n’est pas celle de ce poste.", "R-CER-25")
    if not is_canonical(text) or version_of(accord) != accord.get("version_contenu"):
        refuse("Le contenu de cet accord ne peut pas être relu.", "R-CER-25")
    noted = _noted(accord, text, content(cer=cer, objectifs=objectifs, dossier=dossier, model={}))
    noted += [unusual.value for unusual in sorted(chaine.place(accord, key))]
    if key.jusque:
        noted.append("cle_ancienne")
    words = " ".join(dict.fromkeys(_WORDS[name] for name in noted))
    return words, chaine.arrival() | {"constat": " ".join(noted) or None}


def _noted(accord: Mapping[str, Value], text: str, today: str) -> list[str]:
    version = version_of(accord)
    if version is None:
        refuse("Le contenu de cet accord ne peut pas être relu.", "R-CER-25")
    if version > CONTENT_VERSION:
        return ["version"]
    return [] if agreed_part(text) == agreed_part(today) else ["caduc"]


_FORKED = (
    "Une copie ancienne de ce poste a servi\u00a0: cet accord est gardé et signalé, "
    "et le poste change de clé."
)
_OUT_OF_CHAIN = "Cet accord ne suit pas le précédent de ce poste\u00a0: il est gardé, et signalé."
_WORDS = {
    "version": "Cet accord vient d’une version plus récente de Permanence\u00a0: il est gardé tel quel.",
    "caduc": "Le CER a changé depuis cet accord\u00a0: il est gardé, mais il est à recueillir de nouveau.",
    Place.FOURCHE.value: _FORKED,
    Place.RENOUVELER.value: _FORKED,
    Place.MANQUANT.value: _OUT_OF_CHAIN,
    Place.RANG.value: _OUT_OF_CHAIN,
    "cle_ancienne": "Cet accord est signé d’une clé que ce poste a remplacée\u00a0: il est signalé.",
}


def check_event(event: Mapping[str, Value], history: list[Event], writer: Writer) -> Event:
    """Refuse a change of state that R-CER-12 does not allow, or return it."""
    rang = event.get("rang")
    try:
        de, vers = State(str(event.get("de"))), State(str(event.get("vers")))
    except ValueError:
        refuse("Cet état de CER n’existe pas.", "R-CER-12")
    if not isinstance(rang, int):
        refuse("Ce changement d’état n’a pas de rang.", "R-CER-12")
    asked = Event(rang, de, vers, _text(event.get("motif")))
    refuse_if(refusal(history, asked, writer))
    if vers is State.SOUMIS and de is State.PROPOSITION:
        refuse_if(_submission(event, "sdd_connu", "etat_droit_connu", asked.motif))
    return asked


def mark_of(asked: Event, dossier: Row) -> tuple[str, str]:
    """Return the rule and the words of a submission that today's right would not have allowed.

    It was decided on what the device knew, so it is taken, and said (decision 29, R-CER-14).
    """
    if asked.vers is not State.SOUMIS or asked.de is not State.PROPOSITION:
        return "", ""
    refused = _submission(dossier, "sdd", "etat_droit", asked.motif)
    if refused is None:
        return "", ""
    return refused.rule, f"Pris, mais le droit a changé depuis\u00a0: {refused.message}"


def _submission(
    known: Mapping[str, Value], sdd: str, etat_droit: str, motif: str | None
) -> RefusedError | None:
    return submission_refusal(sdd=_text(known.get(sdd)), etat_droit=_text(known.get(etat_droit)), motif=motif)


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) else None
