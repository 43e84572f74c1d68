import json

import boto3
from botocore.exceptions import ClientError


def logging_configuration():
    """What the Region logs to now, with members that the SDK of the runtime is too old to know; an empty one where logging is off."""
    bedrock, answers = boto3.client("bedrock"), []
    event = "after-call.bedrock.GetModelInvocationLoggingConfiguration"
    bedrock.meta.events.register(event, lambda http_response, **_: answers.append(http_response.content))
    bedrock.get_model_invocation_logging_configuration()
    return without_nulls(json.loads(answers[-1]).get("loggingConfig") or {})


def without_nulls(value):
    return {name: without_nulls(each) for name, each in value.items() if each is not None} if isinstance(value, dict) else value


def log_buckets(configuration):
    """Prefixes of the objects that are delivered, by bucket; a prefix ends with a slash or is empty."""
    cloud_watch = configuration.get("cloudWatchConfig") or {}
    buckets = {}
    for destination in [configuration.get("s3Config"), cloud_watch.get("largeDataDeliveryS3Config")]:
        if destination and destination.get("bucketName"):
            prefix = (destination.get("keyPrefix") or "").removesuffix("/")
            buckets.setdefault(destination["bucketName"], []).append(f"{prefix}/" if prefix else "")
    return buckets


def log_group(configuration):
    """Name of the log group; None where there is none."""
    return (configuration.get("cloudWatchConfig") or {}).get("logGroupName") or None


def absent_on(codes, call, **request):
    """What AWS answers; None where it says with one of the codes that there is no such thing. A refusal is no absence."""
    try:
        return call(**request)
    except ClientError as error:
        if error.response["Error"]["Code"] in codes:
            return None
        raise


def as_json(value):
    """Dates as ISO 8601, which the SDK takes back."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), default=lambda date: date.isoformat())
