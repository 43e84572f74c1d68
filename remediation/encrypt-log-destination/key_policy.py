from fnmatch import fnmatchcase

# What AWS documents that each service must be let do, and actions by which its presence in a policy is told.
TO_WRITE = ["kms:GenerateDataKey"]
TO_ENCRYPT_LOGS = ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"]
TOLD_BY = {"buckets": TO_WRITE, "logGroups": ["kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:GenerateDataKey", "kms:DescribeKey"]}


def statement_for(kind, name, events):
    """
    The statement that the policy of a key must hold for a destination.

    https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    """
    account, region, partition = events["Account"], events["Region"], events["Partition"]
    if kind == "buckets":
        service, actions = "bedrock.amazonaws.com", TO_WRITE
        arn = f"arn:{partition}:bedrock:{region}:{account}:*"
        condition = {"StringEquals": {"aws:SourceAccount": account}, "ArnLike": {"aws:SourceArn": arn}}
    else:
        service, actions = f"logs.{region}.amazonaws.com{'.cn' if partition == 'aws-cn' else ''}", TO_ENCRYPT_LOGS
        condition = {"ArnEquals": {"kms:EncryptionContext:aws:logs:arn": f"arn:{partition}:logs:{region}:{account}:log-group:{name}"}}
    return {"Effect": "Allow", "Principal": {"Service": service}, "Action": actions, "Resource": "*", "Condition": condition}


def lacking(key, of, events):
    """
    A sentence on each statement that the policy of the key lacks, as far as can be seen; for a key of another account, on what it must hold.

    Looks only whether Allow statements name the service and the actions: conditions and Deny statements are for KMS to weigh.
    """
    needed = [(kind, statement_for(kind, name, events)) for kind, name in of]
    if key["AWSAccountId"] != events["Account"]:
        return [f"The policy of key {key['Arn']} cannot be read from this account; it must hold {as_json(each)}." for _, each in needed]
    policy = json.loads(boto3.client("kms").get_key_policy(KeyId=key["Arn"], PolicyName="default")["Policy"])
    sentences = []
    for kind, statement in needed:
        service = statement["Principal"]["Service"]
        missing = [action for action in TOLD_BY[kind] if not is_named(policy, service, action)]
        if missing:
            sentences.append(f"The policy of key {key['Arn']} does not let {service} do {', '.join(missing)}; it lacks {as_json(statement)}.")
    return sentences


def is_named(policy, service, action):
    return any(
        statement.get("Effect") == "Allow"
        and service in all_of(statement.get("Principal"), "Service")
        and any(fnmatchcase(action.lower(), pattern.lower()) for pattern in all_of(statement, "Action"))
        for statement in all_of(policy, "Statement")
    )


def all_of(container, member):
    """What a policy holds in a member: one thing or a list. A principal may also be a bare asterisk, which names no service."""
    value = container.get(member, []) if isinstance(container, dict) else []
    return value if isinstance(value, list) else [value]
