from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from foundation.audit import writing


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Add a person who can sign in with ``email``; without a password they cannot until they set one."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Add a person who may open the operator's admin site: the first one comes from the command line."""
        with writing("operator", "command line"):
            return self.create_user(email, password, is_staff=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who signs in. What they may do comes from their memberships, never from Django's permissions."""

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=80)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="zh-hans")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False, help_text=_("may open the operator's site"))
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(email=Lower(F("email"))), name="user_email_lower_case"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def audit_label(self) -> str:
        """How the audit names this person: it must still say who after the account is gone."""
        return f"user:{self.pk} {self.name}"

    def has_perm(self, permission: str, obj: object = None) -> bool:
        """For Django's admin alone, which operators use to look: everything else asks the scope."""
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        """As :meth:`has_perm`."""
        return self.is_active and self.is_staff
