"""The table of files that somebody looks through before they are imported."""

from django.conf import settings
from django.db import models


class Upload(models.Model):
    """A file that somebody sent to import, kept for a day: what is imported is exactly what was shown."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=300)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        """The newest first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        """Show the name of the file."""
        return self.name
