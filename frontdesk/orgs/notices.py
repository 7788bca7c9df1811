"""Which of our mail types serves each of the account mails that allauth asks for, and with what data."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from frontdesk.orgs import emails
from frontdesk.orgs.models import Profile

# Title and sentence of each security notice, per locale. Keys end allauth's template names.
NOTICES: dict[str, dict[str, tuple[str, str]]] = {
    "account_already_exists": {
        "en": (
            "You already have an account",
            "Somebody, perhaps you, tried to sign up with this address. It has an account already: "
            "sign in, or reset the password if it is forgotten. If it was not you, there is nothing to do.",
        ),
        "es": (
            "Ya tiene una cuenta",
            "Alguien, quizá usted, ha intentado registrarse con esta dirección. Ya tiene una cuenta: "
            "inicie sesión o restablezca la contraseña si la ha olvidado. Si no fue usted, no tiene que hacer nada.",
        ),
    },
    "password_changed": {
        "en": ("Your password was changed", "The password of your account was changed just now."),
        "es": ("Su contraseña ha cambiado", "La contraseña de su cuenta se acaba de cambiar."),
    },
    "password_reset": {
        "en": ("Your password was reset", "The password of your account was reset just now."),
        "es": ("Su contraseña se ha restablecido", "La contraseña de su cuenta se acaba de restablecer."),
    },
    "password_set": {
        "en": ("A password was set", "Your account now has a password."),
        "es": ("Se ha creado una contraseña", "Su cuenta tiene ahora una contraseña."),
    },
    "email_changed": {
        "en": ("Your address was changed", "The e-mail address of your account was changed just now."),
        "es": ("Su dirección ha cambiado", "La dirección de correo de su cuenta se acaba de cambiar."),
    },
    "email_deleted": {
        "en": ("An address was removed", "An e-mail address was removed from your account."),
        "es": ("Se ha quitado una dirección", "Se ha quitado una dirección de correo de su cuenta."),
    },
    "totp_activated": {
        "en": (
            "Authenticator app added",
            "Signing in to your account now also asks for a code from your authenticator app.",
        ),
        "es": (
            "Aplicación de autenticación añadida",
            "Al iniciar sesión se le pedirá también un código de su aplicación.",
        ),
    },
    "totp_deactivated": {
        "en": ("Authenticator app removed", "Signing in to your account no longer asks for a code from an app."),
        "es": ("Aplicación de autenticación quitada", "Al iniciar sesión ya no se pedirá un código de la aplicación."),
    },
    "recovery_codes_generated": {
        "en": ("New recovery codes", "A new set of recovery codes was made. The earlier codes no longer work."),
        "es": ("Nuevos códigos de recuperación", "Se han creado nuevos códigos. Los anteriores ya no funcionan."),
    },
    "email_confirm": {
        "en": ("Your address was confirmed", "The e-mail address of your account was confirmed just now."),
        "es": ("Su dirección está confirmada", "La dirección de correo de su cuenta se acaba de confirmar."),
    },
    "account_connected": {
        "en": (
            "Single sign-on was connected",
            "Your account can now be entered through the sign-in of another provider.",
        ),
        "es": (
            "Se ha conectado un inicio de sesión único",
            "Ahora puede entrar en su cuenta con el inicio de sesión de otro proveedor.",
        ),
    },
    "account_disconnected": {
        "en": ("Single sign-on was removed", "Your account can no longer be entered through that provider."),
        "es": ("Se ha quitado el inicio de sesión único", "Ya no se puede entrar en su cuenta con ese proveedor."),
    },
    "webauthn_added": {
        "en": ("A passkey was added", "A passkey or security key can now be used to sign in to your account."),
        "es": ("Se ha añadido una llave de acceso", "Ya puede usar una llave de acceso para entrar en su cuenta."),
    },
    "webauthn_removed": {
        "en": ("A passkey was removed", "A passkey or security key was removed from your account."),
        "es": ("Se ha quitado una llave de acceso", "Se ha quitado una llave de acceso de su cuenta."),
    },
}
EXPIRY = {"confirm": {"en": "3 days", "es": "3 días"}, "reset": {"en": "3 hours", "es": "3 horas"}}


def compose(template_prefix: str, context: dict[str, Any], person: Profile) -> tuple[str, dict[str, object]]:
    """Our mail type and its data for one of allauth's mails; raises KeyError for one it has added since."""
    key = template_prefix.rpartition("/")[2]
    if key in {"email_confirmation", "email_confirmation_signup"}:
        url = emails.page_url(person.locale, f"auth/confirm-email?key={context['key']}")
        return "email_confirmation", {"confirm_url": url, "expires_in": EXPIRY["confirm"][person.locale]}
    if key == "password_reset_key":
        reset_key = str(context["password_reset_url"]).partition("key=")[2]
        url = emails.page_url(person.locale, f"auth/reset-password?key={reset_key}")
        return "reset_email", {"reset_url": url, "expires_in": EXPIRY["reset"][person.locale]}
    title, text = NOTICES[key][person.locale]
    moment = datetime.now(UTC).astimezone(ZoneInfo(person.timezone))
    return "security_notice", {
        "notice_title": title,
        "notice_text": text,
        "action_url": emails.page_url(person.locale, "account/security"),
        "ip_address": context.get("ip") or "",
        "at": moment.strftime("%Y-%m-%d %H:%M %Z"),
    }
