"""Forms of users and roles. What may be chosen is what the asking user may give."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from qianshou.access import queries
from qianshou.access.models import User
from qianshou.access.roles import ROLES, Level


class RoleForm(forms.Form):
    """A role and the place where it holds."""

    role = forms.ChoiceField(label=_("Role"))
    street = forms.ModelChoiceField(label=_("Street"), queryset=None, required=False)
    committee = forms.ModelChoiceField(label=_("Committee"), queryset=None, required=False, help_text=_("For a committee worker only."))
    district = forms.ModelChoiceField(label=_("District"), queryset=None, required=False, help_text=_("For a district officer only."))

    def __init__(self, *args: object, scope: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(code, ROLES[code].label) for code in queries.assignable(scope)]
        streets, committees, districts = queries.places(scope)
        self.fields["street"].queryset, self.fields["committee"].queryset, self.fields["district"].queryset = streets, committees, districts
        if not districts.exists():
            del self.fields["district"]
        if streets.count() == 1:
            self.fields["street"].initial = streets.first()
            self.fields["street"].empty_label = None

    def clean(self) -> dict:
        """Each role needs the place that its reach says."""
        data = super().clean()
        level = ROLES[data["role"]].level if data.get("role") in ROLES else None
        if level in (Level.STREET, Level.GRANTS, Level.COMMITTEE) and not data.get("street"):
            self.add_error("street", _("This role needs a street."))
        if level == Level.COMMITTEE:
            if not data.get("committee"):
                self.add_error("committee", _("This role needs a committee."))
            elif data.get("street") and data["committee"].street_id != data["street"].pk:
                self.add_error("committee", _("This committee is in another street."))
        if level == Level.DISTRICT and not data.get("district"):
            self.add_error("role" if "district" not in self.fields else "district", _("This role needs a district."))
        return data

    def place(self) -> dict[str, int | None]:
        """The place as the operation takes it: only what the role's reach needs."""
        data, level = self.cleaned_data, ROLES[self.cleaned_data["role"]].level
        wanted = {
            Level.SYSTEM: (), Level.DISTRICT: ("district",), Level.COMMITTEE: ("street", "committee"),
        }.get(level, ("street",))  # fmt: skip
        return {f"{name}_id": data[name].pk for name in wanted}


class UserForm(RoleForm):
    """A new account with its first role."""

    username = forms.SlugField(label=_("User name"), max_length=60, help_text=_("Letters, digits and hyphens."),
                               widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off", "autofocus": True}))  # fmt: skip
    display_name = forms.CharField(label=_("Name shown"), max_length=60)
    password = forms.CharField(label=_("First password"), help_text=_("At least eight characters. The user can change it after signing in."),
                               widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}))  # fmt: skip
    field_order = ("username", "display_name", "password", "role", "street", "committee", "district")

    def clean_username(self) -> str:
        """One name, one account; upper and lower case are the same name."""
        name = self.cleaned_data["username"].lower()
        if User.objects.filter(username__iexact=name).exists():
            raise forms.ValidationError(_("This user name is taken."))
        return name

    def clean_password(self) -> str:
        """Long enough and not a common one."""
        validate_password(self.cleaned_data["password"])
        return self.cleaned_data["password"]


class NewPasswordForm(forms.Form):
    """A new password for somebody who forgot his."""

    password = forms.CharField(label=_("New password"), help_text=_("At least eight characters. Tell it to the user yourself."),
                               widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}))  # fmt: skip

    def clean_password(self) -> str:
        """Long enough and not a common one."""
        validate_password(self.cleaned_data["password"])
        return self.cleaned_data["password"]
