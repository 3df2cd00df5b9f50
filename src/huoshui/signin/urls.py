from django.urls import path

from huoshui.signin import pages, sso_pages, tokens_pages

urlpatterns = [
    path("sign-in/", pages.sign_in, name="sign-in"),
    path("sign-out/", pages.sign_out, name="sign-out"),
    path("sso/<slug:provider_id>/", sso_pages.start, name="sso-start"),
    path("sso/<slug:provider_id>/return/", sso_pages.come_back, name="sso-return"),
    path("account/identities/", sso_pages.identities, name="identities"),
    path("account/identities/link/", sso_pages.link, name="identity-link"),
    path("account/identities/<int:identity_id>/unlink/", sso_pages.unlink, name="identity-unlink"),
    path("account/tokens/", tokens_pages.tokens, name="tokens"),
    path("account/tokens/<int:token_id>/end/", tokens_pages.end, name="token-end"),
]
