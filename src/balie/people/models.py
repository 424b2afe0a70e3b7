"""Tables of the people: accounts, their roles, what an auditor may see, and how they come in."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from balie.people.roles import Role


class People(BaseUserManager["User"]):
    """Everyone with an account."""

    def create_user(self, email: str, password: str | None = None, **more: Any) -> "User":
        """Add someone; without a password they can only come in with a one-time link."""
        person = self.model(email=email.strip().lower(), **more)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find someone by e-mail address, however it was typed."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person who may sign in. The e-mail address is the name they sign in with."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)
    language = models.CharField(_("language of mail"), max_length=2, default="nl")
    wants_mail = models.BooleanField(_("reminders by mail"), default=True)
    sessions_ended = models.PositiveIntegerField(_("times all sessions were ended"), default=0)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[People] = People()

    class Meta:
        """An address is kept in lower case, so one person cannot have two accounts by accident."""

        constraints = (
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_in_lower_case"),
        )

    def __str__(self) -> str:
        """Show the name, or else the address."""
        return self.name or self.email

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles this person has."""
        return frozenset(Role(grant.role) for grant in self.grants.all())

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Let a session hold until the password changes or all sessions are ended."""
        salt, kept = "balie.people.session", f"{self.password} {self.sessions_ended}"
        return salted_hmac(salt, kept, secret=secret, algorithm="sha256").hexdigest()


class Grant(models.Model):
    """A role that somebody was given, by whom and when."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    given_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        """A role is had once, and is one that exists."""

        constraints = (
            models.UniqueConstraint(fields=("person", "role"), name="role_given_once"),
            models.CheckConstraint(condition=models.Q(role__in=list(Role)), name="role_is_known"),
        )

    def __str__(self) -> str:
        """Show who has which role."""
        return f"{self.person}: {self.role}"


class Mandate(models.Model):
    """What an auditor may look at: these systems, records from this period, until the mandate expires."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="mandates")
    purpose = models.CharField(_("purpose"), max_length=300)
    all_systems = models.BooleanField(_("all systems"), default=False)
    systems = models.JSONField(_("systems"), default=list, blank=True)
    period_from = models.DateField(_("records from"))
    period_until = models.DateField(_("records up to and including"))
    expires_at = models.DateTimeField(_("access ends"))
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        """A period does not end before it begins."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(period_until__gte=models.F("period_from")), name="mandate_period_is_in_order"
            ),
        )

    def __str__(self) -> str:
        """Show whose mandate it is and for what."""
        return f"{self.person}: {self.purpose}"

    def covers(self, system: int) -> bool:
        """Whether the mandate covers this system."""
        return self.all_systems or system in self.systems


class OneTimeLogin(models.Model):
    """A link that signs someone in once. Only the digest of its token is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="one_time_logins")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A link ends after it was made."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")), name="one_time_login_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        """Show whose link it is; never the token, which is not kept."""
        return f"{self.user} {self.made_at:%Y-%m-%d %H:%M}"


class WantedLink(models.Model):
    """A link that somebody asked for with this address, whether or not it has an account: the worker finds out.

    `site` is the address of Balie as whoever asked reached it. The row goes when it was looked at.
    """

    email = models.EmailField()
    site = models.CharField(max_length=300)
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Show when; whose address it is, is nobody's business."""
        return f"{self.at:%Y-%m-%d %H:%M}"


class FailedLogin(models.Model):
    """A refused password. Address and computer are kept as keyed digests: people type passwords in the wrong field."""

    account = models.CharField(max_length=64)
    computer = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        """Counted by account and by computer, within a period."""

        indexes = (
            models.Index(fields=("account", "at"), name="failed_login_account"),
            models.Index(fields=("computer", "at"), name="failed_login_computer"),
        )

    def __str__(self) -> str:
        """Show when; the digests mean nothing to a reader."""
        return f"{self.at:%Y-%m-%d %H:%M}"
