from django.urls import include, path

from parties.web import account, leave, passwords, session

urlpatterns = [
    path("login/", session.sign_in, name="login"),
    path("logout/", session.sign_out, name="logout"),
    path("password/forgotten/", passwords.forgotten, name="password-forgotten"),
    path("password/forgotten/sent/", passwords.sent, name="password-sent"),
    path("password/<str:uidb64>/<str:token>/", passwords.choose, name="password-choose"),
    path("account/", account.account, name="account"),
    path("account/password/", passwords.change, name="password-change"),
    path("account/language/", account.language, name="account-language"),
    path("account/tokens/<int:token_id>/revoke/", account.revoke, name="token-revoke"),
    path("leave/", leave.leave, name="leave"),
    path("leave/<int:absence_id>/call-off/", leave.leave_call_off, name="leave-call-off"),
    path("messages/", account.messages, name="messages"),
    path("parties/", include("parties.web.party_urls")),
]
