from PySide6.QtWidgets import QApplication, QLabel

from desktop.services.bureau import Bureau
from desktop.views.main_window import MainWindow
from desktop.views.synchronisation import PageReprise, PageSynchronisation
from domain.fields import Value
from tests.views.fenetre import page


def ouvrir(window: MainWindow, item: str) -> PageReprise:
    window.ouvrir_reprise(item)
    QApplication.processEvents()
    return page(window, PageReprise)


def mots(widget: QLabel | PageReprise | PageSynchronisation | MainWindow) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def situation(bureau: Bureau, cer: str) -> Value:
    return bureau.cers.ouvrir(cer).values["situation"]
