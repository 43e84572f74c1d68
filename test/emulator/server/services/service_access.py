"""Trusted access of an organisation and who administers a service for it: what moto does not hold callers to.

@see https://docs.aws.amazon.com/organizations/latest/APIReference/API_RegisterDelegatedAdministrator.html
@see https://docs.aws.amazon.com/organizations/latest/APIReference/API_DisableAWSServiceAccess.html
"""

from moto.organizations.models import FakeDelegatedAdministrator, OrganizationsBackend, organizations_backends

from server.call import AwsError, Call
from server.registry import one_at_a_time, prepares

WRITES = ("DeregisterDelegatedAdministrator", "DisableAWSServiceAccess", "EnableAWSServiceAccess", "RegisterDelegatedAdministrator")
MISSING_SERVICES = ("config.amazonaws.com", "member.org.stacksets.cloudformation.amazonaws.com", "securityhub.amazonaws.com")
# @see https://docs.aws.amazon.com/config/latest/developerguide/set-up-aggregator-cli.html
MOST_ADMINISTRATORS = {"config-multiaccountsetup.amazonaws.com": 3, "member.org.stacksets.cloudformation.amazonaws.com": 5}

FakeDelegatedAdministrator.SUPPORTED_SERVICES += [each for each in MISSING_SERVICES if each not in FakeDelegatedAdministrator.SUPPORTED_SERVICES]
one_at_a_time("organizations", *WRITES)


def management_of(account: str) -> str | None:
    if organizations_backends[account]["aws"].org is not None:
        return account
    known = organizations_backends.master_accounts.get(account)
    return known[0] if known else None


def administrators_of(backend: OrganizationsBackend, service: str) -> list[str]:
    return [each.account.id for each in backend.admins if service in each.services]


def has_access(backend: OrganizationsBackend, service: str) -> bool:
    return any(each["ServicePrincipal"] == service for each in backend.services)


@prepares("organizations")
def refuse_what_aws_does(call: Call) -> Call:
    if call.name not in WRITES:
        return call
    management = management_of(call.account)
    if management is None:
        raise AwsError("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.")
    if management != call.account:
        raise AwsError("AccessDeniedException", "You don't have permissions to access this resource.")
    backend, service = organizations_backends[management]["aws"], call.input["ServicePrincipal"]
    if backend.org.feature_set != "ALL":
        raise AwsError("ConstraintViolationException", "The organization has not all features enabled.")
    if call.name == "RegisterDelegatedAdministrator":
        refuse_administrator(backend, service, call.input["AccountId"])
    if call.name == "DisableAWSServiceAccess" and administrators_of(backend, service):
        raise AwsError("ConstraintViolationException", "DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE")
    return call


def refuse_administrator(backend: OrganizationsBackend, service: str, account: str) -> None:
    found = next((each for each in backend.accounts if each.id == account), None)
    if found is not None and found.status != "ACTIVE":
        raise AwsError("ConstraintViolationException", "CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR")
    if not has_access(backend, service):
        raise AwsError("ConstraintViolationException", "SERVICE_ACCESS_NOT_ENABLED")
    known = administrators_of(backend, service)
    if account not in known and len(known) >= MOST_ADMINISTRATORS.get(service, len(known) + 1):
        raise AwsError("ConstraintViolationException", "MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED")
