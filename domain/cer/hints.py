"""The rules as quiet words in the margin of the CER editor: they help, they never block.

Only :func:`gaps_of` says what stands in the way of a submission. To add a remark: a generator
below that yields it with its field and its rule, its name in ``_SOURCES``, and a test.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.accord.rules import Standing
from domain.beneficiaire.rules import right_warnings
from domain.cer.form import CER, OBJECTIF
from domain.cer.redaction import missing_from_evaluation, missing_from_situation
from domain.cer.rules import RETABLISSEMENT, end_date, is_retablissement, start_warning
from domain.cer.states import State
from domain.cer.suite import Voisin, ended_by, under_way
from domain.fields import Value, comparable, gaps
from domain.french import listing, long_date
from domain.hint import Hint
from domain.text import fold

__all__ = ["Hint", "gaps_of", "hints"]

Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class _Page:
    """What the remarks look at."""

    cer: Row
    objectifs: Sequence[Row]
    dossier: Row
    accord: Standing
    today: dt.date
    types_documents: Collection[str] | None
    voisins: Sequence[Voisin]

    def text(self, name: str) -> str:
        return str(self.cer.get(name) or "")

    def date(self, name: str) -> dt.date | None:
        return dt.date.fromisoformat(self.text(name)) if self.text(name) else None

    @property
    def retablissement(self) -> bool:
        return is_retablissement(self.text("type"), self.text("priorite"))


def hints(
    cer: Row,
    objectifs: Sequence[Row],
    *,
    dossier: Row,
    accord: Standing,
    today: dt.date,
    types_documents: Collection[str] | None = None,
    voisins: Sequence[Voisin] = (),
) -> tuple[Hint, ...]:
    """Return the remarks on a CER being written, in the order of the form.

    ``types_documents``: codes of the types of the dossier's documents, ``None`` where they are not
    known; what depends on them is then left unsaid. ``voisins``: the person's other CERs.
    """
    page = _Page(cer, objectifs, dossier, accord, today, types_documents, voisins)
    return (*right_warnings(dossier, today), *(hint for source in _SOURCES for hint in source(page)))


def gaps_of(cer: Row, objectifs: Sequence[Row]) -> tuple[str, ...]:
    """Return what is missing before this CER may be submitted, in French, in the order of the form."""
    missing = gaps(CER.fields, dict(cer))
    if not objectifs:
        missing.append("Il manque un objectif au moins.")
    for rank, objectif in enumerate(objectifs, start=1):
        found = gaps(OBJECTIF.fields, dict(objectif))
        if not _written(objectif, "personne") and not _written(objectif, "referent"):
            found.append("dire ce que fait la personne, ou le référent.")
        missing.extend(f"Objectif {rank}\u00a0: {sentence}" for sentence in found)
    if not _written(cer, "expression") and cer.get("sans_expression") is not True:
        missing.append(
            "«\u00a0Expression de la personne\u00a0» reste à remplir\u00a0; si elle ne souhaite rien dire,"
            " cela s’écrit aussi."
        )
    return tuple(missing)


def _contact(page: _Page) -> Iterator[Hint]:
    for name, what in (("telephone", "le numéro de téléphone"), ("mail", "le courriel")):
        if not _written(page.dossier, name) and page.dossier.get(f"{name}_non_connu") is not True:
            text = f"Demandez {what} à la personne, ou cochez «\u00a0non connu\u00a0»."
            yield Hint(name, text, "R-CER-27", "conseil")


def _period(page: _Page) -> Iterator[Hint]:
    start, end, signature = page.date("date_debut"), page.date("date_fin"), page.date("date_signature")
    if start and signature:
        warning = start_warning(start, signature, retablissement=page.retablissement)
        if warning:
            yield Hint("date_debut", warning, "R-CER-2", "attention")
    if start and end and end < start:
        yield Hint("date_fin", "La fin précède le début.", "R-CER-2", "attention")
    months = page.cer.get("duree_mois")
    if start and end and isinstance(months, int) and months > 0 and end_date(start, months) != end:
        text = (
            f"{months} mois à partir de ce début mènent au {long_date(end_date(start, months).isoformat())}."
        )
        yield Hint("date_fin", text, "R-CER-23", "conseil")
    if signature and signature > page.today:
        text = "La signature est datée d’un jour à venir\u00a0: c’est en principe le jour de l’entretien."
        yield Hint("date_signature", text, "R-CER-3", "attention")


def _others(page: _Page) -> Iterator[Hint]:
    """R-CER-21: what this CER ends, and what else is under way."""
    start = page.text("date_debut")
    for other, last in ended_by(start, page.voisins):
        text = (
            f"{_named(other)} court encore\u00a0: si celui-ci est validé, il prendra fin la veille,"
            f" le {long_date(last)}."
        )
        yield Hint("date_debut", text, "R-CER-21", "conseil")
    for other in page.voisins:
        if other.etat is State.VALIDE and start and (other.debut or "") >= start:
            text = f"{_named(other)}, validé, commence le {long_date(other.debut)}\u00a0: revoyez ce début."
            yield Hint("date_debut", text, "R-CER-21", "attention")
    for other in under_way(page.voisins):
        what = "est encore en rédaction" if other.etat is State.PROPOSITION else "attend une décision"
        yield Hint("type", f"{_named(other)} de cette personne {what}.", "R-CER-21", "attention")


def _named(other: Voisin) -> str:
    return f"Le CER n°\u00a0{other.numero}" if other.numero else "Un autre CER"


def _service(page: _Page) -> Iterator[Hint]:
    if page.text("commentaire"):
        text = (
            "Lu par le service seul, jamais imprimé. Il sert à demander un passage en commission ou en équipe"
            " pluridisciplinaire, une réorientation à discuter, ou à signaler une situation sensible."
        )
        yield Hint("commentaire", text, "R-CER-4", "conseil")
    elif page.text("priorite") == "sensible":
        text = "Dites ici au service ce qui rend la situation sensible\u00a0: rien n’en sera imprimé."
        yield Hint("commentaire", text, "R-CER-4", "conseil")
    if page.cer.get("dernier_contrat") is True:
        text = "Ce contrat ne sera plus annoncé comme à renouveler."
        yield Hint("dernier_contrat", text, "R-CER-6", "conseil")
    if page.retablissement and page.text("priorite") != RETABLISSEMENT:
        text = (
            "Un rétablissement se signale au service par la priorité «\u00a0Rétablissement du droit\u00a0»."
        )
        yield Hint("priorite", text, "R-CER-5", "attention")
    elif not page.retablissement and page.dossier.get("etat_droit") in {"suspendu", "clos"}:
        text = "Si ce contrat rouvre le droit, choisissez la priorité «\u00a0Rétablissement du droit\u00a0»."
        yield Hint("priorite", text, "R-CER-5", "conseil")


def _writing(page: _Page) -> Iterator[Hint]:
    first = page.text("type") in {"", "premier"} and page.cer.get("numero") in {None, 1}
    for name, rule, missing in (
        ("situation", "R-CER-7", missing_from_situation(page.text("situation"), first=first)),
        ("evaluation", "R-CER-8", missing_from_evaluation(page.text("evaluation"))),
    ):
        if missing:
            yield Hint(name, f"À évoquer, si c’est utile\u00a0: {listing(missing)}.", rule, "conseil")


def _objectifs(page: _Page) -> Iterator[Hint]:
    if not page.objectifs:
        text = "Un objectif au moins\u00a0: ce que fait la personne, ce que vous faites de votre côté."
        yield Hint("objectifs", text, "R-CER-9", "conseil")
    for rank, objectif in enumerate(page.objectifs, start=1):
        for name, whose in (("personne", "de la personne"), ("referent", "du référent")):
            if not _written(objectif, name):
                yield Hint(
                    "objectifs",
                    f"Objectif {rank}\u00a0: la part {whose} n’est pas dite.",
                    "R-CER-9",
                    "conseil",
                )
    if page.types_documents is not None and "diagnostic" not in page.types_documents and _diagnostic(page):
        text = "Un diagnostic est prévu\u00a0: il lui faut une étape, et la demande classée dans le dossier."
        yield Hint("objectifs", text, "R-CER-30", "conseil")
    if (
        page.types_documents is not None
        and "cv" not in page.types_documents
        and page.dossier.get("orientation") in {"socioprofessionnel", "professionnel"}
    ):
        yield Hint(
            "objectifs", "Le CV est attendu dans le dossier pour cette orientation.", "R-CER-24", "conseil"
        )


def _diagnostic(page: _Page) -> bool:
    texts = (str(row.get(name) or "") for row in page.objectifs for name in ("personne", "referent"))
    return any(row.get("theme") == "diagnostic" for row in page.objectifs) or any(
        "diagnostic" in fold(text) for text in texts
    )


def _expression(page: _Page) -> Iterator[Hint]:
    said, silent = bool(page.text("expression")), page.cer.get("sans_expression") is True
    if said and silent:
        text = "La personne s’exprime et ne souhaite rien exprimer\u00a0: gardez l’un des deux."
        yield Hint("expression", text, "R-CER-10", "attention")
    elif not said and not silent:
        text = "Avec ses mots. Si elle ne souhaite rien dire, cochez la case\u00a0: cela s’écrit aussi."
        yield Hint("expression", text, "R-CER-10", "conseil")


def _accord(page: _Page) -> Iterator[Hint]:
    if page.accord is Standing.NC:
        text = "L’accord reste à recueillir. La case à cocher demande pourquoi le SMS n’a pas servi."
        yield Hint("accord", text, "R-CER-11", "conseil")
    elif page.accord is Standing.CADUC:
        text = "Le texte a changé depuis l’accord, qui est à recueillir de nouveau après relecture."
        yield Hint("accord", text, "R-CER-25", "attention")
    elif page.accord is Standing.ILLISIBLE:
        text = "L’accord vient d’une version plus récente de Permanence\u00a0: mettez le programme à jour."
        yield Hint("accord", text, "R-CER-25", "attention")
    elif page.accord is Standing.NON:
        text = "La personne n’est pas d’accord. Le CER peut être soumis\u00a0: le service verra ce refus."
        yield Hint("accord", text, "R-CER-31", "attention")


def _written(row: Row, name: str) -> bool:
    value = comparable(row.get(name))
    return value is not None and str(value).strip() != ""


_SOURCES: tuple[Callable[[_Page], Iterable[Hint]], ...] = (
    _contact,
    _period,
    _others,
    _service,
    _writing,
    _objectifs,
    _expression,
    _accord,
)
