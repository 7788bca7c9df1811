from django.apps import AppConfig


class OrgsConfig(AppConfig):
    name = "frontdesk.orgs"
    label = "orgs"

    def ready(self) -> None:
        from frontdesk.orgs import second_factors

        second_factors.register()
