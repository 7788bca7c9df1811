"""What sign-up asks besides address and password (allauth reads this form)."""

from django import forms
from django.http import HttpRequest

from frontdesk.orgs.models import Locale, OrganizationType, Profile
from frontdesk.platform.timezones import is_timezone


class SignupForm(forms.Form):
    full_name = forms.CharField(max_length=120)
    organization_name = forms.CharField(max_length=120)
    organization_type = forms.ChoiceField(choices=OrganizationType.choices)
    timezone = forms.CharField(max_length=60, required=False)
    locale = forms.ChoiceField(choices=Locale.choices, required=False)

    def clean_timezone(self) -> str:
        """The browser's zone is a guess: an unknown one is not worth refusing a sign-up for."""
        zone: str = self.cleaned_data["timezone"]
        return zone if is_timezone(zone) else "UTC"

    def signup(self, request: HttpRequest, user: Profile) -> None:
        """allauth calls this after the adapter has saved the person; nothing is left to do."""
