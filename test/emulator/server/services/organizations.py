"""AWS Organizations: an organisation whose account ids are chosen, and who may list it."""

from typing import Any

from moto.organizations.models import FakeAccount, organizations_backends
from moto.organizations.utils import DEFAULT_RCP_POLICY_ID, DEFAULT_SCP_POLICY_ID

from server.call import AwsError, Call
from server.registry import prepares


def found_organization(management: str, accounts: list[Any], featureSet: str = "ALL") -> None:
    backend = organizations_backends[management]["aws"]
    if backend.org is None:
        backend.create_organization(region="us-east-1", FeatureSet=featureSet)
    for each in accounts:
        wanted = each if isinstance(each, dict) else {"id": each}
        if wanted["id"] == management:
            continue
        account = FakeAccount(backend.org, AccountName=wanted.get("name", f"account-{wanted['id']}"), Email=f"{wanted['id']}@example.com")
        account.id = wanted["id"]
        account.status = account.state = wanted.get("status", "ACTIVE")
        backend.accounts.append(account)
        for policy_id in (DEFAULT_SCP_POLICY_ID, DEFAULT_RCP_POLICY_ID):
            backend.attach_policy(PolicyId=policy_id, TargetId=account.id)
        organizations_backends.master_accounts[account.id] = (management, "aws")


READS = (
    "DescribeAccount",
    "DescribePolicy",
    "ListAWSServiceAccessForOrganization",
    "ListAccounts",
    "ListAccountsForParent",
    "ListDelegatedAdministrators",
    "ListDelegatedServicesForAccount",
    "ListParents",
    "ListPoliciesForTarget",
    "ListRoots",
)


@prepares("organizations")
def refuse_members(call: Call) -> Call:
    """Moto answers a member account, and a delegated administrator too, with an empty list."""
    if call.name not in READS or organizations_backends[call.account]["aws"].org is not None:
        return call
    management = organizations_backends.master_accounts.get(call.account)
    if management is None:
        raise AwsError("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.")
    if not is_delegated(call.account, management[0]):
        raise AwsError("AccessDeniedException", "You don't have permissions to access this resource.")
    return call.changed(account=management[0])


def is_delegated(account: str, management: str) -> bool:
    return any(admin.account.id == account for admin in organizations_backends[management]["aws"].admins)
