#!/usr/bin/python
# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: synchronization_schema
short_description: Manage the schema of a synchronization job or template
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Declares attribute mappings, scoping filters, object mappings and attribute definitions of the schema of a
    synchronization job, or of a template of an application.
  - The service only ever replaces a schema as a whole, and it is a document of 100 kB to 1 MB. This module reads it,
    merges the declared lines into it, checks the result, shows what moves in the words of these options, and writes it
    once. Members and rows that were not declared stay as they are, also those that the collection does not know.
  - Just before the write the schema is read again. When something else changed it since the plan was made, nothing is
    written and the module fails. After the write it is read until it shows what was sent.
  - Expressions are compared by what they mean and not by their text, lists by what identifies their rows and not by
    their order. The tree of a mapping that does not change is never built anew.
  - Rules that the service marks as not editable are never changed, and cannot be declared otherwise than they are.
options:
  state:
    description:
      - V(merged) sets what is given; everything else stays. A row with its own C(state=absent) goes.
      - V(replaced) is V(merged), and a given list of attribute mappings, or of attribute definitions, is the whole
        list. Rows that are not in it go, and each row in it is complete, so that a member that it leaves out gets the
        service's default.
      - V(overridden) is V(replaced), and object mappings of editable rules that are not declared go too, except those
        that no portal shows. So do the object definitions that a given O(directories[].objects) does not have. Rules
        and directories never go. To declare nothing is an error.
      - V(reset) brings the default schema of the template back, as C(Restore default mappings) in the portal does. For
        a template of an application, the default of its factory tag comes back, which cannot be read beforehand;
        check mode then shows that it would be reset and not what would change.
      - Lists of plain values and each of the three filter sets are one value in every state. As given, they replace
        what is stored.
    type: str
    choices:
      - merged
      - replaced
      - overridden
      - reset
    default: merged
  synchronization_rules:
    description:
      - The rules to declare something of. Rules come from the template; they are neither added nor removed.
    type: list
    elements: dict
    suboptions:
      id:
        description:
          - The id of the rule, which is the same in every tenant. Give it or O(synchronization_rules[].name).
        type: str
      name:
        description:
          - The name of the rule.
        type: str
      priority:
        description:
          - The order among the rules; lower runs earlier.
        type: int
      container_filter:
        description:
          - The containers (organizational units, by distinguished name) to which cloud sync is limited. The empty list
            means all.
        type: list
        elements: str
      group_filter:
        description:
          - The groups to which cloud sync is limited. The empty list means all.
        type: list
        elements: str
      object_mappings:
        description:
          - What kinds of objects are mapped to what.
        type: list
        elements: dict
        suboptions:
          source_object:
            description:
              - The name of the object in the source directory. Together with
                O(synchronization_rules[].object_mappings[].target_object) it says which object mapping is meant.
              - Either of the two, or the name alone, will do where it is not ambiguous; otherwise the candidates are
                listed.
            type: str
          target_object:
            description:
              - The name of the object in the target directory.
            type: str
          name:
            description:
              - The name of the object mapping. Beside both objects it is a member like others, and is changed to what
                is given.
            type: str
          state:
            description:
              - V(absent) removes the object mapping.
            type: str
            choices:
              - present
              - absent
            default: present
          enabled:
            description:
              - Whether objects of that kind are provisioned.
            type: bool
          flow_types:
            description:
              - What may be done in the target.
            type: list
            elements: str
            choices:
              - Add
              - Update
              - Delete
          scope:
            description:
              - Which objects are provisioned. An object is in scope when all clauses of one group hold.
              - Each of the three sets is one value, as given it replaces what is stored. The empty list removes the
                filter. Sets that are not given stay.
            type: dict
            suboptions:
              groups:
                description:
                  - The scoping filters of the portal. An object that leaves them is deprovisioned at the next cycle.
                type: list
                elements: dict
                suboptions: &groups
                  name:
                    description:
                      - A name of your own for the group. Without it the stored name stays, or is empty for a new one.
                    type: str
                  clauses:
                    description:
                      - The conditions, all of which must hold.
                    type: list
                    elements: dict
                    suboptions:
                      attribute:
                        description:
                          - The attribute of the source object.
                        type: str
                        required: true
                      operator:
                        description:
                          - C(EQUALS), C(NOT EQUALS), C(IS TRUE), C(IS FALSE), C(IS NULL), C(IS NOT NULL),
                            C(REGEX MATCH), C(NOT REGEX MATCH) and those that
                            RV(entra.provisioning.synchronization_schema_info#module:filter_operators) lists beside
                            them, in their exact spelling.
                        type: str
                        required: true
                      values:
                        description:
                          - What the attribute is compared with. Left out for operators that compare with nothing.
                        type: list
                        elements: str
              input_filter_groups:
                description:
                  - Filters that are applied before anything is evaluated. An object that leaves them is left alone.
                type: list
                elements: dict
                suboptions: *groups
              category_filter_groups:
                description:
                  - Filters by category, which the service calls experimental.
                type: list
                elements: dict
                suboptions: *groups
          attribute_mappings:
            description:
              - Which attribute of the target is filled with what.
              - A new mapping says where its value comes from, by O(ignore:source), O(ignore:constant),
                O(ignore:expression) or O(ignore:default_value).
            type: list
            elements: dict
            suboptions:
              target_attribute:
                description:
                  - The attribute of the target object, in its exact case.
                type: str
                required: true
              state:
                description:
                  - V(absent) removes the mapping.
                type: str
                choices:
                  - present
                  - absent
                default: present
              source:
                description:
                  - The attribute of the source object that the value is taken from, as C(mail) or as C([mail]), with or
                    without quotes. YAML takes brackets for a list; a list of one is understood.
                  - The empty text means none, so that only the default value counts.
                  - At most one of O(ignore:source), O(ignore:constant) and O(ignore:expression) is given.
                type: str
              constant:
                description:
                  - The text that the attribute always gets. Numbers and truth values are texts here too, so quote them.
                type: str
              expression:
                description:
                  - An expression in the mapping language, for example V(Join(" ", [givenName], [surname]\)), of at most
                    10000 characters.
                type: str
              flow_type:
                description:
                  - When the value flows. V(ObjectAddOnly) means only when the object is created.
                type: str
                choices:
                  - Always
                  - ObjectAddOnly
                  - MultiValueAddOnly
                  - ValueAddOnly
                  - AttributeAddOnly
              flow_behavior:
                description:
                  - Whether the value flows when it changed, or in every cycle.
                type: str
                choices:
                  - FlowWhenChanged
                  - FlowAlways
              default_value:
                description:
                  - What is used when an object is created and the source gives nothing. The empty text is a value of its
                    own; to have none, say C(clear=default_value).
                type: str
              matching_priority:
                description:
                  - From 1 on, accounts in the target are found by this attribute, in ascending order. V(0) means not.
                type: int
              export_missing_references:
                description:
                  - Whether references to objects that are not provisioned are exported.
                type: bool
              clear:
                description:
                  - Members to empty, which leaving them out cannot say.
                type: list
                elements: str
                choices:
                  - default_value
                  - source
          metadata:
            description:
              - All metadata of the object mapping, as the service has them. Seldom needed; the service warns not to change
                them.
            type: list
            elements: dict
            suboptions: &pairs
              key:
                description:
                  - The key, which may stand more than once.
                type: str
                required: true
              value:
                description:
                  - The value, always a text.
                type: str
  directories:
    description:
      - The directories to define objects and attributes in. Directories come from the template; they are neither added nor
        removed.
    type: list
    elements: dict
    suboptions:
      id:
        description:
          - The id of the directory, which is the same in every tenant. Give it or O(directories[].name).
        type: str
      name:
        description:
          - The name of the directory. Microsoft renamed directories over the years.
        type: str
      objects:
        description:
          - The object definitions.
        type: list
        elements: dict
        suboptions:
          name:
            description:
              - The name of the object.
            type: str
            required: true
          number:
            description:
              - Which one is meant where the directory defines several objects of the name, counted from 1.
              - One more than there are adds another object of the name.
            type: int
          state:
            description:
              - V(absent) removes the definition.
            type: str
            choices:
              - present
              - absent
            default: present
          supported_apis:
            description:
              - The names of the interfaces that the object is reached by.
            type: list
            elements: str
          attributes:
            description:
              - The attribute definitions. A new one is marked as customer defined.
            type: list
            elements: dict
            suboptions:
              name:
                description:
                  - The name of the attribute, in its exact case. A directory extension is called
                    C(extension_<application id without dashes>_<name>).
                type: str
                required: true
              state:
                description:
                  - V(absent) removes the definition.
                type: str
                choices:
                  - present
                  - absent
                default: present
              type:
                description:
                  - The type of the value; V(String) for a new one where nothing is said.
                type: str
                choices:
                  - String
                  - Integer
                  - Reference
                  - Binary
                  - Boolean
                  - DateTime
              multivalued:
                description:
                  - Whether it holds a list.
                type: bool
              required:
                description:
                  - Whether an object must have it.
                type: bool
              anchor:
                description:
                  - Whether it identifies the object; one attribute of an object does.
                type: bool
              case_exact:
                description:
                  - Whether upper and lower case make a difference.
                type: bool
              flow_null_values:
                description:
                  - Whether the absence of a value flows too.
                type: bool
              mutability:
                description:
                  - What can be done with it; V(ReadWrite) for a new one where nothing is said.
                type: str
                choices:
                  - ReadWrite
                  - ReadOnly
                  - Immutable
                  - WriteOnly
              default_value:
                description:
                  - The value of an object that has none.
                type: str
              referenced_objects:
                description:
                  - The objects that an attribute of O(ignore:type=Reference) points to.
                type: list
                elements: dict
                suboptions:
                  object:
                    description:
                      - The name of the object.
                    type: str
                    required: true
                  property:
                    description:
                      - The property of the object, where it is not the object itself.
                    type: str
              api_expressions:
                description:
                  - How interfaces name the attribute.
                type: list
                elements: dict
                suboptions: *pairs
              metadata:
                description:
                  - All metadata of the attribute.
                type: list
                elements: dict
                suboptions: *pairs
              clear:
                description:
                  - Members to empty, which leaving them out cannot say.
                type: list
                elements: str
                choices:
                  - default_value
          metadata:
            description:
              - All metadata of the object definition.
            type: list
            elements: dict
            suboptions: *pairs
  document:
    description:
      - A whole schema as Graph gives it, to make the schema equal to, for example that of a test tenant as
        RV(entra.provisioning.synchronization_schema_info#module:document) has it.
      - Ids and versions stay those of the target, and so do rules that are not editable. What the document lacks and the
        target has is removed and counts as the hazard V(delete_undeclared); rules and directories stay, with a warning.
      - Custom security attributes are each tenant's own. When the document brings some along, the module warns.
      - Excludes O(synchronization_rules), O(directories) and O(restore).
    type: dict
  restore:
    description:
      - A file with a whole schema as JSON, to make the schema equal to. A file that O(backup) wrote, an answer of Graph, or
        a saved result of M(entra.provisioning.synchronization_schema_info) that has the document; in UTF-8 or UTF-16,
        with or without a byte order mark.
      - The file is read on the machine that runs the module. Otherwise it is like O(document).
    type: path
  backup:
    description:
      - Whether to keep the schema as it was in a file, when something is written. RV(backup_file) names the file.
      - When the file cannot be written, nothing else is written either.
    type: bool
    default: false
  backup_options:
    description:
      - Where the backup goes, with O(backup=true).
    type: dict
    suboptions:
      dir_path:
        description:
          - The folder, made when it is not there. Without it, C(backup) below the current directory.
          - The file lands on the machine that runs the module. On a local connection that is the controller, and the
            current directory is that of the playbook.
        type: path
      filename:
        description:
          - The name of the file. When a file of the name is there already, the module fails.
          - Without it, the id of the job or template, followed by C(_schema) and the time in UTC.
        type: str
  parse_expressions:
    description:
      - Who turns the text of an expression that changes into the tree that the service stores.
      - V(auto) has it done here, and asks the service (C(parseExpression), which stores nothing and is asked in check mode
        too) where Microsoft nowhere publishes how a function stores its parameters.
      - V(local) never asks; an expression with such a function is an error.
      - V(service) asks for every expression that changes.
      - To ask the service needs the permission to write, in check mode too. It reads expressions below service principals
        only, so for a template of an application it may refuse.
    type: str
    choices:
      - auto
      - local
      - service
    default: auto
  max_removed_share:
    description:
      - The share of the attribute mappings of one object mapping, from 0 to 1, that may go without being the hazard
        V(remove_mappings). It counts for object mappings that have ten attribute mappings or more.
    type: float
    default: 0.3
  test_cases:
    description:
      - Objects, and what the mappings are expected to give for them. They are evaluated here, on the schema as it would be,
        before anything is written and in check mode too. When one expectation fails, the module fails and tells all that do.
      - May be given without any declaration, to test the schema as it stands.
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - What a failure is called; without it, the number of the test case, counted from 1.
        type: str
      rule:
        description:
          - The name or id of the rule, where more than one has such an object mapping.
        type: str
      source_object:
        description:
          - The source object of the object mapping, where more than one has the attributes.
        type: str
      target_object:
        description:
          - The target object of the object mapping.
        type: str
      attributes:
        description:
          - The attributes of the object, by name. Lists are multi-valued attributes; what is not given has no value.
        type: dict
        default: {}
      expected:
        description:
          - The expected values by target attribute. C(null) means that nothing flows.
        type: dict
        required: true
      creating:
        description:
          - Whether the object is being created in the target, so that default values count.
        type: bool
        default: true
      now:
        description:
          - The present, as an ISO 8601 date and time, for functions that ask for it.
        type: str
      default_domain:
        description:
          - What V(DefaultDomain(\)) gives.
        type: str
      taken:
        description:
          - The values that are taken in the target, for C(SelectUniqueValue).
        type: list
        elements: str
      placeholders:
        description:
          - What placeholders such as C(%DomainFQDN%) stand for.
        type: dict
extends_documentation_fragment:
  - entra.provisioning.schema
  - entra.provisioning.either
  - entra.provisioning.plan
  - entra.provisioning.planning
  - entra.provisioning.graph
  - entra.provisioning.graph.attributes
notes:
  - Needs the permission C(Synchronization.ReadWrite.All), or C(Application.ReadWrite.OwnedBy) for what the calling
    application owns. O(app_id) and O(display_name) need C(Application.Read.All) too.
  - A schema that maps custom security attributes needs C(CustomSecAttributeProvisioning.ReadWrite.All) as well.
  - A run that changes nothing costs one request with O(job_id), and one more with O(template_id).
  - The job need not be paused for a change. The new schema counts from its next cycle on; objects that were evaluated before
    are evaluated again only when they change, or after a restart.
seealso:
  - module: entra.provisioning.synchronization_schema_info
  - module: entra.provisioning.synchronization_schema_parse_expression
  - module: entra.provisioning.synchronization_job
"""

EXAMPLES = r"""
---
- name: A mapping of each kind
  entra.provisioning.synchronization_schema:
    service_principal_id: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
    template_id: scim
    synchronization_rules:
      - name: USERGROUP_OUTBOUND_USERGROUP
        object_mappings:
          - source_object: User
            target_object: urn:ietf:params:scim:schemas:extension:enterprise:2.0:User
            attribute_mappings:
              - target_attribute: nickName
                source: mailNickname
              - target_attribute: userType
                constant: Employee
                flow_type: ObjectAddOnly
              - target_attribute: displayName
                expression: Join(", ", [surname], [givenName])
              - target_attribute: preferredLanguage
                default_value: en-US
              - target_attribute: externalId
                matching_priority: 2

- name: Take one mapping away
  entra.provisioning.synchronization_schema:
    job_id: scim.ff8bf889e03141ac8f7baedb059892ee.5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
    service_principal_id: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
    synchronization_rules:
      - name: USERGROUP_OUTBOUND_USERGROUP
        object_mappings:
          - source_object: User
            attribute_mappings:
              - target_attribute: title
                state: absent

- name: Provision no groups any more
  entra.provisioning.synchronization_schema:
    display_name: Contoso SCIM
    template_id: scim
    accept_hazards:
      - disable_object_mapping
    synchronization_rules:
      - name: USERGROUP_OUTBOUND_USERGROUP
        object_mappings:
          - name: Provision Microsoft Entra ID Groups
            enabled: false

- name: Provision two departments only
  entra.provisioning.synchronization_schema:
    app_id: 5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
    template_id: scim
    accept_hazards:
      - change_scope
    synchronization_rules:
      - name: USERGROUP_OUTBOUND_USERGROUP
        object_mappings:
          - source_object: User
            target_object: urn:ietf:params:scim:schemas:extension:enterprise:2.0:User
            scope:
              groups:
                - name: Marketing
                  clauses:
                    - attribute: department
                      operator: EQUALS
                      values:
                        - Marketing
                    - attribute: mail
                      operator: IS NOT NULL
                - name: Sales
                  clauses:
                    - attribute: department
                      operator: EQUALS
                      values:
                        - Sales

- name: A custom attribute of the target, filled from a directory extension
  entra.provisioning.synchronization_schema:
    display_name: Contoso SCIM
    template_id: scim
    directories:
      - name: Microsoft Entra ID
        objects:
          - name: User
            attributes:
              - name: extension_0123456789abcdef0123456789abcdef_costCenter
                type: String
      - name: scim
        objects:
          - name: urn:ietf:params:scim:schemas:extension:enterprise:2.0:User
            attributes:
              - name: urn:ietf:params:scim:schemas:extension:contoso:2.0:User:costCenter
                type: String
    synchronization_rules:
      - name: USERGROUP_OUTBOUND_USERGROUP
        object_mappings:
          - source_object: User
            attribute_mappings:
              - target_attribute: urn:ietf:params:scim:schemas:extension:contoso:2.0:User:costCenter
                source: extension_0123456789abcdef0123456789abcdef_costCenter

- name: Write nothing unless the mappings give what we expect
  entra.provisioning.synchronization_schema:
    display_name: Contoso SCIM
    template_id: scim
    synchronization_rules:
      - name: USERGROUP_OUTBOUND_USERGROUP
        object_mappings:
          - source_object: User
            attribute_mappings:
              - target_attribute: userType
                expression: IIF([userType]="Guest", "External", "Employee")
    test_cases:
      - name: a guest
        source_object: User
        attributes:
          userType: Guest
        expected:
          userType: External
      - name: a member
        source_object: User
        attributes:
          userType: Member
        expected:
          userType: Employee

- name: Have the service read an expression
  entra.provisioning.synchronization_schema:
    display_name: Contoso SCIM
    template_id: scim
    parse_expressions: service
    synchronization_rules:
      - name: USERGROUP_OUTBOUND_USERGROUP
        object_mappings:
          - source_object: User
            attribute_mappings:
              - target_attribute: name.formatted
                expression: Join(" ", [givenName], [surname])

- name: See what a smaller list of mappings would do
  entra.provisioning.synchronization_schema: &groups
    display_name: Contoso SCIM
    template_id: scim
    state: replaced
    synchronization_rules:
      - name: USERGROUP_OUTBOUND_USERGROUP
        object_mappings:
          - source_object: Group
            attribute_mappings:
              - target_attribute: displayName
                source: displayName
                matching_priority: 1
              - target_attribute: members
                source: members
  check_mode: true
  register: planned

- name: Apply exactly that, with a backup
  entra.provisioning.synchronization_schema:
    <<: *groups
    expected_plan: "{{ planned.plan.fingerprint }}"
    accept_hazards:
      - delete_undeclared
    backup: true
    backup_options:
      dir_path: ./backup
  register: written

- name: Go back to what stood there before
  entra.provisioning.synchronization_schema:
    display_name: Contoso SCIM
    template_id: scim
    restore: "{{ written.backup_file }}"
  when: written.backup_file is not none

- name: Keep the whole schema as code
  entra.provisioning.synchronization_schema_info:
    display_name: Contoso SCIM
    template_id: scim
  register: exported

- name: The schema is what was kept, and nothing else
  entra.provisioning.synchronization_schema:
    display_name: Contoso SCIM
    template_id: scim
    state: overridden
    synchronization_rules: "{{ exported.schema.synchronization_rules }}"
    directories: "{{ exported.schema.directories }}"
    accept_hazards:
      - delete_undeclared

- name: Read the schema of the test environment
  entra.provisioning.synchronization_schema_info:
    service_principal_id: 2b9d7e10-4c6f-4a83-b1f5-6e0a9c8d7f42
    template_id: scim
    include:
      - document
  register: tested

- name: Make the schema of production the same
  entra.provisioning.synchronization_schema:
    service_principal_id: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
    template_id: scim
    document: "{{ tested.document }}"
    backup: true

- name: Restore the default mappings
  entra.provisioning.synchronization_schema:
    display_name: Contoso SCIM
    template_id: scim
    state: reset
    accept_hazards:
      - change_scope
      - drop_matching_attribute
      - enable_deletes
"""

RETURN = r"""
---
schema:
  description:
    - What is known of the schema as last read. In check mode, as it is before the plan.
  returned: on success
  type: dict
  contains:
    id:
      description: The id of the schema, which is that of its job.
      returned: always
      type: str
      sample: scim.ff8bf889e03141ac8f7baedb059892ee.5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
    version:
      description: The version, which the service writes anew with each change.
      returned: always
      type: str
      sample: Date:2026-03-02T08:00:00.0000000Z, ActivityId:6f0a2a5c-9f0e-4d3a-8f54-0d3f3c1d2b10
test_results:
  description: What came of each expectation of O(test_cases); empty without them. Also returned when one fails.
  returned: on success
  type: list
  elements: dict
  contains:
    name:
      description: The name of the test case, or its number.
      returned: always
      type: str
      sample: a guest
    target_attribute:
      description: The target attribute that a value was expected for.
      returned: always
      type: str
      sample: userType
    expected:
      description: The expected value.
      returned: always
      type: raw
      sample: External
    value:
      description: The value that the mapping gives; C(null) when nothing flows.
      returned: always
      type: raw
      sample: External
    passed:
      description: Whether both are the same.
      returned: always
      type: bool
      sample: true
    outcome:
      description: >-
        C(value), C(ignore_attribute), C(ignore_object), C(error), or C(escrow) when C(SelectUniqueValue) found nothing
        that is free.
      returned: always
      type: str
      sample: value
    warnings:
      description: Where the service's answer is not known for certain, and why.
      returned: always
      type: list
      elements: str
      sample: []
backup_file:
  description:
    - The absolute path of the file that holds the schema as it was; C(null) when none was written. Also returned when the
      write fails after the file was written.
  returned: on success
  type: str
  sample: /srv/ansible/backup/scim.ff8b...9c22_schema.2026-03-02T080000Z.json
changed:
  description: Whether something was written, or in check mode would be.
  returned: always
  type: bool
  sample: true
plan:
  description:
    - What the module would do (check mode) or was to do, in the order of execution, in the words of the options.
      Secrets never stand in it.
  returned: when the service could be read
  type: dict
  contains:
    summary:
      description: The plan in one line; C(no changes) when everything is as declared.
      returned: always
      type: str
      sample: "1 change: replace schema of job scim.ff8b...9c22 of service principal 1f3c...7c11"
    fingerprint:
      description: SHA-256 over the changes. Give it as O(expected_plan) to have exactly this plan applied.
      returned: always
      type: str
      sample: c3a0d6b1f45e8c7290ab13de57f8642c0b9d8e7f6a5c4b3d2e1f0a9b8c7d6e5f
    changes:
      description: The changes, in order.
      returned: always
      type: list
      elements: dict
      contains:
        action:
          description: What is done.
          returned: always
          type: str
          sample: replace
        target:
          description: What it is done to.
          returned: always
          type: str
          sample: schema of job scim.ff8b...9c22 of service principal 1f3c...7c11
        before:
          description: What moves, as it stands now; C(null) when there is nothing yet.
          returned: always
          type: raw
          sample: {"synchronization_rules": {"USERS": {"object_mappings": {"User -> Account": {"enabled": true}}}}}
        after:
          description: What moves, as it will stand; C(null) when nothing will be left.
          returned: always
          type: raw
          sample: {"synchronization_rules": {"USERS": {"object_mappings": {"User -> Account": {"enabled": false}}}}}
    hazards:
      description: The changes that can hurt. A real run refuses those that O(accept_hazards) does not name.
      returned: always
      type: list
      elements: dict
      contains:
        name:
          description: The name to list under O(accept_hazards).
          returned: always
          type: str
          sample: disable_object_mapping
        detail:
          description: What exactly would be hurt.
          returned: always
          type: str
          sample: USERGROUP_OUTBOUND_USERGROUP / User -> urn:…:User is disabled
        consequence:
          description: What comes of it.
          returned: always
          type: str
          sample: objects of that kind are no longer provisioned
diff:
  description: The differences, by target; only what moves. After a failure, those of the changes that were done.
  returned: in diff mode
  type: dict
  contains:
    before:
      description: What moves, as it was.
      returned: always
      type: dict
      sample:
        schema of job scim.ff8b...9c22 of service principal 1f3c...7c11:
          synchronization_rules: {"USERS": {"object_mappings": {"User -> Account": {"enabled": true}}}}
    after:
      description: What moves, as it is or would be.
      returned: always
      type: dict
      sample:
        schema of job scim.ff8b...9c22 of service principal 1f3c...7c11:
          synchronization_rules: {"USERS": {"object_mappings": {"User -> Account": {"enabled": false}}}}
done:
  description: >-
    The changes that the service accepted before the failure, in the form of RV(plan.changes). Also one that could not
    be seen afterwards.
  returned: when a real run fails
  type: list
  elements: dict
  sample: []
failed_change:
  description: >-
    The change that failed, in the form of RV(plan.changes); C(null) when all were done and the waiting failed.
  returned: when a write, or the waiting after it, fails
  type: dict
  sample:
    action: replace
    target: schema of job scim.ff8b...9c22 of service principal 1f3c...7c11
    before:
      synchronization_rules: {"USERS": {"object_mappings": {"User -> Account": {"enabled": true}}}}
    after:
      synchronization_rules: {"USERS": {"object_mappings": {"User -> Account": {"enabled": false}}}}
error:
  description: What the service said of the failure.
  returned: when a request fails
  type: dict
  contains:
    status:
      description: The HTTP status; C(null) when there was no answer.
      returned: always
      type: int
      sample: 403
    code:
      description: The innermost error code.
      returned: always
      type: str
      sample: Authorization_RequestDenied
    request_id:
      description: The id of the request at the service, for its support.
      returned: always
      type: str
      sample: 6f0a2a5c-9f0e-4d3a-8f54-0d3f3c1d2b10
    client_request_id:
      description: The id that the collection gave the request.
      returned: always
      type: str
      sample: 0b7c3f52-2d53-4a53-9b0b-7a1f1f9f4a77
"""

from ansible_collections.entra.provisioning.plugins.module_utils import _module
from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema


def main():
    """Run the module."""
    _module.reconcile(schema.OPTIONS, schema.propose, **schema.RULES)


if __name__ == "__main__":
    main()
