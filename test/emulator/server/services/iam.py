"""AWS IAM: how GetAccountAuthorizationDetails writes documents, and the names of managed policies, which moto leaves out."""

from typing import Any
from urllib.parse import quote, unquote

from moto.iam.models import AWSManagedPolicy, Group, IAMBackend, ManagedPolicy, Role, User, iam_backends

from server.call import Call
from server.registry import amends


@amends("iam", "GetAccountAuthorizationDetails")
def get_account_authorization_details(call: Call, result: dict[str, Any]) -> dict[str, Any]:
    """Moto encodes the documents of some kinds of policies only."""
    roles = [{**each, "AssumeRolePolicyDocument": encoded(each["AssumeRolePolicyDocument"])} for each in result.get("RoleDetailList", [])]
    return {**result, "RoleDetailList": roles, "Policies": [managed_policy(each) for each in result.get("Policies", [])]}


def managed_policy(policy: dict[str, Any]) -> dict[str, Any]:
    versions = [{**each, "Document": encoded(each["Document"])} for each in policy["PolicyVersionList"]]
    return {**policy, "PolicyName": policy["Arn"].rpartition("/")[2], "PolicyVersionList": versions}


def encoded(document: str) -> str:
    return quote(document, safe="") if document.lstrip().startswith("{") else document


def plant_authorization_details(account: str, page: dict[str, Any]) -> None:
    """Adds what a page of GetAccountAuthorizationDetails tells of; moto's own operations look at every role for each one they add, and choose the ids."""
    iam = iam_backends[account]["aws"]
    for policy in page.get("Policies", []):
        iam.managed_policies[policy["Arn"]] = planted_policy(account, policy)
    for group in page.get("GroupDetailList", []):
        iam.groups[group["GroupName"]] = planted_group(iam, group)
    for user in page.get("UserDetailList", []):
        iam.users[user["UserName"]] = planted_user(iam, user)
    for role in page.get("RoleDetailList", []):
        iam.roles[role["RoleId"]] = planted_role(iam, role)


def planted_policy(account: str, policy: dict[str, Any]) -> ManagedPolicy:
    kind = AWSManagedPolicy if ":iam::aws:" in policy["Arn"] else ManagedPolicy
    document = unquote(policy["PolicyVersionList"][0]["Document"])
    return kind(policy["PolicyName"], account_id=account, region="aws", document=document, path=path_of(policy["Arn"]))


def planted_group(iam: IAMBackend, group: dict[str, Any]) -> Group:
    planted = Group(iam.account_id, "aws", group["GroupName"], path_of(group["Arn"]))
    planted.id = group["GroupId"]
    grant(iam, planted, group["GroupPolicyList"], group["AttachedManagedPolicies"])
    return planted


def planted_user(iam: IAMBackend, user: dict[str, Any]) -> User:
    planted = User(iam.account_id, "aws", user["UserName"], path_of(user["Arn"]))
    planted.id = user["UserId"]
    grant(iam, planted, user["UserPolicyList"], user["AttachedManagedPolicies"])
    for group in user["GroupList"]:
        iam.groups[group].users.append(planted)
    return planted


def planted_role(iam: IAMBackend, role: dict[str, Any]) -> Role:
    trust = unquote(role["AssumeRolePolicyDocument"])
    planted = Role(iam.account_id, "aws", role["RoleId"], role["RoleName"], trust, path_of(role["Arn"]), None, "", [], "3600")
    grant(iam, planted, role["RolePolicyList"], role["AttachedManagedPolicies"])
    return planted


def grant(iam: IAMBackend, holder: Group | User | Role, inline: list[dict[str, str]], attached: list[dict[str, str]]) -> None:
    holder.policies = {each["PolicyName"]: unquote(each["PolicyDocument"]) for each in inline}
    holder.managed_policies = {each["PolicyArn"]: iam.managed_policies[each["PolicyArn"]] for each in attached}


def path_of(arn: str) -> str:
    """What lies between the kind and the name, with slashes at both ends."""
    return f"/{arn.partition('/')[2].rpartition('/')[0]}/".replace("//", "/")
