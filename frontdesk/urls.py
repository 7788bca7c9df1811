from django.urls import URLPattern, URLResolver, include, path, re_path

from frontdesk.api import api
from frontdesk.mail import public as mail
from frontdesk.mail.audience import public as audience
from frontdesk.mail.campaigns import archive
from frontdesk.mail.inbound import public as inbound
from frontdesk.mail.subscriptions import public as mail_subscriptions
from frontdesk.mail.webhooks import public as mail_webhooks
from frontdesk.platform import health, pages, storage

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", pages.no_such_route),
    path("api/", api.urls),
    re_path(r"^api/(?P<rest>[\s\S]*)$", pages.no_such_route),  # line breaks too
    path("_allauth/", include("allauth.headless.urls")),
    re_path(r"^_allauth/(?P<rest>[\s\S]*)$", pages.no_such_route),
    # OpenID Connect sends the browser back here.
    path("accounts/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("metrics", health.metrics),
    path("media/<path:key>", storage.serve_public),
    path("social/<slug:network>.png", mail.serve_icon),
    path("m/a/<str:token>", archive.serve),
    path("m/i/<str:token>", inbound.serve_picture, name="mail-inline-picture"),
    path("t/o/<str:token>.gif", mail.serve_pixel),
    path("t/c/<str:token>", mail.follow_link),
    path("m/u/<str:token>", mail_subscriptions.unsubscribe),
    path("m/p/<str:token>", mail_subscriptions.preferences),
    path("m/c/<str:token>", mail_subscriptions.confirm),
    path("m/s/<str:token>", audience.sign_up),
    path("hooks/mail/<str:token>", mail_webhooks.receive_events),
    path("hooks/mail/<str:token>/inbound", mail_webhooks.receive_mail),
    re_path(r"^(?P<path>[\s\S]*)$", pages.app_page),
]

handler400 = pages.unreadable
handler500 = pages.failed
