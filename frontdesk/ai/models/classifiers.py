"""What an organization teaches the built-in model: classifiers, their examples, and what was learnt from them."""

from django.db import models
from django.db.models.functions import Now

from frontdesk.orgs.models import Organization
from frontdesk.platform.tenancy import TenantManager

LONGEST_LABEL = 100
LONGEST_TEXT = 5000


class ClassifierStatus(models.TextChoices):
    EMPTY = "empty"
    UNTRAINED = "untrained"
    TRAINING = "training"
    READY = "ready"
    FAILED = "failed"


class Classifier(models.Model):
    """A classifier that answers as it was last trained, also while it is trained again or after that has failed."""

    id = models.BigAutoField(primary_key=True)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=ClassifierStatus.choices, default=ClassifierStatus.EMPTY)
    # Counts trainings; 0 before the first.
    version = models.PositiveIntegerField(default=0, db_default=0)
    trained_at = models.DateTimeField(null=True)
    # How many examples the last training used: more or fewer now mean that there is something new to learn.
    trained_count = models.PositiveIntegerField(default=0, db_default=0)
    metrics = models.JSONField(null=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = TenantManager["Classifier"]()

    class Meta:
        db_table = "ai_classifier"
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="ai_classifier_name"),
            models.CheckConstraint(condition=models.Q(status__in=ClassifierStatus.values), name="ai_classifier_status"),
        ]


class ClassifierModel(models.Model):
    """What the last training made, apart from its classifier so that lists never read it."""

    classifier = models.OneToOneField(Classifier, on_delete=models.CASCADE, primary_key=True, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    content = models.BinaryField()

    objects = TenantManager["ClassifierModel"]()

    class Meta:
        db_table = "ai_classifier_model"


class ClassifierExample(models.Model):
    """A text with the label that somebody gave it. One label per text: the last word counts."""

    id = models.BigAutoField(primary_key=True)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    classifier = models.ForeignKey(Classifier, on_delete=models.CASCADE, related_name="+")
    label = models.CharField(max_length=LONGEST_LABEL)
    text = models.CharField(max_length=LONGEST_TEXT)
    # Of the text without regard to case and spaces; texts are too long for an index.
    digest = models.CharField(max_length=64)
    # The text's vectors as float16, once a training has needed them, and which encoder made them.
    vector = models.BinaryField(null=True)
    encoder = models.CharField(max_length=16, blank=True, default="", db_default="")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = TenantManager["ClassifierExample"]()

    class Meta:
        db_table = "ai_classifier_example"
        constraints = [models.UniqueConstraint(fields=["classifier", "digest"], name="ai_classifier_example_once")]
        indexes = [models.Index(fields=["classifier", "label", "id"], name="ai_classifier_example_label")]
