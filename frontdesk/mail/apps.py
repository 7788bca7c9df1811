from django.apps import AppConfig
from django.conf import settings


class MailConfig(AppConfig):
    name = "frontdesk.mail"
    label = "mail"

    def ready(self) -> None:
        from frontdesk.mail.rendering.social import Icons

        Icons.address = f"{settings.PUBLIC_URL}/social/"
