"""Running the tasks of models, and what came of it."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from uuid import UUID

import orjson
from django.http import HttpResponse
from ninja import Query, Router
from ninja.decorators import decorate_view

from frontdesk.ai import task_runs, tasks
from frontdesk.ai.models import ModelType
from frontdesk.ai.schemas.tasks import TaskRunIn, TaskRunListIn, TaskRunOut, TaskRunPage, TasksCheckedOut, TasksIn
from frontdesk.ai.schemas.usage import RowId
from frontdesk.ai.task_runs import Event, Running
from frontdesk.orgs import access
from frontdesk.orgs.access import Permission
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.platform import idempotency
from frontdesk.platform.answers import json_answer, problem_answer
from frontdesk.platform.errors import AppError
from frontdesk.platform.later import Later, Stream
from frontdesk.platform.paging import page

router = Router(tags=["AI tasks"], auth=SIGNED_IN)

STREAMED = {
    "responses": {
        200: {
            "description": (
                "OK; with `stream`, the events `step` {index, output}, `token` {index, text}, `step_done` {index, …the"
                " step} and, at last, `done` {run} or `error` (a problem document with run_id and step). An index"
                " counts from 0."
            ),
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        }
    }
}


@router.post(
    "/models/{model_type}/{model_id}/tasks/{task_name}/run",
    response=TaskRunOut,
    openapi_extra={**idempotency.OPENAPI, **STREAMED},
)
@decorate_view(idempotency.once)
def run_ai_task(
    request: ApiRequest, model_type: ModelType, model_id: RowId, task_name: str, payload: TaskRunIn
) -> HttpResponse:
    """Runs a task and answers when it is done. A step that fails is a problem document that names the run, which
    keeps what earlier steps answered."""
    running = task_runs.start(
        request.auth, model_type=model_type, model_id=model_id, task_name=task_name, inputs=payload.inputs
    )
    return Later(lambda: _stream(running) if payload.stream else _answer(running))


async def _answer(running: Running) -> HttpResponse:
    async with aclosing(task_runs.perform(running)) as events:
        told = [told async for _, told in events]
    return json_answer(told[-1]["run"])


async def _stream(running: Running) -> Stream:
    """Waits for the first piece of an answer: what fails before it is an ordinary problem document."""
    events = task_runs.perform(running, stream=True)
    try:
        first = [await anext(events), await anext(events)]
    except BaseException:
        await events.aclose()
        raise
    return Stream(_frames(first, events))


async def _frames(first: list[Event], events: AsyncGenerator[Event, None]) -> AsyncIterator[bytes]:
    async with aclosing(events):
        for name, told in first:
            yield _frame(name, told)
        try:
            async for name, told in events:
                yield _frame(name, told)
        except AppError as error:
            yield b"event: error\ndata: " + problem_answer(error).content + b"\n\n"


def _frame(name: str, told: dict[str, object]) -> bytes:
    return b"event: %s\ndata: %s\n\n" % (name.encode(), orjson.dumps(told, option=orjson.OPT_UTC_Z))


@router.get("/runs", response=TaskRunPage)
def list_ai_task_runs(request: ApiRequest, parameters: Query[TaskRunListIn]) -> dict[str, object]:
    """One's own runs, newest first; those who manage AI see everybody's."""
    runs = task_runs.list_runs(request.auth, profile_id=parameters.profile_id).defer("inputs", "steps")
    wanted = {
        "model_type": parameters.model_type,
        "model_id": parameters.model_id,
        "task_name": parameters.task_name,
        "status": parameters.status,
    }
    runs = runs.filter(**{name: value for name, value in wanted.items() if value})
    if parameters.q:
        runs = runs.filter(task_title__icontains=parameters.q)
    rows, next_cursor = page(runs, cursor=parameters.cursor, limit=parameters.limit)
    return {"items": [task_runs.present_brief(row) for row in rows], "next_cursor": next_cursor}


@router.get("/runs/{uuid:run_id}", response=TaskRunOut)
def get_ai_task_run(request: ApiRequest, run_id: UUID) -> dict[str, object]:
    return task_runs.present(task_runs.get_run(request.auth, run_id))


@router.post("/tasks/validate", response=TasksCheckedOut)
def validate_ai_tasks(request: ApiRequest, payload: TasksIn) -> dict[str, object]:
    """What is wrong with a list of tasks, before it is saved."""
    access.require(request.auth, Permission.AI_USE)
    errors = tasks.check_tasks(payload.task)
    return {"valid": not errors, "errors": errors}
