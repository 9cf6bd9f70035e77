"""The screens: widgets only, given a ``Bureau``; never SQL, HTTP or the threads of the sync.

To add a page
-------------
1. A module of its own with a class derived from :class:`desktop.views.page.Page`: ``titre``,
   ``icone`` (a file of ``resources/icons``), ``__init__(self, bureau, navigateur)``, plus the
   identifier of its record if it shows one. Build the widgets once, in ``__init__``.
2. ``rafraichir()`` reads ``bureau.<service>`` and shows what it read, leaving alone what is being
   typed (``binder.refresh`` does). Never call it: it runs on the first showing, and whenever the
   page is on screen while a ``Changes`` concerns it; a hidden page waits. Narrow ``concerne()``.
3. A form puts a ``PageDefilante`` in its layout. For each field: ``e = editeur(FORM.by_name[name],
   Outils(bureau.settings, bureau.clock))``, ``page.ajouter(e)`` (the hint goes to the margin),
   ``binder.bind(e, FORM.name, record, values)``. One ``Binder(bureau.saisie, self)`` for the page.
   Saving needs nothing more. Before an act (accord, submission, printing): ``binder.flush()``.
4. The main action is a ``BoutonPrincipal`` at the end of ``page.barre``; one that fails shows the
   words of its ``RefusedError`` (``page.barre.dire``), one that succeeds ``navigateur.annoncer``.
5. Statuses are ``Pastille``, lists are ``Liste``, nothing to show is ``EtatVide``; colours and
   sizes come from ``role`` properties only (``style.py``).
6. Register it: a ``Place`` for the rail (at most seven), or a field of ``Pages`` for the page
   of a record; ``desktop/views/pages.py`` is the one module that names them all.
7. A test in ``tests/views`` that drives it as a person would, ends with ``essai.verifier`` (every
   control has an accessible name), and saves a screenshot.
"""
