"""What the emulator remembers beside moto: seeds, faults, settings, the call log. One per process, emptied by a reset."""

import threading
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

# What GetModelInvocationLoggingConfiguration says when nothing was ever set. AWS: an empty object.
UNSET_ANSWERS = ("{}", '{"loggingConfig":{}}', '{"loggingConfig":null}')


@dataclass
class Settings:
    paging: bool = True
    unset_answer: str = UNSET_ANSWERS[0]
    region_redirect: bool = True
    new_bucket_defaults: bool = True
    bucket_regions: bool = True
    iam_enforcement: bool = False
    validate_delivery: bool = False
    # Ids of resources whose evaluations AWS Config does not take.
    failed_evaluations: list[str] = field(default_factory=list)


@dataclass
class State:
    seed: int
    settings: Settings = field(default_factory=Settings)
    faults: list[dict[str, Any]] = field(default_factory=list)
    calls: list[dict[str, Any]] = field(default_factory=list)
    violations: list[dict[str, Any]] = field(default_factory=list)
    pages: dict[str, Any] = field(default_factory=dict)
    regional: dict[tuple[str, str], dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    region_opt_status: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    log_group_classes: dict[tuple[str, str, str], str] = field(default_factory=dict)
    account_policies: dict[tuple[str, str], dict[tuple[str, str], dict[str, Any]]] = field(default_factory=lambda: defaultdict(dict))
    links: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    access_points: dict[tuple[str, str], dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    # Account, Region and rule to what was reported, by type and id of the resource.
    config_rules: dict[tuple[str, str, str], dict[tuple[str, str], dict[str, Any]]] = field(default_factory=dict)
    config_rule_details: dict[tuple[str, str, str], dict[str, Any]] = field(default_factory=dict)
    config_tokens: dict[str, dict[str, Any]] = field(default_factory=dict)
    # Account and Region to executions by id.
    automation_executions: dict[tuple[str, str], dict[str, dict[str, Any]]] = field(default_factory=lambda: defaultdict(dict))
    configuration_items: dict[tuple[str, str, str, str], list[dict[str, Any]]] = field(default_factory=dict)
    # Organisations, by their management account, whose StackSets reach their accounts.
    stack_set_access: set[str] = field(default_factory=set)
    # Management account and Region to the administrator of Security Hub.
    security_hub_administrators: dict[tuple[str, str], str] = field(default_factory=dict)
    deployments: list[Any] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def empty(self) -> None:
        fresh = State(self.seed)
        for name in vars(fresh).keys() - {"lock", "seed"}:
            setattr(self, name, getattr(fresh, name))

    def seeded(self, account: str, region: str, name: str, default: Any) -> Any:
        return self.regional[account, region].get(name, default)


state = State(seed=1)
