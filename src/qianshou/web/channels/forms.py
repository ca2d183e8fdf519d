"""The form of a channel. Address and secret are write-only: an empty field keeps what is there."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from qianshou.notify.models import Channel
from qianshou.notify.rules import HostRefused, check_url

REFUSALS = {
    "not_a_url": _("This is not an address of a web page: it begins with https:// and a name."),
    "not_https": _("Only addresses that begin with https:// may be called."),
    "password_in_url": _("Leave name and password out of the address; use the secret."),
    "private_address": _("This address lies inside a private network; only the installation's settings can allow that."),
    "forbidden_address": _("This address may never be called."),
    "no_such_host": _("There is no such host."),
    "template_in_host": _("The host must not depend on the message."),
    "timeout": _("No answer in time."),
    "certificate": _("The certificate of the other side is not valid."),
    "no_connection": _("No connection."),
    "no_mail_server": _("The mail server did not take it."),
}  # fmt: skip
DELIVERY_WORDS = {"waiting": _("to be sent"), "sent": _("delivered"), "failed": _("not delivered")}


class ChannelForm(forms.Form):
    """One channel; `held` is the one that is changed."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Channel.Kind.choices)
    name = forms.CharField(label=_("Channel name"), max_length=60)
    address = forms.CharField(
        label=_("Webhook address or e-mail"),
        max_length=500,
        help_text=_("The robot's webhook address, or an e-mail address."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    secret = forms.CharField(
        label=_("Secret"), max_length=200, required=False, help_text=_("DingTalk's signing secret (SEC…), or the token of an SMS gateway."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    template = forms.CharField(
        label=_("Message body"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For HTTP only: JSON with {{text}} and {{time}} where the message and the time go."),
    )
    from_rung = forms.IntegerField(
        label=_("From rung"),
        min_value=0,
        max_value=20,
        initial=0,
        help_text=_("0: told as soon as an alert is raised; 2: only when two people were told before."),
    )
    shows_names = forms.BooleanField(label=_("may show whole names and lanes (otherwise surname and committee only)"), required=False)

    def __init__(self, *args, held: Channel | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.held = held
        if held:
            self.fields["kind"].disabled = True
            self.fields["address"].required = False
            self.fields["address"].help_text = self.fields["secret"].help_text = _("Empty keeps what is there; it is never shown.")

    def clean(self) -> dict:
        data = super().clean()
        kind, address = data.get("kind"), data.get("address")
        if address and kind == Channel.Kind.EMAIL:
            try:
                forms.EmailField().clean(address)
            except forms.ValidationError as error:
                self.add_error("address", error)
        elif address:
            try:
                check_url(address, allow_private=settings.NOTIFY_PRIVATE_HOSTS)
            except HostRefused as refused:
                self.add_error("address", REFUSALS[refused.code])
        if data.get("template") and kind != Channel.Kind.HTTP:
            self.add_error("template", _("Only an HTTP channel has a body of its own."))
        return data
