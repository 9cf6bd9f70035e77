"""The doors of the server, and who may pass each: measured by knocking, never declared only.

``permanence-server portes`` builds a small département in a folder that it throws away, knocks at
every door as every profile, on his own dossier, on another's, on one that does not exist, then
without a token, with a revoked device and with a blocked account, and prints what each answered.

To add a route: its ``@decrit`` (server/api/openapi.py), then its line in ``table.PORTES`` here;
``tests/server/api/test_portes.py`` fails until both are there.
"""
