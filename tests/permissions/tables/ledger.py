"""Routes of the ledger."""

from tests.permissions.route import Route

PAGES = {
    "ledger": Route("ledger.view"),
    "ledger-mine": Route("ledger.view_own"),
    "ledger-chain": Route("ledger.export", method="post"),
    "ledger-verifier": Route("ledger.view"),
}
API = {
    "GET /ledger/lines": Route("ledger.view"),
}
