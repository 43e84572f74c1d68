FLAGS = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]

# Condition keys that name whom a statement for everybody is meant for.
NAMING_KEYS = ["aws:principalaccount", "aws:principalarn", "aws:principalorgid", "aws:principalorgpaths"]


def plan(events, context):
    """What blocking public access to the bucket would change. Stops where that would shut out a principal of another account."""
    bucket, account = events["ResourceId"], events["Account"]
    if bucket not in log_buckets(logging_configuration()):
        return {"IsNeeded": False, "Changes": [f"Nothing: model invocations are not logged to a bucket {bucket}."], "Before": "{}"}
    own, of_account = block_of_bucket(bucket, account), block_of_account(account)
    before = as_json({"buckets": {bucket: {"publicAccessBlock": own}}})
    if missing(own, of_account) == []:
        by = "the account or its organisation" if missing({}, of_account) == [] else "the bucket and its account"
        return {"IsNeeded": False, "Changes": [f"Nothing: {by} already blocks public access to {bucket} with all four flags."], "Before": before}
    if "RestrictPublicBuckets" in missing(own, of_account):
        refuse_to_shut_out(bucket, account)
    off = [flag for flag in FLAGS if not (own or {}).get(flag)]
    return {"IsNeeded": True, "Changes": [f"Bucket {bucket}: turns on {', '.join(off)} of the public access block."], "Before": before}


def accept_policy_of_organization(events, context):
    """An organisation that manages public access refuses changes to it: then nothing is wrong, if it blocks all of it."""
    off = missing({}, block_of_account(events["Account"]))
    if off:
        raise RuntimeError(f"S3 refused to change the public access block of {events['ResourceId']}, and the account does not have {', '.join(off)} on.")
    return {"Reason": "S3 refused the change; the account or its organisation blocks all public access."}


def verify(events, context):
    """What blocks public access now. Fails where any flag is off."""
    bucket, account = events["ResourceId"], events["Account"]
    own = block_of_bucket(bucket, account)
    off = missing(own, block_of_account(account))
    if off:
        raise RuntimeError(f"Public access to {bucket} is still not blocked: {', '.join(off)} is off.")
    return {"After": as_json({"buckets": {bucket: {"publicAccessBlock": own}}})}


def missing(own, of_account):
    return [flag for flag in FLAGS if not (own or {}).get(flag) and not (of_account or {}).get(flag)]


def block_of_bucket(bucket, account):
    call = boto3.client("s3").get_public_access_block
    answer = absent_on(["NoSuchPublicAccessBlockConfiguration"], call, Bucket=bucket, ExpectedBucketOwner=account)
    return answer and answer["PublicAccessBlockConfiguration"]


def block_of_account(account):
    answer = absent_on(["NoSuchPublicAccessBlockConfiguration"], boto3.client("s3control").get_public_access_block, AccountId=account)
    return answer and answer["PublicAccessBlockConfiguration"]


def refuse_to_shut_out(bucket, account):
    """S3 itself says whether the policy is public; then RestrictPublicBuckets shuts out everybody of other accounts, also whom a statement names."""
    s3, owned = boto3.client("s3"), {"Bucket": bucket, "ExpectedBucketOwner": account}
    status = absent_on(["NoSuchBucketPolicy"], s3.get_bucket_policy_status, **owned)
    if not (status and status["PolicyStatus"].get("IsPublic")):
        return
    named = foreigners(json.loads(s3.get_bucket_policy(**owned)["Policy"]), account)
    if named:
        raise RuntimeError(
            f"The policy of bucket {bucket} is public and also lets in {', '.join(named)}, who would be shut out. "
            "Take the public statement out of the policy, or give up theirs, and run this again."
        )


def foreigners(policy, account):
    """Principals outside the account that statements name, by themselves or by a condition."""
    found = set()
    for statement in listed(policy.get("Statement", [])):
        principal = statement.get("Principal", {})
        if statement.get("Effect") != "Allow" or principal == {}:
            continue
        named = ["*"] if principal == "*" else listed(principal.get("AWS", [])) + listed(principal.get("CanonicalUser", []))
        if "*" in named:
            named = [each for each in named if each != "*"] + named_by_conditions(statement.get("Condition", {}))
        found.update(each for each in named if account not in each)
    return sorted(found)


def named_by_conditions(condition):
    keys = [(key, values) for operator, keys in condition.items() if "Not" not in operator for key, values in keys.items()]
    return [f"{key} {value}" for key, values in keys if key.lower() in NAMING_KEYS for value in listed(values)]


def listed(value):
    return value if isinstance(value, list) else [value]
