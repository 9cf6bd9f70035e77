"""The hand that writes for one person: sentences that are true of her, and not twice the same."""

import datetime as dt
import re
from collections.abc import Collection
from random import Random

from server.demo.personnes import Personne, duree
from server.demo.phrases import accorder, banque


class Plume:
    """Draws sentences for one person, each once as long as there are others."""

    def __init__(self, personne: Personne, hasard: Random, suivi_depuis: dt.date) -> None:
        self.personne = personne
        self.hasard = hasard
        self._since = suivi_depuis
        self._used: set[str] = set()

    def phrases(
        self,
        fichier: str,
        section: str,
        jour: dt.date,
        combien: int = 1,
        *,
        plus: Collection[str] = (),
        **faits: str,
    ) -> list[str]:
        """Return ``combien`` sentences of a section that suit the person on a day.

        Half of the time the most precise ones are preferred (those with conditions), so that a
        text speaks of this person rather than of anybody.
        """
        traits = self.personne.traits(jour) | set(plus)
        among = banque(fichier).convenables(section, traits)
        fresh = [one for one in among if one not in self._used] or among
        chosen: list[str] = []
        while fresh and len(chosen) < combien:
            precise = fresh[: max(1, len(fresh) // 3)]
            one = self.hasard.choice(precise if self.hasard.random() < 0.5 else fresh)
            fresh.remove(one)
            self._used.add(one)
            chosen.append(one)
        known = self.personne.faits(jour) | {"suivi": duree((jour - self._since).days // 30)} | faits
        return [accorder(one, known, feminin=self.personne.feminin, hasard=self.hasard) for one in chosen]

    def synthese(self, theme: str, jour: dt.date, plus: Collection[str]) -> str:
        """Return the synthèse of one thème of an entretien; ``plus`` says the phase, 1, 2 or 3."""
        count = self.hasard.choices((1, 2, 3), (25, 50, 25))[0]
        return self._alleger(" ".join(self.phrases("entretiens", theme, jour, count, plus=plus)))

    def situation(self, jour: dt.date, objectifs_passes: str) -> str:
        """Return the situation of a CER: who, where, how, since when, what happened (R-CER-7)."""
        when = "suivant" if objectifs_passes else "premier"
        parts = [
            *self.phrases("cer", "presentation", jour),
            *self.phrases("cer", "mobilite", jour),
            *self.phrases("cer", "anciennete", jour),
        ]
        story = self.phrases("cer", "parcours", jour) + self.phrases("cer", "projet", jour)
        facts = self.phrases(
            "cer", "faits", jour, 3 if objectifs_passes else 1, plus=(when, *self.personne.themes),
            objectifs_passes=objectifs_passes,
        )  # fmt: skip
        return self._alleger("\n\n".join(" ".join(one) for one in (parts, story, facts)))

    def evaluation(self, jour: dt.date, *, premier: bool) -> str:
        """Return the common evaluation: what was possible, what hindered, what comes (R-CER-8)."""
        plus = ("premier",) if premier else ()
        possible = self.phrases("cer", "possible", jour, 1 if premier else 2, plus=plus)
        frein = self.phrases("cer", "frein", jour, self.hasard.choice((1, 2)))
        suite = self.phrases("cer", "projection", jour, self.hasard.choice((1, 2)))
        return self._alleger("\n\n".join(" ".join(one) for one in (possible, frein, suite)))

    def _alleger(self, text: str) -> str:
        """Say «elle» where the name would come back in the very next sentence, as people write."""
        name = self.personne.faits(dt.date(2000, 1, 1))["civ"]
        pronoun = "Elle" if self.personne.feminin else "Il"
        head, found, rest = text.partition(name)
        return head + found + re.sub(rf"(?<=[.!?] ){re.escape(name)}(?= )", pronoun, rest)
