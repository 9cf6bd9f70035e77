"""A line for a password, and a label above a control, as the door and the account lay them out."""

from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget


def ligne_secrete(nom: str) -> QLineEdit:
    """Return a line that shows dots for what is typed."""
    line = QLineEdit()
    line.setAccessibleName(nom)
    line.setEchoMode(QLineEdit.EchoMode.Password)
    return line


def groupe(words: str, control: QWidget, beside: QWidget | None = None) -> QWidget:
    """Put a label above its control, as the editors of the forms do."""
    group = QWidget()
    grid = QGridLayout(group)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(4)
    label = QLabel(words)
    label.setProperty("role", "etiquette")
    label.setBuddy(control)
    grid.addWidget(label, 0, 0)
    grid.addWidget(control, 1, 0)
    grid.setColumnStretch(0, 1)
    if beside is not None:
        grid.addWidget(beside, 1, 1)
    return group
