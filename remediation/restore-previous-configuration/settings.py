def settings(account):
    """Every kind of setting that runbooks change: how to read one by the name of its resource, and how to write it. None stands for an absent one."""
    s3, logs = boto3.client("s3"), boto3.client("logs")

    def of_bucket(name, absent, member, remove):
        """A setting of buckets: the name of its operations, what says that it is absent, the member that holds it, and what takes it away."""

        def read(bucket):
            answer = absent_on(absent, getattr(s3, f"get_{name}"), Bucket=bucket, ExpectedBucketOwner=account)
            return answer and answer.get(member)

        def write(bucket, value):
            owned = {"Bucket": bucket, "ExpectedBucketOwner": account}
            if value is None:
                return getattr(s3, remove)(**owned)
            return getattr(s3, f"put_{name}")(**owned, **{member: value})

        return read, write

    return {
        "buckets": {
            "publicAccessBlock": of_bucket(
                "public_access_block", ["NoSuchPublicAccessBlockConfiguration"], "PublicAccessBlockConfiguration", "delete_public_access_block"
            ),
            "encryption": of_bucket(
                "bucket_encryption",
                ["ServerSideEncryptionConfigurationNotFoundError"],
                "ServerSideEncryptionConfiguration",
                "delete_bucket_encryption",
            ),
            "policy": of_bucket("bucket_policy", ["NoSuchBucketPolicy"], "Policy", "delete_bucket_policy"),
            "lifecycle": lifecycle(s3, account),
        },
        "logGroups": {
            "kmsKeyId": of_log_group(logs, "kmsKeyId", "associate_kms_key", "disassociate_kms_key"),
            "retentionInDays": of_log_group(logs, "retentionInDays", "put_retention_policy", "delete_retention_policy"),
        },
        "keys": {"policy": policy_of_key(boto3.client("kms"))},
        "policies": {"document": document_of_policy(boto3.client("iam")), "attachedTo": attachments(boto3.client("iam"))},
    }


def lifecycle(s3, account):
    """Of the whole configuration the rules, and what size of object they move."""
    members = ["Rules", "TransitionDefaultMinimumObjectSize"]

    def read(bucket):
        call = s3.get_bucket_lifecycle_configuration
        answer = absent_on(["NoSuchLifecycleConfiguration"], call, Bucket=bucket, ExpectedBucketOwner=account)
        return answer and {member: answer[member] for member in members if member in answer}

    def write(bucket, value):
        owned = {"Bucket": bucket, "ExpectedBucketOwner": account}
        if value is None:
            return s3.delete_bucket_lifecycle(**owned)
        size = {member: value[member] for member in members[1:] if member in value}
        return s3.put_bucket_lifecycle_configuration(**owned, **size, LifecycleConfiguration={"Rules": value["Rules"]})

    return read, write


def log_group_named(logs, name):
    pages = logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=name)
    found = [group for page in pages for group in page["logGroups"] if group["logGroupName"] == name]
    if not found:
        raise RuntimeError(f"There is no log group {name} any more.")
    return found[0]


def of_log_group(logs, member, put, remove):
    """A setting of log groups: the member that holds it, and the operations that set it and take it away."""

    def write(name, value):
        if value is None:
            return getattr(logs, remove)(logGroupName=name)
        return getattr(logs, put)(logGroupName=name, **{member: value})

    return lambda name: log_group_named(logs, name).get(member), write


def policy_of_key(kms):
    def read(key):
        return kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"]

    def write(key, value):
        return kms.put_key_policy(KeyId=key, PolicyName="default", Policy=value)

    return read, write


def document_of_policy(iam):
    """The document of a customer-managed policy. One that was not there before is left, attached to nobody: nothing is deleted."""

    def read(arn):
        policy = absent_on(["NoSuchEntity"], iam.get_policy, PolicyArn=arn)
        if policy is None:
            return None
        version = iam.get_policy_version(PolicyArn=arn, VersionId=policy["Policy"]["DefaultVersionId"])
        return version["PolicyVersion"]["Document"]

    def write(arn, value):
        if value is None:
            return
        versions = [each for page in iam.get_paginator("list_policy_versions").paginate(PolicyArn=arn) for each in page["Versions"]]
        if len(versions) == 5:
            oldest = min((each for each in versions if not each["IsDefaultVersion"]), key=lambda each: each["CreateDate"])
            iam.delete_policy_version(PolicyArn=arn, VersionId=oldest["VersionId"])
        document = value if isinstance(value, str) else as_json(value)
        iam.create_policy_version(PolicyArn=arn, PolicyDocument=document, SetAsDefault=True)

    return read, write


def attachments(iam):
    """Whom a policy is attached to, as `role/name`."""
    kinds = {"role": "Role", "user": "User", "group": "Group"}

    def read(arn):
        if absent_on(["NoSuchEntity"], iam.get_policy, PolicyArn=arn) is None:
            return []
        pages = list(iam.get_paginator("list_entities_for_policy").paginate(PolicyArn=arn))
        return sorted(
            f"{kind}/{each[f'{name}Name']}" for page in pages for kind, name in kinds.items() for each in page.get(f"Policy{name}s", [])
        )

    def write(arn, value):
        now, wanted = set(read(arn)), set(value or [])
        for verb, entities in [("detach", now - wanted), ("attach", wanted - now)]:
            for entity in sorted(entities):
                kind, _, name = entity.partition("/")
                getattr(iam, f"{verb}_{kind}_policy")(PolicyArn=arn, **{f"{kinds[kind]}Name": name})

    return read, write
