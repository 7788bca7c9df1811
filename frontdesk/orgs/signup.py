"""What sign-up asks besides address and password (allauth reads this form)."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
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

    def clean(self) -> dict[str, Any]:
        """allauth's API holds the password against nobody; here it is held against the address and the name."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        password = data.get("password")
        if password:
            person = Profile(email=data.get("email") or "", full_name=data.get("full_name") or "")
            try:
                validate_password(password, person)
            except ValidationError as error:
                self.add_error("password", error)
        return data

    def signup(self, request: HttpRequest, user: Profile) -> None:
        """allauth calls this after the adapter has saved the person; nothing is left to do."""
