"""Amazon Bedrock: whether logs could be delivered, which it checks before it takes a logging configuration, where a test has switched that on.

The guide says what a log group, a role, a bucket and their keys must allow, and reports from the field quote the beginning of the refusals. Which checks are
made, their order and the end of the refusal for a bucket are our reading. Conditions are not evaluated.

@see https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html
"""

from typing import Any

from moto.iam.models import Role, iam_backends
from moto.logs.models import logs_backends
from moto.utilities.utils import get_partition

from server.call import AwsError, Call
from server.policies import allows_service, document_of, is_allowed
from server.registry import prepares
from server.services.key_use import is_usable_by, logs_service
from server.services.s3_access import bucket, owner_of
from server.state import state

SERVICE = "bedrock.amazonaws.com"
STREAM = "aws/bedrock/modelinvocations"
TO_WRITE_LOGS = ("logs:CreateLogStream", "logs:PutLogEvents")
# @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
TO_ENCRYPT_LOGS = ("kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey")


@prepares("bedrock")
def refuse_undeliverable(call: Call) -> Call:
    if call.name == "PutModelInvocationLoggingConfiguration" and state.settings.validate_delivery:
        config = call.input.get("loggingConfig", {})
        group = config.get("cloudWatchConfig")
        if group and not reaches_log_group(call, group):
            raise AwsError("ValidationException", refusal_of_log_group(group))
        for each in (config.get("s3Config"), (group or {}).get("largeDataDeliveryS3Config")):
            if each and not reaches_bucket(call, each):
                raise AwsError("ValidationException", refusal_of_bucket(each))
    return call


def refusal_of_log_group(group: dict[str, Any]) -> str:
    named = f"log group: {group.get('logGroupName')}, with role: {group.get('roleArn')}"
    return f"Failed to validate permissions for {named}. Verify the IAM role permissions are correct."


def refusal_of_bucket(destination: dict[str, Any]) -> str:
    return f"Failed to validate permissions for bucket: {destination.get('bucketName')}. Verify the bucket policy permissions are correct."


def reaches_log_group(call: Call, given: dict[str, Any]) -> bool:
    group = logs_backends[call.account][call.region].groups.get(given["logGroupName"])
    role = role_of(call, given["roleArn"])
    if group is None or role is None or not allows_service(role.assume_role_policy_document, SERVICE, "sts:AssumeRole", None):
        return False
    stream = f"arn:{get_partition(call.region)}:logs:{call.region}:{call.account}:log-group:{group.name}:log-stream:{STREAM}"
    policies = [document_of(policy) for policy in (*role.policies.values(), *role.managed_policies.values())]
    if not all(is_allowed(policies, action, stream) for action in TO_WRITE_LOGS):
        return False
    return group.kms_key_id is None or is_usable_by(group.kms_key_id, call, logs_service(call.region), TO_ENCRYPT_LOGS)


def role_of(call: Call, arn: str) -> Role | None:
    return next((role for role in iam_backends[call.account][get_partition(call.region)].roles.values() if role.arn == arn), None)


def reaches_bucket(call: Call, given: dict[str, Any]) -> bool:
    """Only a bucket of the same account and Region will do."""
    name = given["bucketName"]
    if owner_of(name) != call.account or bucket(name).region_name != call.region:
        return False
    prefix = f"{given['keyPrefix'].removesuffix('/')}/" if given.get("keyPrefix") else ""
    log = f"arn:{get_partition(call.region)}:s3:::{name}/{prefix}AWSLogs/{call.account}/BedrockModelInvocationLogs/x"
    policy = bucket(name).policy
    if policy is None or not allows_service(policy.decode(), SERVICE, "s3:PutObject", log):
        return False
    key = customer_key_of(bucket(name).encryption)
    return key is None or is_usable_by(key, call, SERVICE, ("kms:GenerateDataKey",))


def customer_key_of(encryption: dict[str, Any] | None) -> str | None:
    """The key a bucket encrypts with by default, unless it is S3's own."""
    by_default = (encryption or {}).get("Rule", {}).get("ApplyServerSideEncryptionByDefault", {})
    key = by_default.get("KMSMasterKeyID") if str(by_default.get("SSEAlgorithm", "")).startswith("aws:kms") else None
    return None if key is None or key.endswith("alias/aws/s3") else str(key)
