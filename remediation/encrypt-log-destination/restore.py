def restore(events, context):
    """Puts back the former encryption of whatever was changed, and fails: nothing has been put right."""
    outcomes = [put_back(*destination, setting, events["Account"]) for destination, setting in settings_in(events["Before"]).items()]
    raise RuntimeError(" ".join([*outcomes, events["KeyPolicy"]]))


def put_back(kind, name, setting, account):
    """A sentence on what came of it: one destination that cannot be put back does not keep the other from it."""
    try:
        if not is_as_before(kind, name, setting, account):
            write(kind, name, setting, account)
        if is_as_before(kind, name, setting, account):
            return f"{NOUNS[kind]} {name} is encrypted as before."
        why = "it was written, and is not there"
    except (ClientError, RuntimeError) as refusal:
        why = str(refusal)
    return f"{NOUNS[kind]} {name} is not encrypted as before, {as_json(setting)}: {why}."


def is_as_before(kind, name, setting, account):
    return as_json(encryption_of(kind, name, account)) == as_json(setting)


def write(kind, name, setting, account):
    s3, logs, owned = boto3.client("s3"), boto3.client("logs"), {"Bucket": name, "ExpectedBucketOwner": account}
    if kind == "buckets" and setting is None:
        s3.delete_bucket_encryption(**owned)
    elif kind == "buckets":
        s3.put_bucket_encryption(**owned, ServerSideEncryptionConfiguration=setting)
    elif setting is None:
        logs.disassociate_kms_key(logGroupName=name)
    else:
        logs.associate_kms_key(logGroupName=name, kmsKeyId=setting)
