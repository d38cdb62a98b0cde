"""Who can sign in, what they may do where, and what was done."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q

from moothall.kit import clock

OPERATOR_EMAIL = "operator@moothall.invalid"


class UserManager(BaseUserManager["User"]):
    """Users are found by their e-mail address, in lower case."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who can sign in. What they may do stands in their grants, never here."""

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False, editable=False)
    is_operator = models.BooleanField(default=False, editable=False)
    is_invented = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name or "account"

    @property
    def ref(self) -> str:
        return f"user:{self.pk}"

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]

    # Wagtail asks for these two names on its own screens.
    @property
    def first_name(self) -> str:
        return self.name

    @property
    def last_name(self) -> str:
        return ""


class GrantQuerySet(models.QuerySet["Grant"]):
    def in_force(self, day: date | None = None) -> GrantQuerySet:
        """Grants that hold on ``day`` (the real day when not given)."""
        day = day or clock.local_day()
        rows = self.filter(Q(to_on=None) | Q(to_on__gte=day), from_on__lte=day)
        return rows.exclude(ended_at__isnull=False, to_on=day)


class Grant(models.Model):
    """A role held by a person for a scope and a time, and who gave it.

    ``scope`` is a stable reference such as ``board:hwb`` or ``organisation:healthwatch``; empty = the whole place.
    ``to_on`` is its last day; ``ended_at`` is set when somebody ended it, which counts from that moment.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.SlugField(max_length=40)
    scope = models.CharField(max_length=120, blank=True)
    from_on = models.DateField(default=clock.local_day)
    to_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants_given")
    given_at = models.DateTimeField(default=clock.now)

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ("user", "role", "scope", "from_on")
        constraints = (
            models.CheckConstraint(condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="grant_ends_after_start"),
            models.UniqueConstraint(
                fields=("user", "role", "scope"), condition=Q(to_on=None), name="grant_once_while_open"
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} for {self.scope or 'the whole place'}"

    @property
    def ref(self) -> str:
        return f"grant:{self.pk}"


class AuditEntry(models.Model):
    """One act done: who, when, on what, why it was allowed. Never changed, never deleted."""

    act = models.CharField(max_length=60)
    subject = models.CharField(max_length=160, db_index=True)
    scope = models.CharField(max_length=120, blank=True, db_index=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, db_index=True)
    why = models.CharField(max_length=240)
    via = models.CharField(max_length=20, default="desk")
    changed = models.JSONField(default=list, blank=True)
    once = models.CharField(max_length=64, null=True, blank=True, unique=True)

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.act} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("An audit entry is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("An audit entry is never deleted.")


class Versioned(models.Model):
    """A record that two people may edit: a form carries ``version`` and a stale one is refused."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
