"""CERs: drafting, objectifs, the accord, submitting and taking back (R-CER-1…18, 23, 25, 26, 28)."""

from datetime import date

from sqlalchemy import Connection, select

from desktop.models.changes import Changes, touched
from desktop.models.tables import changement, lecture
from desktop.services.accords import recueillir
from desktop.services.cer_lu import CerLu, Lu, open_cer, print_is_contested, read_cer
from desktop.services.poste import Poste, Values, known, row, text_of
from desktop.services.precedents import first_words, last_in_force, read_precedents
from desktop.services.saisie import delete_whole
from domain.accord.rules import PAPIER, content, fingerprint
from domain.accord.trace import SIGNATURE, signed_by_both
from domain.cer import rules, states
from domain.cer.hints import gaps_of
from domain.cer.remise import means_of
from domain.cer.states import Event, State, edition_of
from domain.cer.suite import AVENANT, SUITES, begun_as, levee_of
from domain.clock import instant, today
from domain.droits import refusal
from domain.errors import RefusedError
from domain.exchange.v1 import Op
from domain.registry import FORMS

OBJECTIF_COPIE = ("theme", "theme_libelle", "personne", "referent", "echeance")


class Cers:
    """Use cases of the CER."""

    def __init__(self, poste: Poste) -> None:
        self._poste = poste

    def types_proposes(self, dossier: str) -> tuple[tuple[str, str], ...]:
        """Return the types of CER to begin here, code and label, the one that the rules propose first.

        Only one for a person without any CER yet (R-CER-22).
        """
        poste = self._poste
        with poste.replique.read() as connection:
            person = row(connection, "dossier", dossier) or {}
            numbers = [one.voisin.numero for one in read_precedents(poste, connection, dossier)]
        first = rules.proposed_type(numbers, text_of(person.get("etat_droit")))
        codes = [first, *(code for code in SUITES if code != first)] if numbers else [first]
        return tuple((code, poste.settings.label("types_cer", code)) for code in codes)

    def nouveau(self, dossier: str, type_: str | None = None) -> str:
        """Open a new CER with what the rules propose: number, type, dates, what the dossier knows.

        ``type_``: that of :meth:`types_proposes` to begin, the first of them if ``None``. R-CER-1, R-CER-2,
        R-CER-7, R-CER-21, R-CER-22, R-CER-23; all of it is for the referent to change. Raises RefusedError
        for whom it is not to write (R-ACC-4).
        """
        poste = self._poste
        day = today(poste.clock)

        def work(connection: Connection) -> tuple[str, Changes]:
            self._may_begin(connection, dossier)
            person = row(connection, "dossier", dossier) or {}
            others = read_precedents(poste, connection, dossier)
            last = last_in_force(others)
            numbers = [one.voisin.numero for one in others]
            kind = type_ or rules.proposed_type(numbers, text_of(person.get("etat_droit")))
            months = int(poste.settings["cer.duree_defaut_mois"])
            values: Values = {
                "numero": rules.next_number(numbers),
                "situation": first_words(poste, connection, person, last),
            }
            values |= begun_as(
                kind, day, months, last.values if last else None, last.voisin.fin if last else None
            )
            record = poste.outbox.create(connection, "cer", dossier, poste.with_labels("cer", values))
            if kind == AVENANT and last is not None:
                for rank, objectif in enumerate(last.objectifs, 1):
                    _copy(poste, connection, record, dossier, rank, objectif)
            return record, touched("cer", record, dossier)

        return poste.now_write(work)

    def commencer_papier(self, connection: Connection, dossier: str) -> str:
        """Open, in the caller's transaction, the CER that a paper fills; return it (R-CER-18).

        Its number only is proposed: the rest stands on the paper. Raises RefusedError (R-ACC-4).
        """
        self._may_begin(connection, dossier)
        others = read_precedents(self._poste, connection, dossier)
        number = rules.next_number([one.voisin.numero for one in others])
        return self._poste.outbox.create(connection, "cer", dossier, {"numero": number})

    def ouvrir(self, record: str) -> CerLu:
        """Return a CER. Raises RefusedError if it is no longer on this computer."""
        return open_cer(self._poste, record)

    def ajouter_objectif(self, cer: str, code: str) -> str:
        """Add an objectif at the end; return its identifier."""
        poste = self._poste

        def work(connection: Connection) -> tuple[str, Changes]:
            lu = read_cer(poste, connection, cer)
            _hold(refusal(lu.writer, FORMS["objectif"], Op.CREATE, ["theme"], lu.etat))
            values = poste.with_labels("objectif", {"theme": code})
            values |= {"cer": cer, "rang": _next_rank(lu)}
            record = poste.outbox.create(connection, "objectif", str(lu.cer["dossier"]), values)
            return record, touched("objectif", record, str(lu.cer["dossier"]))

        return poste.now_write(work)

    def reprendre_objectif(self, cer: str, objectif: str) -> str:
        """Add, at the end, a copy of an objectif of an earlier CER; return its identifier (R-CER-9)."""
        poste = self._poste

        def work(connection: Connection) -> tuple[str, Changes]:
            lu = read_cer(poste, connection, cer)
            _hold(refusal(lu.writer, FORMS["objectif"], Op.CREATE, ["theme"], lu.etat))
            source = row(connection, "objectif", objectif)
            if source is None:
                raise RefusedError("Cet objectif n’est plus sur ce poste.")
            record = _copy(poste, connection, cer, str(lu.cer["dossier"]), _next_rank(lu), source)
            return record, touched("objectif", record, str(lu.cer["dossier"]))

        return poste.now_write(work)

    def retirer_objectif(self, objectif: str) -> None:
        """Remove an objectif."""
        poste = self._poste
        poste.now_write(lambda connection: (None, delete_whole(poste, connection, "objectif", objectif)))

    def deplacer_objectif(self, objectif: str, sens: int) -> None:
        """Move an objectif one place up (-1) or down (+1)."""
        poste = self._poste

        def work(connection: Connection) -> tuple[None, Changes | None]:
            here = row(connection, "objectif", objectif)
            if here is None:
                return None, None
            lu = read_cer(poste, connection, str(here["cer"]))
            order = [str(line["id"]) for line in lu.objectifs]
            place = order.index(objectif) + sens
            if not 0 <= place < len(order):
                return None, None
            other = lu.objectifs[place]
            for line, rank in ((here, other["rang"]), (other, here["rang"])):
                poste.outbox.set(
                    connection, "objectif", str(line["id"]), {"rang": rank}, {"rang": line["rang"]}
                )
            return None, touched("objectif", objectif, str(here["dossier"]))

        poste.now_write(work)

    def suivre_le_type(self, cer: str) -> None:
        """Tick what a type of CER asks to lift, and the priorité that goes with it (R-CER-5, R-CER-22)."""
        poste = self._poste

        def work(connection: Connection) -> tuple[None, Changes | None]:
            lu = read_cer(poste, connection, cer)
            levee = levee_of(text_of(lu.cer["type"]))
            values: Values = {"levee": levee} if lu.cer["levee"] != levee else {}
            if levee is not None and lu.cer["priorite"] is None:
                values["priorite"] = rules.RETABLISSEMENT
            if not values:
                return None, None
            values = poste.with_labels("cer", values)
            poste.outbox.set(connection, "cer", cer, values, {name: lu.cer[name] for name in values})
            return None, touched("cer", cer, str(lu.cer["dossier"]))

        poste.now_write(work)

    def changer_duree(self, cer: str, mois: int) -> None:
        """Set the duration and compute the end date from it (R-CER-23)."""
        poste = self._poste

        def work(connection: Connection) -> tuple[None, Changes]:
            lu = read_cer(poste, connection, cer)
            values: Values = {"duree_mois": mois}
            if isinstance(start := lu.cer["date_debut"], str) and start:
                values["date_fin"] = rules.end_date(date.fromisoformat(start), mois).isoformat()
            seen = {name: lu.cer[name] for name in values}
            poste.outbox.set(connection, "cer", cer, values, seen)
            return None, touched("cer", cer, str(lu.cer["dossier"]))

        poste.now_write(work)

    def recueillir_accord(
        self, cer: str, reponse: str, moyen: str, motif: str | None, traces: tuple[str, str] | None = None
    ) -> None:
        """Record the person's answer on the exact text as it stands on disk now (R-CER-11, R-CER-25).

        ``traces``: the signatures drawn by the person and by the référent, where ``moyen`` says so
        (R-CER-20). Raises RefusedError with what stands in the way.
        """
        poste = self._poste

        def work(connection: Connection) -> tuple[None, Changes]:
            lu = read_cer(poste, connection, cer)
            _hold(refusal(lu.writer, FORMS["accord"], Op.CREATE, ["reponse"], lu.etat))
            _no_conflict(connection, lu)
            drawn = dict(zip(("trace_personne", "trace_referent"), traces or (None, None), strict=True))
            if moyen == SIGNATURE and not signed_by_both(drawn):
                raise RefusedError("Les deux signatures sont à tracer.", "R-CER-20")
            if moyen == PAPIER and not lu.cer["date_signature"]:
                raise RefusedError("Reportez d’abord la date de signature du papier.", "R-CER-18")
            answer: Values = {"reponse": reponse, "moyen": moyen, "motif_degrade": motif, **drawn}
            values = poste.with_labels("accord", answer)
            record = recueillir(poste, connection, lu.cer, lu.objectifs, lu.dossier, lu.accords, values)
            poste.outbox.seal(connection, [cer, *(str(line["id"]) for line in lu.objectifs)])
            return None, touched("accord", record, str(lu.cer["dossier"]))

        poste.now_write(work)

    def remettre(self, cer: str, moyen: str, le: str) -> None:
        """Keep the trace that the person was handed her CER as it is now (R-CER-16).

        ``moyen``: a code of ``moyens_remise``, ``le``: a day. Raises RefusedError for a day to come.
        """
        poste = self._poste

        def work(connection: Connection) -> tuple[None, Changes]:
            lu = read_cer(poste, connection, cer)
            if moyen not in means_of(lu.etat):
                raise RefusedError("Ce CER ne se remet pas ainsi dans l’état où il est.", "R-CER-16")
            if le > poste.today:
                raise RefusedError("Ce jour n’est pas encore venu.", "R-CER-16")
            values: Values = {"edition": edition_of(lu.etat).value, "moyen": moyen, "remis_le": le}
            values = poste.with_labels("remise", values) | {"cer": cer}
            record = poste.outbox.create(connection, "remise", str(lu.cer["dossier"]), values)
            return None, touched("remise", record, str(lu.cer["dossier"]))

        poste.now_write(work)

    def soumettre(self, cer: str, motif: str | None = None) -> None:
        """Submit to the service; ``motif`` lifts what R-CER-14 holds back."""
        self.changer_etat(cer, State.SOUMIS, motif)

    def changer_etat(self, cer: str, vers: State, motif: str | None) -> None:
        """Move the CER to another state (R-CER-12). Raises RefusedError with the rule that forbids it."""
        poste = self._poste

        def work(connection: Connection) -> tuple[None, Changes]:
            record = record_event(poste, connection, cer, vers, motif)
            with_dossier = row(connection, "cer", cer) or {}
            return None, touched("evenement_cer", record, str(with_dossier.get("dossier")))

        poste.now_write(work)

    def reprendre_soumission(self, cer: str) -> None:
        """Take back a submission that has not left this computer (decision 29)."""
        poste = self._poste

        def work(connection: Connection) -> tuple[None, Changes]:
            lu = read_cer(poste, connection, cer)
            last = lu.events[-1] if lu.events else {}
            waiting = (
                changement.c.kind == "evenement_cer",
                changement.c.record == last.get("id"),
                changement.c.n.is_(None),
            )
            if connection.execute(select(changement.c.ordre).where(*waiting)).first() is None:
                raise RefusedError(
                    "Le CER est déjà parti au service\u00a0: lui seul peut vous le rendre.", "R-CER-12"
                )
            return None, delete_whole(poste, connection, "evenement_cer", str(last["id"]))

        poste.now_write(work)

    def marquer_lue(self, cer: str) -> None:
        """Remember that the referent has read the decision (R-CER-29)."""
        poste = self._poste

        def work(connection: Connection) -> tuple[None, Changes]:
            lu = read_cer(poste, connection, cer)
            if lu.events:
                line = lecture.insert().prefix_with("OR REPLACE")
                connection.execute(
                    line.values(record=str(lu.events[-1]["id"]), le=instant(poste.clock.now()))
                )
            return None, touched("cer", cer, str(lu.cer["dossier"]))

        poste.write(work)

    def _may_begin(self, connection: Connection, dossier: str) -> None:
        _hold(refusal(self._poste.writer(connection, dossier), FORMS["cer"], Op.CREATE, ["type"], None))


def _next_rank(lu: Lu) -> int:
    return max((rank for line in lu.objectifs if isinstance(rank := line["rang"], int)), default=0) + 1


def _copy(poste: Poste, connection: Connection, cer: str, dossier: str, rank: int, source: Values) -> str:
    """Write an objectif again in another CER, as it was said."""
    values: Values = {name: source[name] for name in OBJECTIF_COPIE}
    return poste.outbox.create(connection, "objectif", dossier, values | {"cer": cer, "rang": rank})


def record_event(poste: Poste, connection: Connection, cer: str, vers: State, motif: str | None) -> str:
    """Append a change of state, after the rules have been asked; return its identifier."""
    lu = read_cer(poste, connection, cer)
    event = Event(len(lu.events) + 1, lu.etat, vers, motif)
    _hold(states.refusal(lu.history, event, lu.writer))
    sdd, droit = text_of(lu.dossier.get("sdd")), text_of(lu.dossier.get("etat_droit"))
    if vers is State.SOUMIS:
        _no_conflict(connection, lu)
        if missing := gaps_of(lu.cer, lu.objectifs):
            raise RefusedError("Avant de soumettre\u00a0: " + " ".join(missing), "R-CER-9")
        _hold(states.submission_refusal(sdd=sdd, etat_droit=droit, motif=motif))
    agreed = content(cer=lu.cer, objectifs=lu.objectifs, dossier=lu.dossier, model={})
    values = poste.with_labels("evenement_cer", {"de": lu.etat, "vers": vers})
    values |= {
        "cer": cer,
        "rang": event.rang,
        "motif": motif or None,
        "empreinte": fingerprint(agreed),
        "etat_droit_connu": droit,
        "sdd_connu": sdd,
        "droit_connu_le": known(connection, "derniere_synchro"),
    }
    poste.outbox.seal(connection, [cer, *(str(line["id"]) for line in lu.objectifs)])
    return poste.outbox.create(connection, "evenement_cer", str(lu.cer["dossier"]), values)


def _no_conflict(connection: Connection, lu: Lu) -> None:
    if print_is_contested(connection, lu):
        raise RefusedError(
            "Une partie de ce CER a été modifiée ailleurs en même temps\u00a0: "
            "choisissez d’abord la version à garder, dans «\u00a0À reprendre\u00a0»."
        )


def _hold(refused: RefusedError | None) -> None:
    if refused is not None:
        raise refused
