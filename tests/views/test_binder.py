import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.models.tables import changement
from desktop.services.bureau import Bureau
from desktop.views.actualite import Actualite
from desktop.views.fields import EditeurChoix, EditeurDate, EditeurLigne, EditeurTexte, Outils, editeur
from desktop.views.fields.binder import Binder
from domain.beneficiaire.form import DOSSIER
from domain.entretien.form import ENTRETIEN
from domain.fields import Value
from tests.builders import une_personne, verser
from tests.views.essai import Essai


class Formulaire(QWidget):
    """A small form on a real entretien, as the pages make them."""

    def __init__(self, bureau: Bureau, record: str) -> None:
        super().__init__()
        self.bureau, self.record = bureau, record
        outils = Outils(bureau.settings, bureau.clock)
        self.binder = Binder(bureau.saisie, self)
        column = QVBoxLayout(self)
        values = bureau.entretiens.ouvrir(record).values
        self.editors = {}
        for name in ("suite", "moment", "motif_absence", "lieu"):
            made = self.editors[name] = editeur(ENTRETIEN.by_name[name], outils)
            column.addWidget(made)
            self.binder.bind(made, "entretien", record, values)
        self.actualite = Actualite(bureau, self)
        self.actualite.changed.connect(self.relire)

    @property
    def suite(self) -> EditeurTexte:
        made = self.editors["suite"]
        assert isinstance(made, EditeurTexte)
        return made

    def relire(self, _changes: object = None) -> None:
        self.binder.refresh("entretien", self.record, self.bureau.entretiens.ouvrir(self.record).values)

    def on_disk(self, name: str) -> Value:
        return self.bureau.entretiens.ouvrir(self.record).values[name]


@pytest.fixture
def form(bureau: Bureau, essai: Essai) -> Iterator[Formulaire]:
    dossier = une_personne(bureau)
    (record,) = verser(
        bureau, "entretien", {"dossier": dossier, "moment": "2026-11-20T14:30", "suite": "Appeler la CAF"}
    )
    made = Formulaire(bureau, record)
    essai.montrer(made, 700, 700)
    yield made
    made.hide()
    made.actualite.fermer()  # as the window does when it locks


def _was(bureau: Bureau) -> list[tuple[Value, Value]]:
    with bureau.poste.replique.read() as connection:
        lines = connection.execute(select(changement.c.valeurs, changement.c.avant)).all()
    return [(line.valeurs.get("suite"), line.avant.get("suite")) for line in lines]


def test_what_is_typed_is_on_disk_within_a_second(form: Formulaire, essai: Essai, qtbot: QtBot) -> None:
    form.suite.area.selectAll()
    with qtbot.waitSignal(form.binder.saved, timeout=1100):
        essai.taper(form.suite, "Écrire à l’école")
    qtbot.waitUntil(lambda: form.on_disk("suite") == "Écrire à l’école", timeout=1000)


def test_someone_who_never_stops_typing_is_saved_all_the_same(
    form: Formulaire, essai: Essai, qtbot: QtBot
) -> None:
    typed: list[str] = []

    def go_on() -> bool:
        essai.taper(form.suite, "a")
        typed.append("a")
        return form.on_disk("suite") != "Appeler la CAF"

    qtbot.waitUntil(go_on, timeout=3000)
    assert len(typed) > 3  # the pauses of waitUntil (10 ms) are far shorter than the idle time


def test_leaving_a_field_saves_at_once(form: Formulaire, essai: Essai, qtbot: QtBot) -> None:
    with qtbot.waitSignal(form.binder.saved, timeout=300):
        essai.taper(form.suite, "!")
        essai.quitter(form.suite)


def test_hiding_the_page_saves_at_once(form: Formulaire, essai: Essai) -> None:
    essai.taper(form.suite, "!")
    form.hide()
    form.bureau.saisie.flush()
    assert "!" in str(form.on_disk("suite"))


def test_flush_returns_once_all_is_on_disk(form: Formulaire, essai: Essai) -> None:
    form.suite.show_value(None)
    essai.taper(form.suite, "fini")
    form.binder.flush()
    assert form.on_disk("suite") == "fini"


def test_what_was_seen_moves_with_what_is_saved(form: Formulaire, essai: Essai, bureau: Bureau) -> None:
    form.suite.show_value(None)
    essai.taper(form.suite, "un")
    form.binder.flush()
    essai.taper(form.suite, " deux")
    form.binder.flush()
    # Unsent lines coalesce: the first value seen, the last one typed (decision 3).
    assert _was(bureau) == [("un deux", "Appeler la CAF")]


def test_nothing_is_saved_when_nothing_has_changed(form: Formulaire, essai: Essai, bureau: Bureau) -> None:
    essai.taper(form.suite, "x")
    essai.touche(form.suite.area, Qt.Key.Key_Backspace)
    form.binder.flush()
    assert _was(bureau) == []


def test_a_malformed_date_keeps_its_text_and_says_why(form: Formulaire, essai: Essai) -> None:
    made = form.editors["moment"]
    assert isinstance(made, EditeurDate)
    made.line.selectAll()
    essai.taper(made.line, "31/02")
    form.binder._save_all()
    assert made.problem() == ""  # a half-typed date is not scolded
    essai.quitter(made.line)
    assert "n’est pas une date et une heure" in made.problem()
    assert made.line.text() == "31/02"
    assert form.on_disk("moment") == "2026-11-20T14:30"
    made.line.selectAll()
    essai.taper(made.line, "1/12")
    essai.quitter(made.line)
    assert made.problem() == ""
    form.binder.flush()
    assert form.on_disk("moment") == "2026-12-01T14:30"


def test_a_line_too_long_is_refused_whole_and_at_once(form: Formulaire, essai: Essai) -> None:
    made = form.editors["motif_absence"]
    assert isinstance(made, EditeurLigne)
    essai.taper(made, "a" * 201)
    form.binder._save_all()
    assert "201 caractères, pour 200 au plus" in made.problem()
    assert made.value() == "a" * 201
    assert form.on_disk("motif_absence") is None


def test_a_pull_shows_in_a_field_at_rest(form: Formulaire, qtbot: QtBot) -> None:
    _pulled(form, "Écrit ailleurs")
    qtbot.waitUntil(lambda: form.suite.value() == "Écrit ailleurs")


def test_a_pull_leaves_alone_the_field_being_typed_in(
    form: Formulaire, essai: Essai, bureau: Bureau, qtbot: QtBot
) -> None:
    """Decision 1: what was seen is what the editor was loaded with, so that the merge sees both."""
    made = form.editors["lieu"]
    assert isinstance(made, EditeurChoix)
    essai.taper(form.suite, "Mon texte ")
    _pulled(form, "Écrit ailleurs", lieu="ccas")
    qtbot.waitUntil(lambda: made.value() == "ccas")
    assert "Mon texte" in str(form.suite.value())
    form.binder.flush()
    ((mine, was),) = _was(bureau)
    assert "Mon texte" in str(mine)
    assert was == "Appeler la CAF"


def test_a_pull_under_a_field_in_hand_shows_once_one_leaves(
    form: Formulaire, essai: Essai, qtbot: QtBot
) -> None:
    made = form.editors["lieu"]
    essai.taper(form.suite, "x")
    essai.touche(form.suite.area, Qt.Key.Key_Backspace)
    form.binder.flush()
    _pulled(form, "Écrit ailleurs", lieu="ccas")
    qtbot.waitUntil(lambda: made.value() == "ccas")
    assert form.suite.value() == "Appeler la CAF"
    essai.quitter(form.suite)
    assert form.suite.value() == "Écrit ailleurs"


def test_a_read_older_than_the_save_does_not_bring_the_old_text_back(form: Formulaire, essai: Essai) -> None:
    before = form.bureau.entretiens.ouvrir(form.record).values
    writer_may_go_on = threading.Event()
    form.bureau.poste.write(lambda _connection: (writer_may_go_on.wait(10), None))
    form.suite.area.selectAll()
    essai.taper(form.suite, "Neuf")
    form.binder._save_all()
    essai.quitter(form.suite)
    form.binder.refresh("entretien", form.record, before)  # read before the writer was done
    assert form.suite.value() == "Neuf"
    writer_may_go_on.set()
    form.bureau.saisie.flush()
    form.relire()
    assert form.suite.value() == "Neuf"


def test_a_record_that_leaves_the_page_is_saved_and_forgotten(form: Formulaire, essai: Essai) -> None:
    form.suite.show_value(None)
    essai.taper(form.suite, "dernier mot")
    form.binder.release("entretien", form.record)
    form.bureau.saisie.flush()
    assert form.on_disk("suite") == "dernier mot"
    form.binder.refresh("entretien", form.record, {"suite": "autre"})
    assert form.suite.value() == "dernier mot"


def test_help_of_the_field_is_its_hint(bureau: Bureau, essai: Essai) -> None:
    made = editeur(DOSSIER.by_name["adresse_declaree"], Outils(bureau.settings, bureau.clock))
    essai.montrer(made, 400, 200)
    assert made.hint.isVisible()
    assert made.hint.text() == "Si la personne dit habiter ailleurs."


def _pulled(form: Formulaire, suite: str, **more: Value) -> None:
    row: dict[str, Value] = {"id": form.record, "rev": 2, "moment": "2026-11-20T14:30", "suite": suite}
    verser(form.bureau, "entretien", row | {"dossier": form.on_disk("dossier")} | more)
