from django.apps import AppConfig


class OrgsConfig(AppConfig):
    name = "frontdesk.orgs"
    label = "orgs"
