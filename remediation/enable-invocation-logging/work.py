# The tag of everything that this runbook makes.
MANAGED = {"bedrock-logging": "managed"}
EVERYTHING = ["tags", "ownership", "publicAccessBlock", "encryption", "versioning", "lifecycle"]


def work_for(current, target, events):
    """What has to be made or completed before the target can be put."""
    buckets, log_groups = list(buckets_to_make(current, target, events)), list(log_groups_to_make(target, events))
    key, role = key_to_make(buckets, log_groups, events), role_to_make(target, events)
    return {"buckets": buckets, "logGroups": log_groups, "role": role, "key": key, "configuration": target}


def uses_of(configuration):
    """How buckets are used: name, prefix that is empty or ends with a slash, whether for large data."""
    names, cloud_watch = named_in(configuration), configuration.get("cloudWatchConfig") or {}
    for kind, destination in [("s3", configuration.get("s3Config")), ("largeData", cloud_watch.get("largeDataDeliveryS3Config"))]:
        if kind in names:
            prefix = (destination.get("keyPrefix") or "").removesuffix("/")
            yield names[kind], f"{prefix}/" if prefix else "", kind == "largeData"


def buckets_to_make(current, target, events):
    """Of this runbook's own every bucket that lacks something, of others those that do not let Amazon Bedrock write what is new."""
    uses, known = list(uses_of(target)), list(uses_of(current))
    for name in dict.fromkeys(name for name, _, _ in uses):
        state, added = state_of_bucket(name, events), [use for use in uses if use[0] == name and use not in known]
        is_own = state == FREE or (state == THERE and is_managed_bucket(name, events))
        lacks = EVERYTHING if state == FREE else lacking(name, events) if is_own else []
        wanted = [put_statement(*use, events) for use in uses if use[0] == name and (is_own or use in added)]
        wanted = [tls_statement(name, events), *wanted] if is_own else wanted
        before = parsed(bucket_policy(name, events) if state == THERE and wanted else None, f"bucket {name}")
        policy = merged(before, wanted) if missing_from(before, wanted) else None
        if lacks or policy:
            yield {"name": name, "isNew": state == FREE, "lacks": lacks, "policy": policy}


def is_managed_bucket(name, place):
    """Whether this runbook made a bucket."""
    answer = absent_on(["NoSuchTagSet"], client("s3").get_bucket_tagging, Bucket=name, ExpectedBucketOwner=place["Account"])
    return MANAGED.items() <= {tag["Key"]: tag["Value"] for tag in (answer or {"TagSet": []})["TagSet"]}.items()


def log_groups_to_make(target, events):
    """The log group, where it is not there or was left without retention by this runbook."""
    name = log_group(target)
    group = find_log_group(name) if name else None
    if name and group is None:
        yield {"name": name, "isNew": True}
    elif name and "retentionInDays" not in group:
        tags = client("logs").list_tags_for_resource(resourceArn=log_group_arn(name, events))["tags"]
        if MANAGED.items() <= tags.items():
            yield {"name": name, "isNew": False}


def role_to_make(target, events):
    """What the role of this runbook's own lacks: all, that it trusts Amazon Bedrock, that it may write, or nothing."""
    name, trust = own_role_name(events), [trust_statement(events)]
    may = [delivery_statement(log_group(target) or events["LogGroupName"], events)]
    role = {"step": "none", "trust": policy_of(*trust), "may": policy_of(*may)}
    if named_in(target).get("role") != own_role_arn(events):
        return role
    there = find_role(name)
    if there is None:
        return {**role, "step": "create"}
    if there["Arn"] != own_role_arn(events):
        raise RuntimeError(f"There is a role {there['Arn']}, and names of roles are unique whatever their path. Rename it, and run this again.")
    if missing_from(there["AssumeRolePolicyDocument"], trust):
        return {**role, "step": "trust", "trust": merged(there["AssumeRolePolicyDocument"], trust)}
    inline = absent_on(["NoSuchEntity"], client("iam").get_role_policy, RoleName=name, PolicyName=name)
    return {**role, "step": "write"} if missing_from(inline["PolicyDocument"] if inline else {}, may) else role


def key_to_make(buckets, log_groups, events):
    """The key for what is to be encrypted, and the policy that its users need; None where nothing is."""
    is_for_buckets = any("encryption" in bucket["lacks"] for bucket in buckets)
    users = [*([bedrock_key_statement(events)] if is_for_buckets else []), *(logs_key_statement(each["name"], events) for each in log_groups if each["isNew"])]
    if not users:
        return None
    name = key_name(events)
    answer = absent_on(["NotFoundException"], client("kms").describe_key, KeyId=name)
    if answer is None and name.startswith("alias/") and not name.startswith("alias/aws/"):
        return {"name": name, "isNew": True, "policy": policy_of(root_statement(events), *users)}
    refuse_unfit_key(name, answer)
    arn = answer["KeyMetadata"]["Arn"]
    before = parsed(key_policy(arn), f"key {arn}")
    return {"name": arn, "isNew": False, "policy": merged(before, users) if missing_from(before, users) else None}


def key_name(events):
    """The key that is named; an alias of this account and Region without what else its ARN says."""
    name, own = events["KmsKey"], f"arn:{events['Partition']}:kms:{events['Region']}:{events['Account']}:"
    if name.startswith("arn:") and not name.startswith(own):
        raise RuntimeError(f"Key {name} is not of this account and Region. Give another KmsKey, and run this again.")
    return name.removeprefix(own) if ":alias/" in name else name


def refuse_unfit_key(name, answer):
    """Logs are encrypted only with a key that can be used, and whose policy can let Amazon Bedrock use it."""
    key = answer["KeyMetadata"] if answer else {}
    wanted = {"KeyManager": "CUSTOMER", "KeySpec": "SYMMETRIC_DEFAULT", "KeyUsage": "ENCRYPT_DECRYPT", "KeyState": "Enabled"}
    wrong = [f"{member} is {key.get(member)}, wanted: {value}" for member, value in wanted.items() if key.get(member) != value]
    if wrong:
        raise RuntimeError(f"Key {name} cannot encrypt the logs: {'; '.join(wrong) if key else 'there is none'}. Give another KmsKey, and run this again.")
