"""Classifiers, their examples, and what they say."""

from datetime import datetime
from typing import Annotated

from ninja import Field, Schema
from pydantic import StringConstraints

from frontdesk.ai.models.classifiers import LONGEST_LABEL, LONGEST_TEXT, ClassifierStatus
from frontdesk.platform.schemas import Line, ListParameters, StrictSchema, Text

MOST_TEXTS = 256
MOST_GIVEN = 1000

Name = Annotated[Line, StringConstraints(min_length=1, max_length=120)]
Description = Annotated[Text, StringConstraints(max_length=2000)]
Label = Annotated[Line, StringConstraints(min_length=1, max_length=LONGEST_LABEL)]
ExampleText = Annotated[Text, StringConstraints(min_length=1, max_length=LONGEST_TEXT)]
# A mail is longer than an example has to be; the model reads its first 256 tokens.
PredictText = Annotated[Text, StringConstraints(min_length=1, max_length=20_000)]


class LabelCountOut(Schema):
    label: str
    count: int


class MetricsOut(Schema):
    """Found by cross-validation: on examples that were withheld from training in turn."""

    accuracy: float
    label_accuracy: dict[str, float]
    calibration_error: float = Field(description="Expected calibration error of the probabilities, over ten bins.")
    threshold: float = Field(description="A text whose `familiarity` is below gets no label.")
    unknown_rate: float = Field(description="The share of withheld examples that would get no label.")
    stranger_rate: float | None = Field(
        description="The share of examples whose whole label was withheld that would rightly get no label."
    )


class ClassifierOut(Schema):
    id: int
    name: str
    description: str
    status: ClassifierStatus
    version: int = Field(description="Counts trainings; 0 before the first.")
    example_count: int
    labels: list[LabelCountOut]
    trained_at: datetime | None
    trained_count: int = Field(description="How many examples the last training used.")
    metrics: MetricsOut | None
    error: str = Field(description="Why the last training failed; empty otherwise.")
    created_at: datetime
    updated_at: datetime


class ClassifierPage(Schema):
    items: list[ClassifierOut]
    next_cursor: str | None


class ClassifierIn(StrictSchema):
    name: Name
    description: Description = ""


class ClassifierChangeIn(StrictSchema):
    name: Name | None = None
    description: Description | None = None


class ExampleIn(StrictSchema):
    text: ExampleText
    label: Label


class ExamplesIn(StrictSchema):
    examples: list[ExampleIn] = Field(min_length=1, max_length=MOST_GIVEN)


class ExamplesAddedOut(Schema):
    added: int
    relabelled: int = Field(description="Texts that were there under another label; the new one counts.")
    unchanged: int


class ExampleOut(Schema):
    id: int
    text: str
    label: str
    created_at: datetime


class ExamplePage(Schema):
    items: list[ExampleOut]
    next_cursor: str | None


class ExampleListIn(ListParameters):
    label: Annotated[Text, StringConstraints(max_length=LONGEST_LABEL)] = ""


class ExamplesDeletedOut(Schema):
    deleted: int


class PredictIn(StrictSchema):
    texts: list[PredictText] = Field(min_length=1, max_length=MOST_TEXTS)


class AlternativeOut(Schema):
    label: str
    probability: float


class PredictionOut(Schema):
    label: str | None = Field(description="None: like nothing that was learnt.")
    probability: float = Field(description="Of the likeliest label, among the known ones; calibrated.")
    familiarity: float = Field(
        description="How much the text is like what was learnt, 0 to 1; the score that tells what is out of scope."
    )
    alternatives: list[AlternativeOut] = Field(description="The likeliest labels, best first.")


class PredictionsOut(Schema):
    model: str
    version: int
    predictions: list[PredictionOut]


class EvaluateIn(StrictSchema):
    examples: list[ExampleIn] = Field(min_length=1, max_length=MOST_GIVEN)


class LabelScoreOut(Schema):
    label: str
    count: int
    precision: float
    recall: float
    f1: float


class ConfusionOut(Schema):
    label: str
    predicted: str
    count: int


class EvaluationOut(Schema):
    """Of the likeliest label for each text, whether or not it was called unknown."""

    count: int
    accuracy: float
    macro_f1: float
    unknown_rate: float
    labels: list[LabelScoreOut]
    confusions: list[ConfusionOut] = Field(description="What was taken for what, most frequent first; at most 20.")
