"""Policies for allauth's tables, which hold what is each person's own: addresses, second factors, sessions."""

from django.db import migrations

from frontdesk.platform import policies


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]

    operations = [
        policies.protect_personal("account_emailaddress"),
        policies.protect_personal("mfa_authenticator"),
        policies.protect_personal("usersessions_usersession"),
        policies.protect_personal("socialaccount_socialaccount"),
        # allauth looks here besides the settings; providers come from the settings alone, so the table stays empty.
        policies.grant("socialaccount_socialapp", "select"),
    ]
