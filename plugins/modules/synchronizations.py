#!/usr/bin/python
# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: synchronizations
short_description: Manage the synchronization of many service principals in one task
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Declares applications with their settings, secrets, jobs and schemas, as many as a tenant has, in one list, and brings all
    of them there. One task for hundreds of applications takes seconds where a loop over tasks takes minutes.
  - An entry of O(applications) is what M(entra.provisioning.application_from_template), M(entra.provisioning.synchronization),
    M(entra.provisioning.synchronization_job) and M(entra.provisioning.synchronization_schema) take, under the same names.
    The plans are made by the very code of these modules, so what they promise holds here.
  - Everything is read and planned before anything is written. The reads of all applications are sent together, twenty in a
    request, several requests at a time. The changes of one application are made one after the other in the order of the
    plan, those of different applications side by side.
  - There is one plan with one fingerprint, and hazards are counted over the whole. A hazard that nobody accepted keeps all
    applications from being written, not only its own.
  - Before a part of an application is written it is planned once more from what stands there now. Where that is not what
    was shown, the application fails and nothing of that part is written.
  - It also exports what there is as the declaration that it reads (O(state=gathered)), reads a saved export
    (O(state=parsed)), and shows the requests of a declaration without a connection (O(state=rendered)).
options:
  state:
    description:
      - V(merged) makes what is declared so. Jobs, keys, mappings and applications that are not declared stay as they are.
      - V(replaced) is V(merged), and what is declared of an application is complete. Where O(applications[].jobs) is given,
        jobs that it does not have are deleted. Where O(applications[].settings) or O(applications[].secrets) is given, stored
        keys that neither of them has are removed. A schema that does not say its own state is replaced. Of what is not given
        nothing is removed, and applications that are not declared stay as they are.
      - V(overridden) is V(replaced) for the whole tenant. Of a declared application all jobs and stored keys go that are not
        declared, also where nothing of the kind is given, and a schema that does not say its own state is overridden. Of each
        service principal of the tenant that has a job and is not declared, all jobs and stored keys go. The service principals
        themselves stay, and so do those that have keys and no job.
      - V(deleted) deletes the declared jobs of each application, and all of its jobs where it declares none. Keys under
        O(applications[].remove_keys) are removed. Settings, secrets, schemas and the states of jobs are not looked at, so that a
        declaration can be given as it is. The applications themselves are never deleted, and are not made; one that has an
        O(applications[].application_template_id) and is not there is as declared.
      - V(gathered) changes nothing and returns what there is as a declaration, in RV(gathered). Without O(applications) it
        returns every application that has a job or stored keys; with it, those that are named, of which nothing else is
        looked at.
      - V(rendered) changes nothing, asks nobody, and returns in RV(rendered) the requests by which the declaration would be
        brought to a tenant that has nothing of it yet. It needs no credentials.
      - V(parsed) changes nothing, asks nobody, and returns the declaration in O(running_config) in RV(parsed). It needs no
        credentials.
      - What goes only because nobody declared it is the hazard V(delete_undeclared), in every state. The key
        C(SyncNotificationSettings) never goes, since the service does not let it.
    type: str
    choices:
      - merged
      - replaced
      - overridden
      - deleted
      - gathered
      - rendered
      - parsed
    default: merged
  applications:
    description:
      - The applications, each named by exactly one of O(applications[].service_principal_id), O(applications[].app_id) and
        O(applications[].display_name). Results come in this order. An application that is named twice is an error.
      - Needed in all states but V(gathered) and V(parsed), and then not empty.
      - All of it is checked before the first request, and all problems are told at once.
    type: list
    elements: dict
    suboptions:
      # generated: options of owner
      service_principal_id:
        description:
          - The object id of the service principal (the enterprise application). Not the application (client) id.
          - It is the form that costs no extra request.
          - Exactly one of O(applications[].service_principal_id), O(applications[].app_id) and
            O(applications[].display_name) is given.
        type: str
      app_id:
        description:
          - The application (client) id. The service principal is looked up, which costs one request.
        type: str
      display_name:
        description:
          - The display name of the service principal, exactly. Upper and lower case count as the same to the service.
          - Display names are not unique. When several service principals bear the name, the module fails and lists
            them; it never takes the first of many.
        type: str
      # end of generated
      application_template_id:
        description:
          - The id of the entry of the gallery that the application is made from when there is none of that
            O(applications[].display_name), which names the application then. The id is the same in all tenants;
            M(entra.provisioning.application_template_info) finds it.
          - Where it is given, O(applications[].display_name) means what was made from this entry. A namesake that was made
            otherwise is an error and is left alone.
          - An application that is yet to be made is planned for as declared, since what its template offers cannot be read
            yet. A real run reads it once the application is there. Where the comparison then brings up a hazard that was
            not shown and is not accepted, the application fails.
          - Without it, an application that is not there is an error. O(if_missing) tells otherwise.
        type: str
      # generated: options of settings
      settings:
        description:
          - The keys that hold no secret, with their values. Keys are those of the service, in its spelling.
          - Texts - C(ApplicationTemplateIdentifier), C(AuthenticationType), C(BaseAddress), C(ClientIdentifier),
            C(CompanyId), C(InstanceName), C(Oauth2AccessTokenCreationTime), C(Oauth2AuthorizationUri),
            C(Oauth2ClientId), C(Oauth2RedirectUri), C(Oauth2TokenExchangeUri), C(Sandbox), C(SandboxName), C(Server),
            C(SingleSignOnType), C(SyncAgentADContainer), C(SyncAgentCompatibilityKey), C(SynchronizationSchedule),
            C(SystemOfRecord), C(TestReferences), C(TokenExpiration), C(UpdateKeyOnSoftDelete), C(Url), C(UserName).
          - True or false, whatever the spelling - C(EnforceDomain), C(HardDeletesEnabled),
            C(PerformInboundEntitlementGrants), C(SkipOutOfScopeDeletions), C(SyncAll), C(ValidateDomain).
          - Structures, which the service keeps as JSON in a text - C(AppKey), C(Domain), C(SyncNotificationSettings).
            They are given and compared as structures; members that are not given keep their value.
          - C(SyncAll) is C(false) to provision only assigned users and groups, C(true) to provision all.
          - A template can call a key secret that is none by this list; then the template has the last word.
          - An empty value is an error. To remove a key, list it under O(applications[].remove_keys).
        type: dict
      secrets:
        description:
          - The keys that hold a secret, with their values - C(ClientSecret), C(ConnectionString), C(ConsumerKey),
            C(ConsumerSecret), C(Oauth2AccessToken), C(Oauth2AuthorizationCode), C(Oauth2ClientSecret),
            C(Oauth2RefreshToken), C(Password), C(SecretToken), C(TokenKey), and what the template calls secret.
          - A secret under O(applications[].settings), or a setting here, is an error that says where the key belongs.
          - Values are texts. Quote what YAML takes for a number or a truth; what is no text is an error.
          - When anything is written, all declared secrets go along, also those that are stored already.
        type: dict
      remove_keys:
        description:
          - Keys that shall not be stored, settings and secrets alike. A key that is not stored is not a change.
          - C(SyncNotificationSettings) cannot be removed; the service refuses it. Give it neutral members instead.
        type: list
        elements: str
        default: []
      update_secrets:
        description:
          - V(on_create) writes a secret when its key is not stored yet. Whether the stored value is the declared one
            cannot be known, since the service shows C(*) in its place.
          - V(always) writes the declared secrets in every run, which is therefore always a change. Use it to rotate.
        type: str
        choices:
          - on_create
          - always
        default: on_create
      validate_with_template:
        description:
          - The id of a template, for example C(scim). Before anything is stored, the service tries the credentials
            against the target with the connector of this template. If that fails, nothing is stored.
          - The declared and the readable stored keys are tried. Nothing is tried in check mode, or when nothing is to
            be written.
        type: str
      # end of generated
      jobs:
        description:
          - Its jobs, each named by its template or its id. Jobs that are not named stay, but for the states V(replaced) and
            V(overridden), in which they go.
          - An empty list declares that there is none. It counts in these two states only.
        type: list
        elements: dict
        suboptions:
          # generated: options of job
          template_id:
            description:
              - The template whose job it is, for example C(scim). Needed to create a job.
              - A template that the service principal does not offer is an error that lists those that it offers.
              - At least one of O(applications[].jobs[].template_id) and O(applications[].jobs[].job_id) is given.
            type: str
          job_id:
            description:
              - The id of an existing job. When given, the job is found by it, and O(applications[].jobs[].template_id)
                is used for its creation only.
            type: str
          state:
            description:
              - V(present) makes sure that there is a job. A new job is not started; an existing one is left as it is.
              - V(started) makes sure that there is a job and that the service runs it.
              - V(paused) makes sure that there is a job and that the service does not run it. Watermark and escrows are
                kept.
              - V(absent) deletes the job and its state. Accounts in the target stay, and so do the settings and
                secrets, which are the service principal's.
            type: str
            choices:
              - present
              - absent
              - started
              - paused
            default: present
          wait_for:
            description:
              - What to wait for, after the changes and also when there were none. Only with
                O(applications[].jobs[].state=started), and not in check mode.
              - V(none) waits for nothing but the change itself.
              - V(started) waits until the service runs the job.
              - V(initial_cycle) waits until the initial cycle is completed, which takes from minutes to days.
              - V(steady) waits until moreover the status is C(Active) and there is no quarantine.
              - A quarantine on the way ends the waiting with a failure, unless
                O(applications[].jobs[].on_quarantine=ignore).
            type: str
            choices:
              - none
              - started
              - initial_cycle
              - steady
            default: none
          wait_timeout:
            description:
              - How many seconds to wait at most for what O(applications[].jobs[].wait_for) names.
            type: int
            default: 3600
          on_quarantine:
            description:
              - What to do when the job is in quarantine and O(applications[].jobs[].state=started).
              - V(fail) fails before anything is done, with the cause that the service gives.
              - V(restart) restarts the job so that it leaves the quarantine. Nothing but the quarantine is reset; no
                object is read again and no held back deletion is carried out. Mend the cause first.
              - V(ignore) goes on, with a warning.
              - When it is not given, O(on_quarantine) counts.
            type: str
            choices:
              - fail
              - restart
              - ignore
          # end of generated
          schema:
            description:
              - The schema of the job. It is written after the job was made and before it is started.
              - It is left out for a job that goes.
            type: dict
            suboptions:
              # generated: options of schema
              state:
                description:
                  - V(merged) sets what is given; everything else stays. A row with its own C(state=absent) goes.
                  - V(replaced) is V(merged), and a given list of attribute mappings, or of attribute definitions, is
                    the whole list. Rows that are not in it go, and each row in it is complete, so that a member that it
                    leaves out gets the service's default.
                  - V(overridden) is V(replaced), and object mappings of editable rules that are not declared go too,
                    except those that no portal shows. So do the object definitions that a given
                    O(applications[].jobs[].schema.directories[].objects) does not have. Rules and directories never go.
                    To declare nothing is an error.
                  - V(reset) brings the default schema of the template back, as C(Restore default mappings) in the
                    portal does. For a template of an application, the default of its factory tag comes back, which
                    cannot be read beforehand; check mode then shows that it would be reset and not what would change.
                  - Lists of plain values and each of the three filter sets are one value in every state. As given, they
                    replace what is stored.
                  - When it is not given, it is O(state) where that is V(replaced) or V(overridden), and V(merged)
                    otherwise. A whole schema (O(applications[].jobs[].schema.document),
                    O(applications[].jobs[].schema.restore)) knows only V(merged).
                type: str
                choices:
                  - merged
                  - replaced
                  - overridden
                  - reset
              synchronization_rules:
                description:
                  - The rules to declare something of. Rules come from the template; they are neither added nor removed.
                type: list
                elements: dict
                suboptions:
                  id:
                    description:
                      - The id of the rule, which is the same in every tenant. Give it or
                        O(applications[].jobs[].schema.synchronization_rules[].name).
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
                      - The containers (organizational units, by distinguished name) to which cloud sync is limited. The
                        empty list means all.
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
                            O(applications[].jobs[].schema.synchronization_rules[].object_mappings[].target_object) it
                            says which object mapping is meant.
                          - Either of the two, or the name alone, will do where it is not ambiguous; otherwise the
                            candidates are listed.
                        type: str
                      target_object:
                        description:
                          - The name of the object in the target directory.
                        type: str
                      name:
                        description:
                          - The name of the object mapping. Beside both objects it is a member like others, and is
                            changed to what is given.
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
                          - Each of the three sets is one value, as given it replaces what is stored. The empty list
                            removes the filter. Sets that are not given stay.
                        type: dict
                        suboptions:
                          groups:
                            description:
                              - The scoping filters of the portal. An object that leaves them is deprovisioned at the
                                next cycle.
                            type: list
                            elements: dict
                            suboptions:
                              name:
                                description:
                                  - A name of your own for the group. Without it the stored name stays, or is empty for
                                    a new one.
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
                                        RV(entra.provisioning.synchronization_schema_info#module:filter_operators) lists
                                        beside them, in their exact spelling.
                                    type: str
                                    required: true
                                  values:
                                    description:
                                      - What the attribute is compared with. Left out for operators that compare with
                                        nothing.
                                    type: list
                                    elements: str
                          input_filter_groups:
                            description:
                              - Filters that are applied before anything is evaluated. An object that leaves them is
                                left alone.
                            type: list
                            elements: dict
                            suboptions:
                              name:
                                description:
                                  - A name of your own for the group. Without it the stored name stays, or is empty for
                                    a new one.
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
                                        RV(entra.provisioning.synchronization_schema_info#module:filter_operators) lists
                                        beside them, in their exact spelling.
                                    type: str
                                    required: true
                                  values:
                                    description:
                                      - What the attribute is compared with. Left out for operators that compare with
                                        nothing.
                                    type: list
                                    elements: str
                          category_filter_groups:
                            description:
                              - Filters by category, which the service calls experimental.
                            type: list
                            elements: dict
                            suboptions:
                              name:
                                description:
                                  - A name of your own for the group. Without it the stored name stays, or is empty for
                                    a new one.
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
                                        RV(entra.provisioning.synchronization_schema_info#module:filter_operators) lists
                                        beside them, in their exact spelling.
                                    type: str
                                    required: true
                                  values:
                                    description:
                                      - What the attribute is compared with. Left out for operators that compare with
                                        nothing.
                                    type: list
                                    elements: str
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
                              - The attribute of the source object that the value is taken from, as C(mail) or as
                                C([mail]), with or without quotes. YAML takes brackets for a list; a list of one is
                                understood.
                              - The empty text means none, so that only the default value counts.
                              - At most one of O(ignore:source), O(ignore:constant) and O(ignore:expression) is given.
                            type: str
                          constant:
                            description:
                              - The text that the attribute always gets. Numbers and truth values are texts here too, so
                                quote them.
                            type: str
                          expression:
                            description:
                              - An expression in the mapping language, for example V(Join(" ", [givenName],
                                [surname]\)), of at most 10000 characters.
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
                              - What is used when an object is created and the source gives nothing. The empty text is a
                                value of its own; to have none, say C(clear=default_value).
                            type: str
                          matching_priority:
                            description:
                              - From 1 on, accounts in the target are found by this attribute, in ascending order. V(0)
                                means not.
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
                          - All metadata of the object mapping, as the service has them. Seldom needed; the service
                            warns not to change them.
                        type: list
                        elements: dict
                        suboptions:
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
                  - The directories to define objects and attributes in. Directories come from the template; they are
                    neither added nor removed.
                type: list
                elements: dict
                suboptions:
                  id:
                    description:
                      - The id of the directory, which is the same in every tenant. Give it or
                        O(applications[].jobs[].schema.directories[].name).
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
                            suboptions:
                              key:
                                description:
                                  - The key, which may stand more than once.
                                type: str
                                required: true
                              value:
                                description:
                                  - The value, always a text.
                                type: str
                          metadata:
                            description:
                              - All metadata of the attribute.
                            type: list
                            elements: dict
                            suboptions:
                              key:
                                description:
                                  - The key, which may stand more than once.
                                type: str
                                required: true
                              value:
                                description:
                                  - The value, always a text.
                                type: str
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
                        suboptions:
                          key:
                            description:
                              - The key, which may stand more than once.
                            type: str
                            required: true
                          value:
                            description:
                              - The value, always a text.
                            type: str
              document:
                description:
                  - A whole schema as Graph gives it, to make the schema equal to, for example that of a test tenant as
                    RV(entra.provisioning.synchronization_schema_info#module:document) has it.
                  - Ids and versions stay those of the target, and so do rules that are not editable. What the document
                    lacks and the target has is removed and counts as the hazard V(delete_undeclared); rules and
                    directories stay, with a warning.
                  - Custom security attributes are each tenant's own. When the document brings some along, the module
                    warns.
                  - Excludes O(applications[].jobs[].schema.synchronization_rules),
                    O(applications[].jobs[].schema.directories) and O(applications[].jobs[].schema.restore).
                type: dict
              restore:
                description:
                  - A file with a whole schema as JSON, to make the schema equal to. A file that
                    O(applications[].jobs[].schema.backup) wrote, an answer of Graph, or a saved result of
                    M(entra.provisioning.synchronization_schema_info) that has the document; in UTF-8 or UTF-16, with or
                    without a byte order mark.
                  - The file is read on the machine that runs the module. Otherwise it is like
                    O(applications[].jobs[].schema.document).
                type: path
              backup:
                description:
                  - Whether to keep the schema as it was in a file, when something is written.
                    RV(applications[].jobs[].backup_file) names the file.
                  - When the file cannot be written, nothing else is written either.
                type: bool
                default: false
              backup_options:
                description:
                  - Where the backup goes, with O(applications[].jobs[].schema.backup=true).
                type: dict
                suboptions:
                  dir_path:
                    description:
                      - The folder, made when it is not there. Without it, C(backup) below the current directory.
                      - The file lands on the machine that runs the module. On a local connection that is the
                        controller, and the current directory is that of the playbook.
                    type: path
                  filename:
                    description:
                      - The name of the file. When a file of the name is there already, the module fails.
                      - Without it, the id of the job or template, followed by C(_schema) and the time in UTC.
                    type: str
              parse_expressions:
                description:
                  - Who turns the text of an expression that changes into the tree that the service stores.
                  - V(auto) has it done here, and asks the service (C(parseExpression), which stores nothing and is
                    asked in check mode too) where Microsoft nowhere publishes how a function stores its parameters.
                  - V(local) never asks; an expression with such a function is an error.
                  - V(service) asks for every expression that changes.
                  - To ask the service needs the permission to write, in check mode too. It reads expressions below
                    service principals only, so for a template of an application it may refuse.
                type: str
                choices:
                  - auto
                  - local
                  - service
                default: auto
              max_removed_share:
                description:
                  - The share of the attribute mappings of one object mapping, from 0 to 1, that may go without being
                    the hazard V(remove_mappings). It counts for object mappings that have ten attribute mappings or
                    more.
                type: float
                default: 0.3
              test_cases:
                description:
                  - Objects, and what the mappings are expected to give for them. They are evaluated here, on the schema
                    as it would be, before anything is written and in check mode too. When one expectation fails, the
                    module fails and tells all that do.
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
                      - The attributes of the object, by name. Lists are multi-valued attributes; what is not given has
                        no value.
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
              # end of generated
      # generated: options of accepted
      accept_hazards:
        description:
          - The hazards that may be in the plan of this application, beside those that O(accept_hazards) accepts for all
            of them. Their meaning is told there.
          - V(change_many) concerns all applications together and has no effect here.
        type: list
        elements: str
        choices:
          - change_many
          - change_scope
          - delete_undeclared
          - disable_object_mapping
          - drop_matching_attribute
          - enable_deletes
          - force_deletes
          - forget_links
          - remove_mappings
          - reset_watermark
        default: []
      # end of generated
  running_config:
    description:
      - With O(state=parsed), the text of an export. That is a file which the role C(export) wrote, several of them behind one
        another, a saved result of O(state=gathered), or a list of entries, as YAML or as JSON.
      - Secrets stand in it as the names of variables. One that stands there by its value is an error.
    type: str
  on_quarantine:
    description:
      - What to do when a job that shall be started is in quarantine, for all jobs that do not say their own
        O(applications[].jobs[].on_quarantine).
      - V(fail) makes its application fail before anything of it is written, with the cause that the service gives. In a large
        tenant some job nearly always is in quarantine, and the task then fails although all else is done.
      - V(restart) restarts such jobs so that they leave the quarantine.
      - V(ignore) goes on, with a warning.
    type: str
    choices:
      - fail
      - restart
      - ignore
    default: fail
  if_missing:
    description:
      - What to do in check mode with an application that does not exist and has no O(applications[].application_template_id),
        because an earlier task makes it, and in check mode has not made it.
      - V(fail) fails, as a real run would.
      - V(plan) plans as if it had been made, for those that O(applications[].display_name) names. What cannot be read is not
        checked, and a warning says so.
    type: str
    choices:
      - fail
      - plan
    default: fail
  concurrency:
    description:
      - How many requests may be under way at a time, from 1 to 32. A request reads up to twenty things; of these at most eight
        are under way, since their answers are large.
      - Work that waits, for the service to show a change or for the end of a throttling, leaves its place to others. So one
        application that is throttled does not hold up the others.
    type: int
    default: 16
  any_errors:
    description:
      - What becomes of the other applications when one fails. The task fails in any case, names every application that
        failed, and tells of each what was done.
      - V(continue) carries out the plans of all the others.
      - V(stop) writes nothing when an application could not be planned. When one fails later on, none is begun any more;
        those that are under way are brought to their end.
      - A problem of the declaration itself, and a hazard that nobody accepted, stops everything whatever stands here.
    type: str
    choices:
      - continue
      - stop
    default: continue
  max_changed_share:
    description:
      - The share, from 0 to 1, of the applications with jobs that may change in one run without being the hazard
        V(change_many). It counts from ten such applications on. Applications that get their first job are not counted.
      - It stops a mistake in what all entries have in common before it is everywhere.
    type: float
    default: 0.3
extends_documentation_fragment:
  - entra.provisioning.plan
  - entra.provisioning.graph
  - entra.provisioning.graph.attributes
notes:
  - Needs the permission C(Synchronization.ReadWrite.All), or C(Application.ReadWrite.OwnedBy) for service principals that the
    calling application owns. Names and app ids need C(Application.Read.All) too, and making applications
    C(Application.ReadWrite.OwnedBy).
  - Secrets are never part of a loop item, a plan, a fingerprint or a result. Give them from a vault.
  - RV(plan.fingerprint) covers the changes of all applications in their order. With O(expected_plan) a run does all of the plan
    that was reviewed, or nothing, so anything that moved meanwhile asks for a new review.
  - Each read and each write is repeated by itself on the service's own word (C(Retry-After)), and holds up no other.
  - O(deadline) counts for reading and planning all applications together, and then anew for the writing of each.
    O(applications[].jobs[].wait_timeout) and the waiting for the service to show a change have limits of their own.
  - What was read of an application is let go as soon as its plan is made, and read again when its turn comes. A task
    of several hundred applications therefore needs no more memory than their declaration and their results.
  - After a run that was stopped in the middle, whatever stopped it, run again. What is done already is found to be so, nothing
    is created twice, and the rest is done.
  - On a terminal, a long run tells every few seconds how far it is. That needs the module to run on the controller, as it does
    on a local connection.
seealso:
  - module: entra.provisioning.synchronization
  - module: entra.provisioning.synchronization_job
  - module: entra.provisioning.synchronization_schema
  - module: entra.provisioning.application_from_template
  - module: entra.provisioning.synchronization_info
"""

EXAMPLES = r"""
---
- name: Declare all applications of the tenant from a variable
  entra.provisioning.synchronizations:
    applications: "{{ provisioned_applications }}"

- name: Declare one application, its secret in a vault
  entra.provisioning.synchronizations:
    applications:
      - display_name: Contoso SCIM
        settings:
          BaseAddress: https://scim.example.com/v2
          SyncAll: false
        secrets:
          SecretToken: "{{ vault_contoso_scim_secret_token }}"
        jobs:
          - template_id: scim
            state: started
            schema:
              synchronization_rules:
                - name: USERGROUP_OUTBOUND_USERGROUP
                  object_mappings:
                    - source_object: User
                      attribute_mappings:
                        - target_attribute: nickName
                          source: mailNickname

- name: Make applications from the gallery and set them up, paused, for a person to look at
  entra.provisioning.synchronizations:
    applications:
      - display_name: Fabrikam for the subsidiary
        application_template_id: 9b8d7e10-4c6f-4a83-b1f5-6e0a9c8d7f42
        settings:
          BaseAddress: https://fabrikam.example.com
        jobs:
          - template_id: fabrikamSingleSignon
            state: paused
    any_errors: stop

- name: See what a change would do to all applications
  entra.provisioning.synchronizations: &declared
    applications: "{{ provisioned_applications }}"
  check_mode: true
  register: planned

- name: Apply exactly that
  entra.provisioning.synchronizations:
    <<: *declared
    expected_plan: "{{ planned.plan.fingerprint }}"

- name: What is declared of an application is all that it has
  entra.provisioning.synchronizations:
    state: replaced
    applications:
      - app_id: 5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
        jobs:
          - template_id: scim
            state: paused
        # Of this application a job may go that nobody declared; of any other that still stops the run.
        accept_hazards:
          - delete_undeclared

- name: What is declared is all that the tenant provisions
  entra.provisioning.synchronizations:
    state: overridden
    applications: "{{ provisioned_applications }}"
    accept_hazards:
      - delete_undeclared

- name: Delete the jobs of an application, and the token with them
  entra.provisioning.synchronizations:
    state: deleted
    applications:
      - service_principal_id: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
        remove_keys:
          - SecretToken

- name: Read all applications of a tenant as their declaration
  entra.provisioning.synchronizations:
    state: gathered
  register: tenant

- name: Read what the files of an export declare, without a connection
  entra.provisioning.synchronizations:
    state: parsed
    running_config: "{{ text_of_the_export }}"
  register: kept

- name: Read one application of the test environment
  entra.provisioning.synchronizations:
    state: gathered
    applications:
      - display_name: Contoso SCIM
  register: tested

- name: Promote it to production, where names are looked up anew and the secret is another
  entra.provisioning.synchronizations:
    applications: >-
      {{ tested.gathered.applications
         | map('combine', {'secrets': {'SecretToken': vault_contoso_scim_secret_token}}) }}

- name: Print the requests of a declaration, without a connection
  entra.provisioning.synchronizations:
    state: rendered
    applications: "{{ provisioned_applications }}"
"""

RETURN = r"""
---
applications:
  description:
    - What became of each application, in the order of O(applications). With O(state=overridden) those follow that are not
      declared and have jobs, sorted by their names.
    - In check mode, as they would stand.
  returned: in the states that write, once everything is planned
  type: list
  elements: dict
  contains:
    name:
      description: What the declaration calls it.
      returned: always
      type: str
      sample: Contoso SCIM
    service_principal_id:
      description: The object id of the service principal; C(null) when it is yet to be made, or could not be found.
      returned: always
      type: str
      sample: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
    changed:
      description: Whether something of it was written, or in check mode would be.
      returned: always
      type: bool
      sample: true
    summary:
      description: Its part of the plan in one line; C(no changes) when everything is as declared.
      returned: always
      type: str
      sample: "1 change: start job scim.ff8b...9c22 of service principal 1f3c...7c11"
    settings:
      description: >-
        As of M(entra.provisioning.synchronization), the stored keys whose values the service shows; C(null) where nothing of
        the kind is declared.
      returned: always
      type: dict
      sample:
        BaseAddress: https://scim.example.com/v2
        SyncAll: false
    secret_keys:
      description: The stored keys whose values the service hides; C(null) where nothing of the kind is declared.
      returned: always
      type: list
      elements: str
      sample:
        - SecretToken
    jobs:
      description:
        - The declared jobs in their order, after those that go without being declared. Each is as
          M(entra.provisioning.synchronization_job) returns it, or C(null) for one that goes.
      returned: always
      type: list
      elements: dict
      contains:
        id:
          description: The id of the job; C(null) in check mode for a job that is yet to be created.
          returned: always
          type: str
          sample: scim.ff8bf889e03141ac8f7baedb059892ee.5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
        template_id:
          description: The template that the service stored, which may be another one than was asked for.
          returned: always
          type: str
          sample: scim
        enabled:
          description: Whether the service runs the job. The status code does not tell it.
          returned: always
          type: bool
          sample: true
        schedule:
          description: When the job runs.
          returned: always
          type: dict
          contains:
            state:
              description: C(Active), C(Disabled) or C(Paused).
              returned: always
              type: str
              sample: Active
            interval:
              description: The time between cycles as an ISO 8601 duration; C(null) when the job has no schedule yet.
              returned: always
              type: str
              sample: PT40M
            expiration:
              description: When the job ends by itself; C(null) for never.
              returned: always
              type: str
              sample: null
        status:
          description: How the job fares. Points in time are ISO 8601 texts, and C(null) for never.
          returned: always
          type: dict
          contains:
            code:
              description: C(NotConfigured), C(NotRun), C(Active), C(Paused) or C(Quarantine).
              returned: always
              type: str
              sample: Active
            successive_complete_failures:
              description: How many cycles in a row failed wholly.
              returned: always
              type: int
              sample: 0
            escrows_pruned:
              description:
                - Whether the initial cycle met so many errors that the service dropped them. The job then pauses itself
                  after that cycle and waits for an administrator.
              returned: always
              type: bool
              sample: false
            initial_cycle_completed:
              description: When the initial cycle was completed.
              returned: always
              type: str
              sample: "2026-03-01T04:05:06Z"
            last_cycle_completed:
              description: When the latest complete cycle ended.
              returned: always
              type: str
              sample: "2026-03-02T10:45:06Z"
            last_execution:
              description: The latest execution; C(null) when the job never ran.
              returned: always
              type: dict
              contains:
                activity_id:
                  description: The id of the execution in the service's logs.
                  returned: always
                  type: str
                  sample: 2dea06a7-2960-420d-931e-f6c807ebda24
                began:
                  description: When it began.
                  returned: always
                  type: str
                  sample: "2026-03-02T10:44:40Z"
                ended:
                  description: When it ended.
                  returned: always
                  type: str
                  sample: "2026-03-02T10:45:06Z"
                state:
                  description: >-
                    C(Succeeded), C(Failed), or C(EntryLevelErrors) - the cycle ran and some objects failed.
                  returned: always
                  type: str
                  sample: Succeeded
                counts:
                  description: >-
                    The service's counters, named as it names them, for example C(imported), C(exported), C(escrowed).
                  returned: always
                  type: dict
                  sample: {"entitled": 12, "entitled_for_provisioning": 12, "escrowed": 0, "exported": 2, "imported": 40}
                error:
                  description: What went wrong as a whole; C(null) when nothing did.
                  returned: always
                  type: dict
                  contains:
                    code:
                      description: The code of the error.
                      returned: always
                      type: str
                      sample: SystemForCrossDomainIdentityManagementInvalidCredentials
                    message:
                      description: The text of the error.
                      returned: always
                      type: str
                      sample: The credentials were refused by the target.
                    tenant_actionable:
                      description: Whether an administrator of the tenant can mend it.
                      returned: always
                      type: bool
                      sample: true
            last_successful_execution:
              description: >-
                The latest execution that succeeded, in the form of C(last_execution); C(null) when there is none.
              returned: always
              type: dict
              sample: null
            last_successful_execution_with_exports:
              description: >-
                The latest execution that succeeded and wrote something to the target, in the form of C(last_execution);
                C(null) when there is none.
              returned: always
              type: dict
              sample: null
            progress:
              description: How far the initial cycle is; empty at other times.
              returned: always
              type: list
              elements: dict
              contains:
                completed_units:
                  description: What is done.
                  returned: always
                  type: int
                  sample: 120
                total_units:
                  description: What there is to do.
                  returned: always
                  type: int
                  sample: 400
                units:
                  description: What is counted.
                  returned: always
                  type: str
                  sample: users
                observed:
                  description: When this was counted.
                  returned: always
                  type: str
                  sample: "2026-03-01T03:30:00Z"
            quarantine:
              description: Why and since when the job is in quarantine; C(null) when it is not.
              returned: always
              type: dict
              contains:
                reason:
                  description: The service's reason, for example C(EncounteredQuarantineException) or C(TooManyDeletes).
                  returned: always
                  type: str
                  sample: EncounteredQuarantineException
                error:
                  description: >-
                    The error behind it, in the form of C(last_execution.error); C(null) when the service names none.
                  returned: always
                  type: dict
                  sample: {"code": "InvalidCredentials", "message": "The target refused.", "tenant_actionable": true}
                began:
                  description: When this quarantine began.
                  returned: always
                  type: str
                  sample: "2026-03-02T08:00:00Z"
                series_began:
                  description: When the first quarantine of this series began.
                  returned: always
                  type: str
                  sample: "2026-03-02T08:00:00Z"
                series_count:
                  description: How many quarantines the series has.
                  returned: always
                  type: int
                  sample: 1
                next_attempt:
                  description: When the service tries again.
                  returned: always
                  type: str
                  sample: "2026-03-02T14:00:00Z"
                remedy:
                  description: What helps against a quarantine of this reason.
                  returned: always
                  type: str
                  sample: Check the credentials and whether the target answers.
            synchronized_entries:
              description: How many objects are synchronized, by kind.
              returned: always
              type: dict
              sample: {"User to User": 12}
            troubleshooting_url:
              description: A page on the trouble; C(null) when there is none.
              returned: always
              type: str
              sample: null
        settings:
          description: >-
            The settings that the service keeps with the job. They are no options; a name can occur more than once, so this
            is a list.
          returned: always
          type: list
          elements: dict
          contains:
            name:
              description: The name of the setting.
              returned: always
              type: str
              sample: QuarantineTooManyDeletesThreshold
            value:
              description: The value, always a text.
              returned: always
              type: str
              sample: "500"
        schema:
          description:
            - What is known of the schema as last read. In check mode, as it is before the plan.
          returned: when a schema is declared
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
          description: >-
            What came of each expectation of O(applications[].jobs[].schema.test_cases); empty without them. Also returned when
            one fails.
          returned: when a schema is declared
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
          returned: when a schema is declared
          type: str
          sample: /srv/ansible/backup/scim.ff8b...9c22_schema.2026-03-02T080000Z.json
    msg:
      description: Why it is not as declared; C(null) when it is.
      returned: always
      type: str
      sample: null
    error:
      description: What the service said of its failure, in the form of RV(error); C(null) when no request failed.
      returned: always
      type: dict
      sample: null
    failed_change:
      description: The change that failed, in the form of RV(plan.changes); C(null) when none did.
      returned: always
      type: dict
      sample: null
gathered:
  description:
    - What there is as a declaration. It is what O(applications) takes in any tenant that has, or shall have, such applications.
    - Names stand in it and no ids of the tenant. Secrets stand in it as the names of variables, to be filled in from a vault.
  returned: with O(state=gathered)
  type: dict
  contains:
    applications:
      description:
        - One entry for each application, sorted by name. What is as the service makes it by itself is left out, so the schema
          of a job has only what differs from its template's.
      returned: always
      type: list
      elements: dict
      sample:
        - display_name: Contoso SCIM
          application_template_id: 8adf8e6e-67b2-4cf2-a259-e3dc5476c621
          settings:
            BaseAddress: https://scim.example.com/v2
          secrets:
            SecretToken: "{{ vault_contoso_scim_secret_token }}"
          jobs:
            - template_id: scim
              state: started
remarks:
  description: What a person has to decide before the declaration is used elsewhere, in sentences by the name of the application.
  returned: with O(state=gathered)
  type: dict
  sample:
    Contoso SCIM:
      - "SecretToken is stored and cannot be read: fill in vault_contoso_scim_secret_token."
errors:
  description:
    - Which applications of the tenant could not be read and why, by their names. RV(gathered) holds the others then, and the
      task fails, so that no gathering with a gap passes for a whole one.
    - Where all are refused, the sign-in lacks a permission. The message says that once, and this is not returned.
  returned: when a gathering of the whole tenant with O(state=gathered) could not read all of it
  type: dict
  sample:
    Fabrikam HR: >-
      Could not read the jobs of service principal 2b9d7e10-4c6f-4a83-b1f5-6e0a9c8d7f42: the service answered 403.
slugs:
  description: A name for a file for each entry of RV(gathered.applications), in their order. They are unique in the tenant.
  returned: with O(state=gathered)
  type: list
  elements: str
  sample:
    - contoso_scim
parsed:
  description: The declaration in O(running_config), in the form of RV(gathered).
  returned: with O(state=parsed)
  type: dict
  contains:
    applications:
      description: The entries, in the order of the text.
      returned: always
      type: list
      elements: dict
      sample:
        - display_name: Contoso SCIM
          jobs:
            - template_id: scim
              state: started
rendered:
  description:
    - The requests that write, for a tenant in which nothing of the declaration is there yet. An application is taken to be
      there unless it has an O(applications[].application_template_id), and so is a job that is named by its id alone. What the
      states V(absent) and V(reset) remove is taken not to be there.
    - A run sends only those that are needed, and reads before and after each.
  returned: with O(state=rendered)
  type: dict
  contains:
    applications:
      description: The applications, in the order of O(applications).
      returned: always
      type: list
      elements: dict
      contains:
        name:
          description: What the declaration calls it.
          returned: always
          type: str
          sample: Contoso SCIM
        requests:
          description: Its requests, in order.
          returned: always
          type: list
          elements: dict
          contains:
            method:
              description: The verb.
              returned: always
              type: str
              sample: PUT
            path:
              description: >-
                The path below the version. What only the service knows stands between braces, such as
                C({service_principal_id}) and C({job_id of scim}).
              returned: always
              type: str
              sample: /servicePrincipals/{service_principal_id}/synchronization/secrets
            body:
              description: The body; C(null) when there is none. Secrets are masked.
              returned: always
              type: raw
              sample: {"value": [{"key": "SecretToken", "value": "********"}]}
            note:
              description: What is to be known of the request; C(null) when it says all itself.
              returned: always
              type: str
              sample: null
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
      sample: "1 change: store settings and secrets of service principal 1f3c...7c11"
    fingerprint:
      description: SHA-256 over the changes. Give it as O(expected_plan) to have exactly this plan applied.
      returned: always
      type: str
      sample: 4d1f0a6f4d8f6a0a4c9a5d6f3b2e1c0d9f8e7a6b5c4d3e2f1a0b9c8d7e6f5a4b
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
          sample: store
        target:
          description: What it is done to.
          returned: always
          type: str
          sample: settings and secrets of service principal 1f3c...7c11
        before:
          description: What moves, as it stands now; C(null) when there is nothing yet.
          returned: always
          type: raw
          sample: {"settings": {"BaseAddress": "https://old.example.com/v2"}}
        after:
          description: What moves, as it will stand; C(null) when nothing will be left.
          returned: always
          type: raw
          sample: {"settings": {"BaseAddress": "https://scim.example.com/v2"}, "secrets": {"SecretToken": "(written)"}}
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
          sample: delete_undeclared
        detail:
          description: What exactly would be hurt.
          returned: always
          type: str
          sample: SecretToken is stored and not declared under secrets
        consequence:
          description: What comes of it.
          returned: always
          type: str
          sample: something that is stored and was not declared may be lost
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
        settings and secrets of service principal 1f3c...7c11:
          settings: {"BaseAddress": "https://old.example.com/v2"}
    after:
      description: What moves, as it is or would be.
      returned: always
      type: dict
      sample:
        settings and secrets of service principal 1f3c...7c11:
          settings: {"BaseAddress": "https://scim.example.com/v2"}
          secrets: {"SecretToken": "(written)"}
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
    action: store
    target: settings and secrets of service principal 1f3c...7c11
    before: {"settings": {"BaseAddress": "https://old.example.com/v2"}}
    after: {"settings": {"BaseAddress": "https://scim.example.com/v2"}, "secrets": {"SecretToken": "(written)"}}
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
from ansible_collections.entra.provisioning.plugins.module_utils._estate import synchronizations


def main() -> None:
    """Run the module."""
    _module.reconcile(
        synchronizations.OPTIONS, synchronizations.propose, offline=synchronizations.OFFLINE, **synchronizations.RULES
    )


if __name__ == "__main__":
    main()
