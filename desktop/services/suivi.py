"""Difficultés, jobs wished for, caractéristiques: noted along the interviews (R-INF-1, R-INF-3, R-INF-5).

Asked twice (a double click, a screen not yet read again), an addition is made once.
"""

from collections.abc import Callable

from sqlalchemy import Connection

from desktop.models.changes import Changes, touched
from desktop.models.tables import RECORDS
from desktop.services.actes import GONE, creer, effacer, modifier
from desktop.services.poste import Poste, Values, by_rank, row, rows
from desktop.services.suivi_lu import SuiviLu, read_suivi
from domain.clock import today
from domain.errors import RefusedError
from domain.fields import same
from domain.registry import FORMS
from domain.suivi.rules import LEVEE, belongs, is_running, present


class Suivi:
    """Use cases of what is known around a person. Each act raises RefusedError if it may not be done."""

    def __init__(self, poste: Poste) -> None:
        self._poste = poste

    def lire(self, dossier: str) -> SuiviLu:
        """Return what is known around a person."""
        with self._poste.replique.read() as connection:
            return read_suivi(self._poste, connection, dossier)

    def ajouter_difficulte(self, dossier: str, nature: str) -> str:
        """Note a difficulté met today; return its identifier."""
        day = today(self._poste.clock)
        values: Values = {"nature": nature, "debut": day.isoformat(), "realisation": "constatee"}

        def already(known: list[Values]) -> Values | None:
            return next((one for one in known if one["nature"] == nature and is_running(one, day)), None)

        return self._add("difficulte", dossier, values, already)

    def lever(self, difficulte: str) -> None:
        """Say that a difficulté is over as of today."""
        self._set("difficulte", difficulte, {"fin": self._poste.today, "realisation": LEVEE})

    def reprendre(self, difficulte: str) -> None:
        """Say that a difficulté is there again, or was ended by mistake."""
        self._set("difficulte", difficulte, {"fin": None, "realisation": "en_cours"})

    def retirer(self, kind: str, record: str) -> None:
        """Delete a difficulté or a job wished for that should not have been noted."""
        poste = self._poste

        def work(connection: Connection) -> tuple[None, Changes]:
            before = row(connection, kind, record)
            effacer(poste, connection, kind, before)
            return None, touched(kind, record, str((before or {}).get("dossier")))

        poste.now_write(work)

    def ajouter_souhait(self, dossier: str, metier: str, code_rome: str | None = None) -> str:
        """Add, at the end, a job of the ROME or in the person's own words; return its identifier."""
        words = metier.strip()
        if (sentence := FORMS["souhait_metier"].by_name["metier"].refusal(words)) is not None or not words:
            raise RefusedError(sentence or "Écrivez d’abord le métier.", "R-INF-1")
        values: Values = {"metier": words, "code_rome": code_rome}

        def already(known: list[Values]) -> Values | None:
            return next((one for one in known if same(one["metier"], words)), None)

        return self._add("souhait_metier", dossier, values, already)

    def deplacer_souhait(self, souhait: str, sens: int) -> None:
        """Move a job wished for one place up (-1) or down (+1).

        Every rank is set again: two laptops may have given the same one.
        """
        poste = self._poste

        def work(connection: Connection) -> tuple[None, Changes]:
            before = row(connection, "souhait_metier", souhait)
            if before is None:
                raise RefusedError(GONE)
            dossier = str(before["dossier"])
            order = by_rank(_of(connection, "souhait_metier", dossier))
            place = next(rank for rank, one in enumerate(order) if one["id"] == souhait)
            order.insert(max(place + sens, 0), order.pop(place))
            for rank, one in enumerate(order, 1):
                modifier(poste, connection, "souhait_metier", one, {"rang": rank})
            return None, touched("souhait_metier", souhait, dossier)

        poste.now_write(work)

    def constater(self, dossier: str, nom: str, valeur: str, precision: str | None = None) -> str:
        """Record what is found today of a caractéristique; what was found before stays (R-INF-3)."""
        if not belongs(valeur, nom):
            raise RefusedError("Cette valeur n’est pas une réponse à cette caractéristique.", "R-INF-3")
        if (sentence := FORMS["caracteristique"].by_name["precision"].refusal(precision)) is not None:
            raise RefusedError(sentence, "R-INF-3")
        values: Values = {"nom": nom, "valeur": valeur, "precision": precision or None}
        values["constatee_le"] = self._poste.today

        def already(known: list[Values]) -> Values | None:
            last = present(known).get(nom, {})
            said = all(same(last.get(name), value) for name, value in values.items())
            return dict(last) if last and said else None

        return self._add("caracteristique", dossier, values, already)

    def rafraichir(self, dossier: str, nom: str) -> str:
        """Record that what was known of a caractéristique still holds today (R-INF-5)."""
        with self._poste.replique.read() as connection:
            last = present(_of(connection, "caracteristique", dossier)).get(nom)
        if last is None:
            raise RefusedError("Rien n’est encore connu de cette caractéristique.", "R-INF-5")
        precision = str(last["precision"]) if last["precision"] else None
        return self.constater(dossier, nom, str(last["valeur"]), precision)

    def _add(
        self, kind: str, dossier: str, values: Values, already: Callable[[list[Values]], Values | None]
    ) -> str:
        """Create a record, unless ``already`` finds it among those of the dossier; return its identifier."""
        poste = self._poste

        def work(connection: Connection) -> tuple[str, Changes | None]:
            known = _of(connection, kind, dossier)
            if (found := already(known)) is not None:
                return str(found["id"]), None
            complete = dict(values)
            if "rang" in FORMS[kind].by_name:
                complete["rang"] = 1 + max(
                    (r for one in known if isinstance(r := one["rang"], int)), default=0
                )
            record = creer(poste, connection, kind, dossier, complete)
            return record, touched(kind, record, dossier)

        return poste.now_write(work)

    def _set(self, kind: str, record: str, values: Values) -> None:
        poste = self._poste

        def work(connection: Connection) -> tuple[None, Changes]:
            before = row(connection, kind, record)
            modifier(poste, connection, kind, before, values)
            return None, touched(kind, record, str((before or {}).get("dossier")))

        poste.now_write(work)


def _of(connection: Connection, kind: str, dossier: str) -> list[Values]:
    return rows(connection, kind, RECORDS[kind].c.dossier == dossier)
