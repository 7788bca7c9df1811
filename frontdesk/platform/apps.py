from django.apps import AppConfig


class PlatformConfig(AppConfig):
    name = "frontdesk.platform"
    label = "platform"
