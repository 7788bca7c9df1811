"""Tasks of models and their runs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema

from frontdesk.ai.models import ModelType, TaskRun
from frontdesk.ai.schemas.usage import CallerOut, RowId
from frontdesk.ai.tasks import Output
from frontdesk.platform.schemas import FieldError, ListParameters, StrictSchema, Text


class TaskRunIn(StrictSchema):
    inputs: dict[str, Any] = Field(default_factory=dict, description="By the names that the task declares.")
    stream: bool = Field(False, description="Answer in server-sent events: step, token, step_done, done, error.")


class TaskStepOut(Schema):
    output: Output
    value: Any = Field(description="A text, or with the output json the value that fits the step's schema.")
    is_cut: bool = Field(description="The answer reached max_tokens and ends there.")
    prompt_tokens: int
    completion_tokens: int
    cost: str
    estimated: bool
    served_by: str
    latency_ms: int


class TaskRunBrief(Schema):
    id: UUID
    model_type: ModelType
    model_id: int
    model_name: str
    task_name: str
    task_title: str
    status: TaskRun.Status
    error: str
    person: CallerOut
    created_at: datetime
    finished_at: datetime | None


class TaskRunOut(TaskRunBrief):
    inputs: dict[str, Any]
    steps: list[TaskStepOut]


class TaskRunPage(Schema):
    items: list[TaskRunBrief]
    next_cursor: str | None


class TaskRunListIn(ListParameters):
    profile_id: UUID | None = None
    model_type: ModelType | None = None
    model_id: RowId | None = None
    task_name: Text = Field("", max_length=60)
    status: TaskRun.Status | None = None


class TasksIn(StrictSchema):
    task: Any = Field(description="A model's list of tasks, as its field `task` takes it.")


class TasksCheckedOut(Schema):
    valid: bool
    errors: list[FieldError]
