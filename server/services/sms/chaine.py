"""The accords that the server itself signs: one chain for each département (decisions 30 and 31).

They are links as those of a device are, under the name of :data:`SERVEUR`, and are verified by the
same code. The head is a row of its own, locked from the link to the commit: two signatures that
arrive together follow one another. It is taken after the CER and before digests and journal, which
everybody takes last, so that nobody waits for two of them crosswise.
"""

import base64
from collections.abc import Mapping

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from domain.accord.chaine import chain_digest, link_bytes, maillon, place
from domain.accord.sms import SERVEUR
from domain.clock import instant
from domain.fields import Value
from server.models import chaine_serveur
from server.models import maillon as links
from server.serveur import Serveur
from server.services.ecriture import Ecriture
from server.services.verification import links_of


def cle_du_serveur(serveur: Serveur) -> str:
    """Return the public key that verifies what the server signs, as devices know it (base64)."""
    return base64.b64encode(serveur.secret.signature_key).decode()


def inscrire(
    connection: Connection,
    serveur: Serveur,
    ecriture: Ecriture,
    departement: str,
    dossier: str,
    accord: Mapping[str, Value],
    constat: str | None,
) -> str:
    """Sign an accord, link it to the one before, write it, and return its identifier.

    ``constat``: what is already found of it. What is unusual in its place (a base that was restored)
    is added to it.
    """
    head = _head(connection, departement)
    key, now = cle_du_serveur(serveur), instant(serveur.clock.now())
    signed = {**accord, "rang_appareil": head[0] + 1, "precedent": head[1], "cle": key}
    word = serveur.secret.give_word(link_bytes(signed, SERVEUR))
    signed["signature"] = base64.b64encode(word).decode()
    record = serveur.ids.new()
    link = maillon(signed, SERVEUR, record, key)
    unusual = sorted(place(link, links_of(connection, departement, SERVEUR)))
    noted = " ".join(filter(None, (constat, *(each.value for each in unusual)))) or None
    connection.execute(
        insert(links).values(
            departement=departement,
            appareil=SERVEUR,
            empreinte=link.empreinte,
            rang=link.rang,
            precedent=link.precedent,
            accord=record,
            cle=key,
            recu_le=now,
        )
    )
    connection.execute(
        update(chaine_serveur)
        .where(chaine_serveur.c.departement == departement)
        .values(rang=link.rang, precedent=chain_digest(signed, SERVEUR))
    )
    return ecriture.creer(
        "accord", {**signed, "recu_le": now, "constat": noted}, dossier=dossier, record=record
    )


def _head(connection: Connection, departement: str) -> tuple[int, str | None]:
    query = select(chaine_serveur).where(chaine_serveur.c.departement == departement).with_for_update()
    row = connection.execute(query).first()
    if row is None:
        try:
            with connection.begin_nested():
                connection.execute(insert(chaine_serveur).values(departement=departement, rang=0))
        except IntegrityError:  # the first two signatures of a département, at once
            pass
        row = connection.execute(query).one()
    return int(row.rang), row.precedent
