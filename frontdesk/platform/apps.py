from django.apps import AppConfig


class PlatformConfig(AppConfig):
    name = "frontdesk.platform"
    label = "platform"

    def ready(self) -> None:
        from frontdesk.platform.observe import configure_logging

        configure_logging()
