from django.urls import path

from huoshui.signin import account_pages, confirm_pages, pages, sso_pages, tokens_pages

urlpatterns = [
    path("sign-in/", pages.sign_in, name="sign-in"),
    path("sign-out/", pages.sign_out, name="sign-out"),
    path("sign-in/second/", pages.second_step, name="sign-in-second"),
    path("passkey-options/", pages.passkey_options, name="passkey-options"),
    path("reset/<str:token>/", pages.reset, name="password-reset"),
    path("confirm/", confirm_pages.confirm, name="confirm"),
    path("account/security/", account_pages.security, name="account-security"),
    path("account/password/", account_pages.change_password, name="password-change"),
    path("account/one-time-code/", account_pages.one_time_code, name="one-time-code"),
    path("account/one-time-code/remove/", account_pages.remove_one_time_code, name="one-time-code-remove"),
    path("account/passkeys/add/", account_pages.add_passkey, name="passkey-add"),
    path("account/passkeys/remove/", account_pages.remove_passkey, name="passkey-remove"),
    path("account/recovery-codes/", account_pages.recovery_codes, name="recovery-codes"),
    path("account/sessions/end/", account_pages.end_session, name="session-end"),
    path("account/sessions/end-others/", account_pages.end_other_sessions, name="sessions-end-others"),
    path("account/notices/read/", account_pages.read_notices, name="notices-read"),
    path("sso/<slug:provider_id>/", sso_pages.start, name="sso-start"),
    path("sso/<slug:provider_id>/return/", sso_pages.come_back, name="sso-return"),
    path("account/identities/", sso_pages.identities, name="identities"),
    path("account/identities/link/", sso_pages.link, name="identity-link"),
    path("account/identities/<int:identity_id>/unlink/", sso_pages.unlink, name="identity-unlink"),
    path("account/tokens/", tokens_pages.tokens, name="tokens"),
    path("account/tokens/<int:token_id>/end/", tokens_pages.end, name="token-end"),
]
