"""The pages of allauth that Balie has, under the names allauth knows them by, and no others.

There is no signing up, no second e-mail address and no connecting of accounts: single sign-on finds an account by its
verified address (see adapters.py).
"""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as sign_on
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import path

from balie.people import allauth_views as ours
from balie.people.access import for_everyone
from balie.people.views import SignIn

urlpatterns = [
    path("login/", SignIn.as_view(), name="account_login"),
    path("logout/", for_everyone(LogoutView.as_view()), name="account_logout"),
    path("closed/", login_not_required(account.account_inactive), name="account_inactive"),
    path("confirm/", for_everyone(ours.ConfirmByPassword.as_view()), name="account_reauthenticate"),
    path("second-factor/", for_everyone(factors.index), name="mfa_index"),
    path("second-factor/code/", ours.SecondStep.as_view(), name="mfa_authenticate"),
    path("second-factor/confirm/", for_everyone(ours.ConfirmByCode.as_view()), name="mfa_reauthenticate"),
    path("second-factor/app/", for_everyone(ours.ActivateApp.as_view()), name="mfa_activate_totp"),
    path("second-factor/app/remove/", for_everyone(app.deactivate_totp), name="mfa_deactivate_totp"),
    path("second-factor/recovery-codes/", for_everyone(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "second-factor/recovery-codes/new/",
        for_everyone(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second-factor/recovery-codes/file/",
        for_everyone(codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("passkeys/", for_everyone(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("passkeys/add/", for_everyone(ours.AddPasskey.as_view()), name="mfa_add_webauthn"),
    path("passkeys/confirm/", for_everyone(passkeys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("passkeys/login/", login_not_required(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("passkeys/<int:pk>/remove/", for_everyone(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
    path("passkeys/<int:pk>/name/", for_everyone(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("sso/cancelled/", login_not_required(sign_on.login_cancelled), name="socialaccount_login_cancelled"),
    path("sso/error/", login_not_required(sign_on.login_error), name="socialaccount_login_error"),
    path("oidc/<slug:provider_id>/login/", ours.sign_on, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", ours.signed_on, name="openid_connect_callback"),
]
