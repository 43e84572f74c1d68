"""AWS Organizations: an organisation whose account ids are chosen, and who may list it."""

from typing import Any

from moto.organizations.models import FakeAccount, organizations_backends

from server.call import AwsError, Call
from server.registry import prepares


def found_organization(management: str, accounts: list[Any]) -> None:
    backend = organizations_backends[management]["aws"]
    if backend.org is None:
        backend.create_organization(region="us-east-1", FeatureSet="ALL")
    for each in accounts:
        wanted = each if isinstance(each, dict) else {"id": each}
        if wanted["id"] == management:
            continue
        account = FakeAccount(backend.org, AccountName=wanted.get("name", f"account-{wanted['id']}"), Email=f"{wanted['id']}@example.com")
        account.id = wanted["id"]
        account.status = account.state = wanted.get("status", "ACTIVE")
        backend.accounts.append(account)
        organizations_backends.master_accounts[account.id] = (management, "aws")


@prepares("organizations")
def refuse_members(call: Call) -> Call:
    """Moto answers a member account with an empty list."""
    if call.name not in ("ListAccounts", "ListAccountsForParent", "ListRoots"):
        return call
    if organizations_backends[call.account]["aws"].org is not None or is_delegated(call.account):
        return call
    if call.account in organizations_backends.master_accounts:
        raise AwsError("AccessDeniedException", "You don't have permissions to access this resource.")
    raise AwsError("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.")


def is_delegated(account: str) -> bool:
    management = organizations_backends.master_accounts.get(account)
    admins = organizations_backends[management[0]]["aws"].admins if management else []
    return any(admin.account.id == account for admin in admins)
