import re

# What the rule takes for reading: the actions that src/facts/read-questions.ts asks about.
OBJECT_READS = ["s3:GetObject", "s3:GetObjectTorrent", "s3:GetObjectVersion", "s3:GetObjectVersionForReplication"]
EVENT_READS = [
    "logs:FilterLogEvents",
    "logs:GetLogEvents",
    "logs:GetLogObject",
    "logs:GetLogRecord",
    "logs:GetQueryResults",
    "logs:StartLiveTail",
    "logs:StartQuery",
]

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
POLICY_SIZE = 6144


def denial(configuration, events):
    """The policy that denies reading every destination of the configuration, and nothing else."""
    buckets, group = log_objects(configuration, events), log_group(configuration)
    objects = [
        arn
        for bucket, keys in sorted(buckets.items())
        for arn in objects_of_bucket(bucket, keys, events) + objects_of_access_points(bucket, keys, events)
    ]
    statements = [
        {"Sid": "DenyReadingLogObjects", "Effect": "Deny", "Action": OBJECT_READS, "Resource": objects},
        {"Sid": "DenyReadingLogEvents", "Effect": "Deny", "Action": EVENT_READS, "Resource": events_of_log_group(group, events)},
    ]
    document = {"Version": "2012-10-17", "Statement": [each for each in statements if each["Resource"]]}
    size = len(as_json(document))
    if size > POLICY_SIZE:
        raise RuntimeError(
            f"The policy that denies reading would have {size} characters, and IAM takes {POLICY_SIZE}: it names {len(objects)} prefixes of buckets and access points. "
            "Delete access points that nobody needs, or use Method bucket-policy. Nothing was changed."
        )
    return document


def log_objects(configuration, events):
    """Patterns of the keys of log objects, by bucket. Where under its prefix large data lies, AWS does not say."""
    cloud_watch = configuration.get("cloudWatchConfig") or {}
    records = f"AWSLogs/{events['Account']}/BedrockModelInvocationLogs/*"
    keys = {}
    for destination, rest in [(configuration.get("s3Config"), records), (cloud_watch.get("largeDataDeliveryS3Config"), "*")]:
        if destination and destination.get("bucketName"):
            prefix = literal((destination.get("keyPrefix") or "").removesuffix("/"))
            keys.setdefault(destination["bucketName"], []).append(f"{prefix}/{rest}" if prefix else rest)
    return keys


def literal(text):
    """A text as policies write it where none of its characters is to stand for others."""
    return re.sub(r"[*?$]", r"${\g<0>}", text)


def objects_of_bucket(bucket, keys, events):
    return [f"arn:{events['Partition']}:s3:::{bucket}/{key}" for key in keys]


def objects_of_access_points(bucket, keys, events):
    """The same objects as IAM knows them where a request comes through an access point."""
    at = f"arn:{events['Partition']}:s3:{events['Region']}:{events['Account']}:accesspoint"
    return [f"{at}/{name}/object/{key}" for name in access_points(bucket, events["Account"]) for key in keys]


def access_points(bucket, account):
    s3control, more, names = boto3.client("s3control"), {}, []
    while True:
        page = absent_on(["NoSuchBucket"], s3control.list_access_points, AccountId=account, Bucket=bucket, **more) or {}
        names += [each["Name"] for each in page.get("AccessPointList", [])]
        if not page.get("NextToken"):
            return sorted(names)
        more = {"NextToken": page["NextToken"]}


def events_of_log_group(name, events):
    """Of some actions IAM is asked under the ARN of the log group, of others under what ends with a stream."""
    arn = f"arn:{events['Partition']}:logs:{events['Region']}:{events['Account']}:log-group:{name}"
    return [arn, f"{arn}:*"] if name else []
