"""Whether IAM allows a call, where a test has switched that on.

The policies and the keys are moto's. Moto's own switch is not used: it asks for the wrong S3 actions, of the resource `*` whatever the call is about, and
refuses JSON services in XML. Conditions, permission boundaries, service control policies, policies of resources and signatures are not checked.
"""

from moto.iam.access_control import CreateAccessKeyFailure, create_access_key

from server.call import AwsError, Call
from server.caller import ACCOUNT_IN_TEST_KEY, credential_scope
from server.faults import client_error_status, code
from server.iam_permissions import asked_of
from server.policies import document_of, is_allowed
from server.state import state


def refuse_unauthorized(call: Call) -> None:
    scope = credential_scope(call.headers)
    if not state.settings.iam_enforcement or scope is None or ACCOUNT_IN_TEST_KEY.match(scope[0]):
        # A key that names its account is the account's own.
        return
    # Anybody may ask who they are, even where a policy says otherwise.
    if (call.service_name, call.name) == ("sts", "GetCallerIdentity"):
        return
    try:
        key = create_access_key(call.account, "aws", scope[0], call.headers)
    except CreateAccessKeyFailure as failure:
        name = code(call, "UnrecognizedClientException", "InvalidClientTokenId", "InvalidAccessKeyId")
        raise AwsError(name, "The security token included in the request is invalid.", 403) from failure
    documents = [document_of(policy) for policy in key.collect_policies()]
    for action, resource in asked_of(call):
        if not is_allowed(documents, action, resource):
            name = code(call, "AccessDeniedException", "AccessDenied")
            message = f"User: {key.arn} is not authorized to perform: {action} on resource: {resource}"
            raise AwsError(name, message, client_error_status(call))
