from functools import cache

# The statements of bucket policies that this runbook writes.
SIDS = ["BedrockLoggingDenyReaders", "BedrockLoggingDenyOtherAccounts"]


@cache
def iam():
    return boto3.client("iam")


def policy_name(events):
    return f"BedrockLoggingDenyLogReaders-{events['Region']}"


def policy_arn(events):
    return f"arn:{events['Partition']}:iam::{events['Account']}:policy/{policy_name(events)}"


def policy_found(arn):
    """The text of the policy and whom it is attached to, as `role/name`."""
    policy = absent_on(["NoSuchEntity"], iam().get_policy, PolicyArn=arn)
    if policy is None:
        return {"document": None, "attachedTo": []}
    version = iam().get_policy_version(PolicyArn=arn, VersionId=policy["Policy"]["DefaultVersionId"])
    pages = pages_of("list_entities_for_policy", PolicyArn=arn)
    attached = [f"{kind.lower()}/{each[f'{kind}Name']}" for page in pages for kind in ["Role", "User", "Group"] for each in page[f"Policy{kind}s"]]
    return {"document": as_json(version["PolicyVersion"]["Document"]), "attachedTo": sorted(attached)}


def named(kind, name):
    return {f"{kind.title()}Name": name}


def pages_of(operation, **request):
    return list(iam().get_paginator(operation).paginate(**request))


def bucket_policy(bucket, account):
    """The policy of a bucket as its text; None where there is none."""
    call = boto3.client("s3").get_bucket_policy
    answer = absent_on(["NoSuchBucketPolicy"], call, Bucket=bucket, ExpectedBucketOwner=account)
    return answer and answer["Policy"]


def own_statements(text):
    return [each for each in statements_of(json.loads(text or "{}")) if each.get("Sid") in SIDS]


def alike(value):
    """The same for whatever means the same in a policy: a list of one is what is in it, and lists have no order."""
    if isinstance(value, dict):
        return {key: alike(each) for key, each in value.items()}
    if not isinstance(value, list):
        return value
    return alike(value[0]) if len(value) == 1 else sorted((alike(each) for each in value), key=as_json)


def statements_of(document):
    return listed(document.get("Statement") or [])


def listed(value):
    return value if isinstance(value, list) else [value]
