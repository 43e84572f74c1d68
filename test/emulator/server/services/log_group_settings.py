"""CloudWatch Logs: what moto lets a log group have that AWS does not, and protection from deletion, which moto lacks."""

from typing import Any

from moto.logs.models import logs_backends

from server.call import AwsError, Call
from server.registry import adds, amends, prepares
from server.services.key_use import is_enabled, is_usable_by, key_named, logs_service
from server.state import state

# In days. @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
RETENTIONS = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)
# @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
TO_ENCRYPT = ("kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey")


@prepares("logs")
def refuse_retention(call: Call) -> Call:
    if call.name == "PutRetentionPolicy" and call.input.get("retentionInDays") not in RETENTIONS:
        raise AwsError("InvalidParameterException", f"retentionInDays must be one of {list(RETENTIONS)}")
    return call


@prepares("logs")
def refuse_key(call: Call) -> Call:
    """
    Refuses a key that CloudWatch Logs cannot use, where a test has delivery validated.

    The reference names InvalidParameterException for a key that does not exist or is disabled; reports from the field show AccessDeniedException for a key
    whose policy does not let the service in, both with one message.

    @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_AssociateKmsKey.html
    """
    given = call.input.get("kmsKeyId")
    if call.name not in ("AssociateKmsKey", "CreateLogGroup") or not given or not state.settings.validate_delivery:
        return call
    group = f"arn:aws:logs:{call.region}:{call.account}:log-group:{call.input.get('logGroupName')}"
    message = f"The specified KMS key does not exist or is not allowed to be used with Arn '{group}'"
    if not is_enabled(key_named(given, call)):
        raise AwsError("InvalidParameterException", message)
    if not is_usable_by(given, call, logs_service(call.region), TO_ENCRYPT):
        raise AwsError("AccessDeniedException", message)
    return call


@prepares("logs")
def refuse_tags_of_nothing(call: Call) -> Call:
    """Moto has tags, or none, for log groups that do not exist; the ARN ends with the name, without `:*`."""
    if call.name in ("ListTagsForResource", "TagResource", "UntagResource"):
        arn = call.input.get("resourceArn", "")
        if ":log-group:" in arn and arn.partition(":log-group:")[2] not in logs_backends[call.account][call.region].groups:
            raise AwsError("ResourceNotFoundException", "The specified resource does not exist.")
    return call


@prepares("logs")
def refuse_deletion(call: Call) -> Call:
    """
    The error and its message are our reading: the reference says only that such a log group cannot be deleted.

    @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogGroupDeletionProtection.html
    """
    group = logs_backends[call.account][call.region].groups.get(call.input.get("logGroupName", ""))
    if call.name == "DeleteLogGroup" and is_protected(group):
        raise AwsError("ValidationException", "The specified log group is protected from deletion.")
    return call


@amends("logs", "CreateLogGroup")
def create_log_group(call: Call, result: dict[str, Any]) -> dict[str, Any]:
    protect(logs_backends[call.account][call.region].groups[call.input["logGroupName"]], call.input.get("deletionProtectionEnabled", False))
    return result


@adds("logs", "PutLogGroupDeletionProtection")
def put_log_group_deletion_protection(call: Call) -> dict[str, Any]:
    given = call.input["logGroupIdentifier"]
    name = given.partition(":log-group:")[2].removesuffix(":*") if given.startswith("arn:") else given
    group = logs_backends[call.account][call.region].groups.get(name)
    if group is None:
        raise AwsError("ResourceNotFoundException", "The specified log group does not exist.")
    protect(group, call.input["deletionProtectionEnabled"])
    return {}


def protect(group: Any, is_on: bool) -> None:
    group.deletion_protection = is_on


def is_protected(group: Any) -> bool:
    return bool(getattr(group, "deletion_protection", False))
