"""Qt's own words in French: the locale alone leaves «Cancel» on Qt's buttons."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

FRANCAIS = QLocale(QLocale.Language.French, QLocale.Country.France)


def installer(app: QApplication) -> None:
    """Put Qt's dialogs, menus and calendar in French. Raises RuntimeError if Qt lost its French."""
    QLocale.setDefault(FRANCAIS)
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not translator.load("qtbase_fr", folder):
        raise RuntimeError(folder)
    app.installTranslator(translator)
