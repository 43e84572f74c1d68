"""Which IAM permission each call takes: the action, and the ARN it is asked of, as the Service Authorization Reference has them.

@see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from collections.abc import Callable
from typing import Any

from moto.kms.models import kms_backends
from moto.s3.models import s3_backends

from server.call import AwsError, Call
from server.state import state

# What a call is about; none where the service answers before it asks IAM.
Resource = Callable[[Call], str | None]


def anything(_: Call) -> str:
    return "*"


def bucket(call: Call) -> str | None:
    """S3 says that a bucket does not exist, or is in another Region, to whoever asks."""
    name = call.input["Bucket"]
    owner = s3_backends.bucket_accounts.get(name)
    if owner is None:
        return None
    is_elsewhere = s3_backends[owner[1]]["aws"].buckets[name].region_name != call.region
    if is_elsewhere and state.settings.region_redirect and call.name != "GetBucketLocation":
        return None
    return f"arn:aws:s3:::{name}"


def access_point(call: Call) -> str:
    return f"arn:aws:s3:{call.region}:{call.account}:accesspoint/{call.input['Name']}"


def key(call: Call) -> str | None:
    """IAM is asked of the key behind an alias, and cannot be where there is none."""
    given = call.input["KeyId"]
    if ":key/" in given:
        return str(given)
    region, account = given.split(":")[3:5] if given.startswith("arn:") else (call.region, call.account)
    name = given.rpartition(":")[2]
    found = kms_backends[account][region].get_key_id_from_alias(name) if name.startswith("alias/") else name
    return f"arn:aws:kms:{region}:{account}:key/{found}" if found else None


def role(call: Call) -> str:
    return f"arn:aws:iam::{call.account}:role/{call.input['RoleName']}"


def log_group(call: Call) -> str:
    return f"arn:aws:logs:{call.region}:{call.account}:log-group:{call.input['logGroupName']}"


def link(call: Call) -> str:
    return str(call.input["Identifier"])


def parameters(call: Call) -> str:
    """A public parameter belongs to no account."""
    path = call.input["Path"]
    owner = "" if path.startswith("/aws/service/") else call.account
    return f"arn:aws:ssm:{call.region}:{owner}:parameter{path}"


def config_rule(call: Call) -> str:
    """The id is not the name: AWS Config makes it up."""
    return f"arn:aws:config:{call.region}:{call.account}:config-rule/config-rule-a1b2c3"


READS_OF_A_BUCKET = {
    "GetBucketAcl": "GetBucketAcl",
    "GetBucketEncryption": "GetEncryptionConfiguration",
    "GetBucketLifecycleConfiguration": "GetLifecycleConfiguration",
    "GetBucketLocation": "GetBucketLocation",
    "GetBucketOwnershipControls": "GetBucketOwnershipControls",
    "GetBucketPolicy": "GetBucketPolicy",
    "GetBucketPolicyStatus": "GetBucketPolicyStatus",
    "GetBucketVersioning": "GetBucketVersioning",
    "GetBucketWebsite": "GetBucketWebsite",
    "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
    "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
    "HeadBucket": "ListBucket",
}
WITHOUT_RESOURCE_TYPE = {
    "bedrock": [
        "GetModelInvocationLoggingConfiguration",
        "ListCustomModelDeployments",
        "ListCustomModels",
        "ListFoundationModels",
        "ListImportedModels",
        "ListInferenceProfiles",
        "ListMarketplaceModelEndpoints",
        "ListModelInvocationJobs",
        "ListProvisionedModelThroughputs",
    ],
    "bedrock-agent": ["ListAgents", "ListFlows", "ListKnowledgeBases"],
    "cloudwatch": ["GetMetricData", "ListMetrics"],
    "config": ["GetResourceConfigHistory", "PutEvaluations"],
    "iam": ["GetAccountAuthorizationDetails"],
    "logs": ["DescribeAccountPolicies", "DescribeLogGroups"],
    "oam": ["ListLinks"],
}
PREFIXES = {"bedrock-agent": "bedrock"}

permissions: dict[tuple[str, str], tuple[str, Resource]] = {
    **{("s3", operation): (f"s3:{action}", bucket) for operation, action in READS_OF_A_BUCKET.items()},
    **{
        (service, operation): (f"{PREFIXES.get(service, service)}:{operation}", anything)
        for service, operations in WITHOUT_RESOURCE_TYPE.items()
        for operation in operations
    },
    ("config", "GetComplianceDetailsByConfigRule"): ("config:GetComplianceDetailsByConfigRule", config_rule),
    ("iam", "GetRole"): ("iam:GetRole", role),
    ("kms", "DescribeKey"): ("kms:DescribeKey", key),
    ("kms", "GetKeyPolicy"): ("kms:GetKeyPolicy", key),
    ("kms", "ListGrants"): ("kms:ListGrants", key),
    ("logs", "DescribeSubscriptionFilters"): ("logs:DescribeSubscriptionFilters", log_group),
    ("oam", "GetLink"): ("oam:GetLink", link),
    ("s3", "ListBuckets"): ("s3:ListAllMyBuckets", anything),
    ("s3control", "GetAccessPoint"): ("s3:GetAccessPoint", anything),
    ("s3control", "GetAccessPointPolicy"): ("s3:GetAccessPointPolicy", access_point),
    ("s3control", "GetAccessPointPolicyStatus"): ("s3:GetAccessPointPolicyStatus", access_point),
    ("s3control", "GetPublicAccessBlock"): ("s3:GetAccountPublicAccessBlock", anything),
    ("s3control", "ListAccessPoints"): ("s3:ListAccessPoints", anything),
    ("ssm", "GetParametersByPath"): ("ssm:GetParametersByPath", parameters),
}


def permission_of(call: Call) -> tuple[str, str | None]:
    """
    Action and resource of a call.

    Raises a failure of the emulator's own for an operation nobody has looked up, so that no test passes for want of a check.
    """
    found = permissions.get((call.service_name, call.name))
    if found is None:
        raise AwsError("EmulatorDefect", f"which IAM permission {call.service_name}:{call.name} takes is not known", 500)
    action, resource = found
    return action, resource(call)
