# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings and secrets of a service principal: one collection at the service, kept apart for the user.

Pure: what the user declared, what is stored, what would move. The requests are in synchronization.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._core.canon import canonical, observed, wire
from ansible_collections.entra.provisioning.plugins.module_utils._core.compare import moves
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput, nearest
from ansible_collections.entra.provisioning.plugins.module_utils._core.shape import ROWS, Field
from ansible_collections.entra.provisioning.plugins.module_utils._resources import terms
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Secret

SHAPE = Field("settings", "value", ROWS, fields=terms.SETTING_FIELDS)

# What the service reads back instead of a secret.
MASKED = "*"

# A name between double braces, as a template has it that gives one variable.
_UNFILLED = re.compile(r"\s*\{\{[-+]?\s*[A-Za-z_][^{}]*\}\}\s*")

# The setting whose members decide whether mass deletions are stopped.
NOTIFICATIONS = "SyncNotificationSettings"


class Declared(NamedTuple):
    """What the user declared. settings: canonical by key; secrets: Secret by key; removed: keys that shall go."""

    settings: Mapping[str, Any] = {}
    secrets: Mapping[str, Secret] = {}
    removed: tuple[str, ...] = ()


class Stored(NamedTuple):
    """What the service holds.

    settings: canonical by key; masked: the keys whose value it does not show; texts: the settings as it spells them.
    """

    settings: Mapping[str, Any]
    masked: tuple[str, ...]
    texts: Mapping[str, str] = {}

    @property
    def keys(self) -> tuple[str, ...]:
        """All stored keys, sorted."""
        return tuple(sorted((*self.settings, *self.masked)))


def from_graph(rows: Iterable[Mapping[str, Any]]) -> Stored:
    """The collection as the service sends it; an empty value counts as absent, as `""` is how a key is removed.

    That it masks has been seen of few keys only, so what is secret by nature is not kept, whatever was sent.
    """
    present = [row for row in rows if row.get("value") not in (None, "")]
    plain = [row for row in present if row["value"] != MASKED and row["key"] not in terms.NEVER_SHOWN]
    masked = tuple(sorted({row["key"] for row in present} - {row["key"] for row in plain}))
    texts = {row["key"]: row["value"] for row in plain}
    return Stored(dict(sorted(observed(SHAPE, plain).items())), masked, texts)


def parse(params: Mapping[str, Any]) -> Declared:
    """The user's declaration. Raises InvalidInput with all problems at once."""
    settings = {str(key): value for key, value in (params.get("settings") or {}).items()}
    secrets = {str(key): value for key, value in (params.get("secrets") or {}).items()}
    removed = params.get("remove_keys") or []
    problems = [
        *_unknown(settings=settings, secrets=secrets, remove_keys=removed),
        *_empty("settings", settings),
        *_empty("secrets", secrets),
        *_not_text(secrets),
        *_unfilled(secrets),
        *_contradictions(settings, secrets, removed),
    ]
    values: dict[str, Any] = {}
    for key in sorted(settings):
        try:
            values[key] = canonical(SHAPE.row(key), settings[key], f"settings.{key}")
            if key == NOTIFICATIONS:
                values[key] = _members(values[key])
        except InvalidInput as error:
            problems.extend(error.problems)
    if problems:
        raise InvalidInput(problems)
    return Declared(values, {key: Secret(str(secrets[key])) for key in sorted(secrets)}, tuple(sorted(set(removed))))


def _unknown(**given: Iterable[str]) -> list[str]:
    """Keys that the service does not have; it would answer 500 InternalError, and nothing else."""
    wrong = [(option, key) for option, keys in given.items() for key in sorted(keys) if key not in terms.ALL_KEYS]
    hints = [nearest(key, terms.ALL_KEYS) for _option, key in wrong]
    said = [f"{option}: the service has no key {key!r}.{hint}" for (option, key), hint in zip(wrong, hints)]
    # The whole list would bury a good suggestion.
    return said if all(hints) else [*said, f"The keys are {', '.join(terms.ALL_KEYS)}."]


def _empty(option: str, values: Mapping[str, Any]) -> list[str]:
    """Empty values: an unset variable must never remove a credential."""
    return [
        f"{option}.{key}: the value is empty. To remove the key, list it under remove_keys."
        for key in sorted(values)
        if values[key] is None or str(values[key]).strip() == ""
    ] + [
        f"{option}.{key}: {MASKED!r} is what the service shows instead of a secret; give the value itself."
        for key in sorted(values)
        if values[key] == MASKED
    ]


def _not_text(secrets: Mapping[str, Any]) -> list[str]:
    """Secrets that are no texts. What would be stored in their place could never be read, and so never be found wrong."""
    return [
        f"secrets.{key}: give a text. Quote what YAML takes for a number, a date or a truth (it drops leading zeros, for "
        "one); a structure that shall be stored as JSON wants the filter to_json, a file of JSON the filter string."
        for key in sorted(secrets)
        if not isinstance(secrets[key], (str, type(None)))
    ]


def _members(given: Any) -> dict[str, Any]:
    """The members of SyncNotificationSettings, the known ones as what they are: a template may make texts of them."""
    if not isinstance(given, Mapping):
        raise InvalidInput([f"settings.{NOTIFICATIONS}: give a structure of members, such as DeleteThresholdValue."])
    known = {member.wire: member for member in terms.NOTIFICATION_MEMBERS}
    where = f"settings.{NOTIFICATIONS}."
    return {
        name: canonical(known[name], value, where + name) if name in known else value for name, value in given.items()
    }


def strange_members(declared: Declared, stored: Stored) -> list[str]:
    """Members of SyncNotificationSettings that look like a known one, misspelled; the service would keep and ignore them.

    Others are the service's own affair: it may add members, and what is stored may be declared.
    """
    here = stored.settings.get(NOTIFICATIONS)
    known = [member.wire for member in terms.NOTIFICATION_MEMBERS]
    fine = {*known, *(here if isinstance(here, Mapping) else ())}
    return [
        f"settings.{NOTIFICATIONS}: the service has no member {name!r}.{nearest(name, known)}"
        for name in declared.settings.get(NOTIFICATIONS) or ()
        if name not in fine and nearest(name, known)
    ]


def _unfilled(secrets: Mapping[str, Any]) -> list[str]:
    """Secrets that are the text of a template, as an export has it in their place; it would be stored and never be seen."""
    return [
        f"secrets.{key}: the value is the text of a template that was not filled in, as `{{{{ vault_… }}}}` is in an export: "
        "Ansible fills in what stands in files of variables, not what comes from a result or bears !unsafe. Give the secret."
        for key in sorted(secrets)
        if is_template(secrets[key])
    ]


def is_template(value: Any) -> bool:
    """Whether a value is the text of a template of one variable, and not a secret."""
    return isinstance(value, str) and _UNFILLED.fullmatch(value) is not None


def _contradictions(settings: Mapping[str, Any], secrets: Mapping[str, Any], removed: Iterable[str]) -> list[str]:
    gone = set(removed)
    both = [
        f"{key} stands under settings and under secrets; it belongs under one." for key in settings if key in secrets
    ]
    kept = [f"remove_keys: {key} is also declared under settings or secrets." for key in gone & {*settings, *secrets}]
    stuck = [
        f"remove_keys: the service refuses to remove {key}; declare it under settings with neutral members instead."
        for key in gone & set(terms.NOT_REMOVABLE)
    ]
    return sorted([*both, *kept, *stuck])


def misplaced(declared: Declared, fields: Mapping[str, bool], masked: Iterable[str] = ()) -> list[str]:
    """Secrets under settings and settings under secrets.

    fields: lower-case key -> whether it is secret, from the template's configurationFields, which has the last
    word; masked: keys that the service itself hides. For the rest the table of terms decides.
    """
    wrong = [
        f"settings.{key}: this key holds a secret; move it to secrets."
        for key in secret_settings(declared, fields, masked)
    ]
    shown = [
        f"secrets.{key}: this key holds no secret; move it to settings."
        for key in declared.secrets
        if not _is_secret(key, fields, masked)
    ]
    return [*wrong, *shown]


def check_places(declared: Declared, fields: Mapping[str, bool], masked: Iterable[str], redactor: Any) -> None:
    """Raise InvalidInput for what is misplaced; the redactor then knows what stands there and is a secret."""
    problems = misplaced(declared, fields, masked)
    if problems:
        redactor.add_all([declared.settings[key] for key in secret_settings(declared, fields, masked)])
        raise InvalidInput(problems)


def secret_settings(declared: Declared, fields: Mapping[str, bool], masked: Iterable[str]) -> list[str]:
    """The keys under settings that hold a secret."""
    return [key for key in declared.settings if _is_secret(key, fields, masked)]


def _is_secret(key: str, fields: Mapping[str, bool], masked: Iterable[str]) -> bool:
    return key in set(masked) or fields.get(key.lower(), key in terms.SECRET_KEYS)


def astray(params: Mapping[str, Any]) -> list[Any]:
    """Values that stand under settings and whose key holds a secret by nature, in whatever case it is written.

    They will be refused; until then nothing may show them, and Ansible shows what an option was given.
    """
    secret = {key.lower() for key in terms.SECRET_KEYS}
    return [value for key, value in (params.get("settings") or {}).items() if str(key).lower() in secret]


class Move(NamedTuple):
    """What would move. settings: key -> (before, after); secrets: keys to write; removed: keys to remove."""

    settings: Mapping[str, tuple[Any, Any]]
    secrets: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """True when nothing needs to be written."""
        return not (self.settings or self.secrets or self.removed)


def move(declared: Declared, stored: Stored, update_secrets: str) -> Move:
    """Compare. update_secrets: `on_create` writes a secret only when its key is not stored, `always` every time."""
    settings = moves([SHAPE.row(key) for key in declared.settings], declared.settings, stored.settings)
    secrets = tuple(key for key in declared.secrets if update_secrets == "always" or key not in stored.keys)
    return Move(settings, secrets, tuple(key for key in declared.removed if key in stored.keys))


def payload(declared: Declared, stored: Stored, step: Move) -> list[dict[str, Any]]:
    """The whole set to send.

    Whether a PUT keeps what it does not name is contradicted in the field, so all that can be known goes along:
    the stored plain settings, the declared ones, every declared secret, and `""` for what shall go.
    """
    values: dict[str, Any] = dict(stored.texts)
    values.update({key: wire(SHAPE.row(key), after) for key, (_before, after) in step.settings.items()})
    values.update(declared.secrets)
    values.update(dict.fromkeys(step.removed, ""))
    return [{"key": key, "value": values[key]} for key in sorted(values)]


def undeclared(declared: Declared, stored: Stored) -> list[str]:
    """Stored secrets that cannot be sent along, because only the user could know them."""
    known = {*declared.secrets, *declared.removed}
    return [key for key in stored.masked if key not in known]


def missing(declared: Declared, step: Move, now: Stored) -> list[str]:
    """What a read-back does not show as written: keys that lack, differ, or are still there."""
    wanted = {key: after for key, (_before, after) in step.settings.items()}
    differing = moves([SHAPE.row(key) for key in wanted], wanted, now.settings)
    absent = [key for key in declared.secrets if key not in now.keys]
    return sorted([*differing, *absent, *(key for key in step.removed if key in now.keys)])
