"""Tables of the AI models: the registry, what was used of it, and what the built-in model has learnt."""

from frontdesk.ai.models.classifiers import Classifier, ClassifierExample, ClassifierModel, ClassifierStatus
from frontdesk.ai.models.drift import DriftReport
from frontdesk.ai.models.registry import (
    Capability,
    ModelType,
    OrganizationModel,
    OrgSystemModelConfig,
    PeriodType,
    PersonalModel,
    PriceOverride,
    Provider,
    RegistryModel,
    SystemModel,
)
from frontdesk.ai.models.transcriptions import Transcription, TranscriptionStatus
from frontdesk.ai.models.usage import (
    AiSettings,
    CallStatus,
    ModelCall,
    ModelTrial,
    ModelUsage,
    QuotaCounter,
    QuotaHolder,
    QuotaLease,
    TaskRun,
)

__all__ = [
    "AiSettings",
    "CallStatus",
    "Capability",
    "Classifier",
    "ClassifierExample",
    "ClassifierModel",
    "ClassifierStatus",
    "DriftReport",
    "ModelCall",
    "ModelTrial",
    "ModelType",
    "ModelUsage",
    "OrgSystemModelConfig",
    "OrganizationModel",
    "PeriodType",
    "PersonalModel",
    "PriceOverride",
    "Provider",
    "QuotaCounter",
    "QuotaHolder",
    "QuotaLease",
    "RegistryModel",
    "SystemModel",
    "TaskRun",
    "Transcription",
    "TranscriptionStatus",
]
