"""Plants what no API can create."""

from typing import Any

from moto.kms.models import kms_backends

from server.services.automation import plant_execution
from server.services.config import plant_item, plant_rule
from server.services.deployment import plant_deployment
from server.services.iam import plant_authorization_details
from server.services.logs import plant_subscription
from server.services.oam import plant_link
from server.services.organizations import found_organization
from server.services.s3control import plant_access_point
from server.state import state

COUNTS = (
    "customModels",
    "importedModels",
    "provisionedThroughputs",
    "customModelDeployments",
    "marketplaceEndpoints",
    "applicationInferenceProfiles",
    "agents",
    "knowledgeBases",
    "flows",
)
LISTS = ("invocationJobs", "foundationModels", "systemInferenceProfiles")
# By what each one is planted with, in an account and Region.
PLANTED = {
    "accessPoints": plant_access_point,
    "automationExecutions": plant_execution,
    "configRules": plant_rule,
    "configurationItems": plant_item,
    "links": plant_link,
    "subscriptions": plant_subscription,
}
OTHERS = ("authorizationDetails", "keyStates", "keySpecs", "regionOptStatus", "organization", "deployment", *PLANTED)


def plant(seed: dict[str, Any]) -> dict[str, Any]:
    unknown = seed.keys() - {"account", "region", *COUNTS, *LISTS, *OTHERS}
    if unknown:
        raise ValueError(f"unknown seeds {sorted(unknown)}")
    account, region = seed.get("account", ""), seed.get("region", "")
    regional = {name: seed[name] for name in (*COUNTS, *LISTS) if name in seed}
    if (regional or seed.keys() & {"keyStates", "keySpecs", *PLANTED}) and not (account and region):
        raise ValueError("account and region are required")
    if seed.keys() & {"authorizationDetails", "regionOptStatus"} and not account:
        raise ValueError("account is required")
    if "authorizationDetails" in seed:
        plant_authorization_details(account, seed["authorizationDetails"])
    state.regional[account, region].update(regional)
    state.region_opt_status[account].update(seed.get("regionOptStatus", {}))
    for key_id, key_state in seed.get("keyStates", {}).items():
        key = kms_backends[account][region].keys[bare_id(key_id)]
        key.key_state, key.enabled = key_state, key_state == "Enabled"
    for key_id, key_spec in seed.get("keySpecs", {}).items():
        kms_backends[account][region].keys[bare_id(key_id)].key_spec = key_spec
    for name, plant_one in PLANTED.items():
        for each in seed.get(name, []):
            plant_one(account, region, each)
    if "organization" in seed:
        found_organization(**seed["organization"])
    if "deployment" in seed:
        plant_deployment(seed["deployment"])
    return {}


def bare_id(key_id: str) -> str:
    return key_id.rpartition("/")[2]
