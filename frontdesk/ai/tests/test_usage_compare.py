"""The ledger beside a provider's own account."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from frontdesk.ai.models import OrganizationModel
from frontdesk.ai.tests.samples import add_call
from frontdesk.ai.usage_exports import UsageRow, family, read_export
from frontdesk.orgs.models import Profile
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy
from frontdesk.platform.errors import BadInput

Cast = dict[str, Profile]

OPENAI = """start_time,end_time,start_time_iso,end_time_iso,project_id,num_model_requests,user_id,api_key_id,model,\
batch,input_tokens,output_tokens,input_cached_tokens
1780272000,1780358400,2026-06-01T00:00:00+00:00,2026-06-02T00:00:00+00:00,proj_1,3,,key_1,gpt-4o-mini-2024-07-18,False,\
300,60,100
1780358400,1780444800,2026-06-02T00:00:00+00:00,2026-06-03T00:00:00+00:00,,,,,,,,,
"""
ANTHROPIC = """usage_date_utc,model_version,api_key,workspace,usage_type,context_window,usage_input_tokens_no_cache,\
usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,\
usage_output_tokens,web_search_count
2026-06-01,claude-haiku-4-5-20251001,k,Default,standard,≤ 200k,100,20,3,4,50,0
"""


def model(person: Profile, upstream: str, name: str) -> int:
    with tenancy.platform("tests"):
        row = OrganizationModel(organization=person.organization, name=name, slug=name.lower(), model_id=upstream)
        row.save()
        return row.id


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 6, day, hour, tzinfo=UTC)


def send_file(client: ApiClient, content: str | bytes) -> Any:
    data = content.encode() if isinstance(content, str) else content
    response = client.client.post(
        "/api/ai/usage/compare", {"file": SimpleUploadedFile("usage.csv", data)}, headers=client.headers
    )
    return response.status_code, response.json()


def test_openais_export(alice: ApiClient, cast: Cast) -> None:
    ours = {"model_id": model(cast["alice"], "gpt-4o-mini", "Writer"), "model_name": "Writer"}
    add_call(cast["bob"], at=at(1), tokens=(200, 40), **ours)
    add_call(cast["carol"], at=at(1, 23), tokens=(90, 20), estimated=True, **ours)
    add_call(cast["carol"], at=at(1), tokens=(0, 0), status="refused", **ours)
    add_call(cast["bob"], at=at(2), tokens=(7, 7), **ours)  # a day after the last that the export has a model on
    add_call(cast["bob"], at=at(1), tokens=(5, 5), model_id=10**6, model_name="Other")
    add_call(cast["dave"], at=at(1), tokens=(1000, 0), **ours)
    status, found = send_file(alice, OPENAI)
    assert status == 200, found
    (line,) = found["items"]
    assert (line["date"], line["model"], line["names"]) == ("2026-06-01", "gpt-4o-mini-2024-07-18", ["Writer"])
    assert line["ours"] == {
        "requests": 2,
        "prompt_tokens": 290,
        "completion_tokens": 60,
        "tokens": 350,
        "estimated": 1,
    }
    assert (line["theirs"]["requests"], line["theirs"]["tokens"], line["difference"]) == (3, 360, -10)
    assert (found["our_tokens"], found["their_tokens"], found["unknown_models"]) == (350, 360, [])


def test_anthropics_export_counts_cached_tokens(alice: ApiClient, cast: Cast) -> None:
    add_call(cast["bob"], at=at(1), tokens=(127, 50), model_name="claude-haiku-4-5")  # by its name
    _, found = send_file(alice, ANTHROPIC)
    (line,) = found["items"]
    assert (line["theirs"]["prompt_tokens"], line["theirs"]["completion_tokens"]) == (127, 50)
    assert line["theirs"]["requests"] is None
    assert line["difference"] == 0


def test_rows_and_models_that_are_none_of_ours(alice: ApiClient, cast: Cast) -> None:
    add_call(cast["bob"], at=at(1), tokens=(10, 0), model_name="mine")
    rows = [
        {"date": "2026-06-01", "model": "Mine", "input_tokens": 4, "output_tokens": 0, "requests": 1},
        {"date": "2026-06-01", "model": "Mine", "input_tokens": 6, "output_tokens": 0, "requests": 1},
        {"date": "2026-06-02", "model": "theirs", "input_tokens": 9, "output_tokens": 1},
    ]
    answer = alice.post("/api/ai/usage/compare", {"rows": rows})
    assert answer.status == 200
    first, second = answer.json["items"]
    assert (first["difference"], first["theirs"]["requests"]) == (0, 2)
    assert (second["model"], second["difference"], second["ours"]["tokens"]) == ("theirs", -10, 0)
    assert answer.json["unknown_models"] == ["theirs"]


def test_superadmins_compare_the_platform(root: ApiClient, cast: Cast) -> None:
    for who in ("bob", "dave"):
        add_call(cast[who], at=at(1), tokens=(10, 0), model_name="shared")
    rows = [{"date": "2026-06-01", "model": "shared", "input_tokens": 20, "output_tokens": 0}]
    assert root.post("/api/ai/usage/compare", {"rows": rows}).json["items"][0]["difference"] == 0
    one = root.post(f"/api/ai/usage/compare?organization_id={cast['dave'].organization_id}", {"rows": rows})
    assert one.json["items"][0]["difference"] == -10


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "missing: date, model"),
        ("date,model\n2026-06-01,x\n", "missing: input_tokens, output_tokens"),
        ("date,model,input_tokens,output_tokens\n2026-06-01,x,many,1\n", "Line 2: “many” in input_tokens"),
        ("date,model,input_tokens,output_tokens\n2026-06-01,x,-5,1\n", "no whole number"),
        ("date,model,input_tokens,output_tokens\nyesterday,x,5,1\n", "Line 2: “yesterday” is no date"),
        ("date,model,input_tokens,output_tokens\n2020-01-01,x,1,1\n2026-01-01,x,1,1\n", "At most 400 days"),
        ("date,model,input_tokens,output_tokens\n2026-01-01,,1,1\n", "no usage"),
        (b"\xff\xfe\x00d", "not UTF-8"),
    ],
)
def test_files_that_are_no_export(alice: ApiClient, content: str | bytes, said: str) -> None:
    status, problem = send_file(alice, content)
    assert status == 422
    assert said in problem["detail"]


@pytest.mark.parametrize("body", [{}, {"rows": []}, {"rows": [{"date": "2026-06-01"}]}, [], b"{", {"rows": [], "x": 1}])
def test_bodies_that_are_no_rows(alice: ApiClient, body: object) -> None:
    assert alice.post("/api/ai/usage/compare", body).status == 422


def test_a_form_without_a_file(alice: ApiClient) -> None:
    response = alice.client.post("/api/ai/usage/compare", {"other": "x"}, headers=alice.headers)
    assert response.status_code == 422
    assert "file" in response.json()["detail"]


def test_forms_of_files() -> None:
    plain = UsageRow(date(2026, 6, 1), "m", 1, 2)
    assert read_export(b"\xef\xbb\xbfDate;Model;Input_Tokens;Output_Tokens\r\n2026-06-01;m;1;2.0\r\n") == [plain]
    assert read_export(b"day\tmodel\tprompt_tokens\tcompletion_tokens\n2026-06-01T01:00:00+02:00\tm\t1\t2\n") == [
        UsageRow(date(2026, 5, 31), "m", 1, 2)
    ]
    assert read_export(b"start_time,model,input_tokens,output_tokens\n1780272000,m,1,2\n") == [plain]
    with pytest.raises(BadInput, match="more than 50000"):
        read_export(b"date,model,input_tokens,output_tokens\n" + b"2026-06-01,m,1,2\n" * 50_001)


def test_families() -> None:
    assert family("gpt-4o-mini-2024-07-18") == family("GPT-4o-mini") == "gpt-4o-mini"
    assert family("models/gemini-2.5-flash") == "gemini-2.5-flash"
    assert family("claude-haiku-4-5-20251001") == family("anthropic/claude-haiku-4-5") == "claude-haiku-4-5"
    assert family("mistral-large-latest") == "mistral-large"
    assert family("gpt-4o") != family("gpt-4o-mini")
