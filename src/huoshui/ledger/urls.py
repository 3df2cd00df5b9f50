from django.urls import path

from huoshui.ledger import pages

urlpatterns = [
    path("", pages.ledger, name="ledger"),
    path("mine/", pages.mine, name="ledger-mine"),
    path("chain/", pages.chain, name="ledger-chain"),
    path("verifier/", pages.verifier, name="ledger-verifier"),
]
