# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bodies of bulk requests: of the shape of real ones, in order, no larger than asked for, and the same each time."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._scim import bulk, user
from ansible_collections.entra.provisioning.plugins.module_utils._scim.path import parse
from ansible_collections.entra.provisioning.tests.emulator_checks import located
from hypothesis import given
from hypothesis import strategies as st

EXTERNAL_ID = parse("externalId")


def people(count):
    return user.received([{"externalId": str(number), "userName": f"u{number}"} for number in range(1, count + 1)])


def operations(users, by="externalId"):
    return [operation for one in bulk.requests(users, 50, "/Users", parse(by)) for operation in one.operations]


@given(st.integers(0, 130), st.integers(1, 50))
def test_every_user_is_in_one_request_in_the_order_given(count, size):
    users = people(count)
    requests = bulk.requests(users, size, "/Users", EXTERNAL_ID)
    assert [operation["data"] for one in requests for operation in one.operations] == users
    assert all(len(one.operations) == size for one in requests[:-1])
    assert all(1 <= len(one.operations) <= size for one in requests)
    assert [number for one in requests for number in range(one.first, one.last + 1)] == list(range(1, count + 1))
    assert [identity for one in requests for identity in one.external_ids] == [user.external_id(one) for one in users]


def test_an_operation_is_a_post_of_a_user():
    (one,) = bulk.requests(people(1), 50, "/Users", EXTERNAL_ID)
    assert bulk.body(one, str) == {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
        "Operations": [{"method": "POST", "bulkId": "1", "path": "/Users", "data": people(1)[0]}],
        "failOnErrors": None,
    }


def test_bulk_ids_are_unique_and_the_same_each_time():
    users = user.received(
        [
            {"externalId": "1", "title": "Lead"},
            {"externalId": "2", "title": "Lead"},
            {"externalId": "3", "title": "Lead-2"},
            {"externalId": "4"},
            {"externalId": "5", "title": "Lead"},
            {"externalId": "6", "title": 5},
        ]
    )
    found = [operation["bulkId"] for operation in operations(users, "title")]
    assert found == ["Lead", "Lead-2", "Lead-2-2", "4", "Lead-3", "6"]
    assert found == [operation["bulkId"] for operation in operations(users, "title")]


@given(st.lists(st.sampled_from(["a", "a-2", "a-2-2", "a-3", ""]), max_size=12))
def test_bulk_ids_are_unique_whatever_the_attribute_holds(titles):
    users = user.received([{"externalId": f"id{n}", "title": title} for n, title in enumerate(titles)])
    found = [operation["bulkId"] for operation in operations(users, "title")]
    assert len(set(found)) == len(users)


def test_a_digest_tells_users_apart_but_for_their_passwords():
    def digest(**members):
        users = user.received([{"externalId": "1", **members}])
        return bulk.digest(bulk.requests(users, 50, "/Users", EXTERNAL_ID)[0])

    assert digest(title="a") == digest(title="a") != digest(title="b")
    assert digest(password="planted-password-1") == digest(password="planted-password-2") != digest()
    assert len(digest()) == 64


def test_passwords_are_hidden_in_the_way_that_is_asked_for():
    users = user.received([{"externalId": "1", "password": "planted-password"}])
    (one,) = bulk.requests(users, 50, "/Users", EXTERNAL_ID)
    assert bulk.body(one, lambda text: ("secret", text))["Operations"][0]["data"]["password"] == (
        "secret",
        "planted-password",
    )


def shape(tree):
    """What kind of thing stands where, with the members of a user left out."""
    if isinstance(tree, dict):
        return {name: shape(value) for name, value in tree.items() if name != "data"}
    return [shape(item) for item in tree] if isinstance(tree, list) else type(tree)


@pytest.mark.parametrize("name", ["bulkUpload-request-core-enterprise", "bulkUpload-request-csv2scim"])
def test_a_body_has_the_shape_of_real_ones(name):
    real = located.real(f"{name}.json")
    users = user.received([operation["data"] for operation in real["Operations"]])
    (one,) = bulk.requests(users, 50, real["Operations"][0]["path"], EXTERNAL_ID)
    body = bulk.body(one, str)
    assert list(body) == list(real)
    assert shape(body) == shape(real)
    assert [operation["data"] for operation in body["Operations"]] == [one["data"] for one in real["Operations"]]
