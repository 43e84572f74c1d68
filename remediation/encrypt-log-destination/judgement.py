# Says what the rule bedrock-log-destinations-encrypted says, so that nothing is changed that it finds no fault with.
IN_SSM = "/bedrock-logging/parameters/bedrock-log-destinations-encrypted"
ENCRYPTS_WITH_KMS = ["aws:kms", "aws:kms:dsse"]
CAN_BE_USED = ["Enabled", "Updating"]


def wanted_keys(events):
    """The rule's parameters: as they were handed over, or as SSM holds those that are too long for that."""
    return {
        "RequiredKey": events["RequiredKey"],
        "AllowedKeys": listed(events["AllowedKeys"] or in_ssm("allowedKeys")),
        "AllowedKeyAccounts": listed(events["AllowedKeyAccounts"] or in_ssm("allowedKeyAccounts")),
        "Account": events["Account"],
        "Region": events["Region"],
    }


def in_ssm(parameter):
    answer = absent_on(["ParameterNotFound"], boto3.client("ssm").get_parameter, Name=f"{IN_SSM}/{parameter}")
    return answer["Parameter"]["Value"] if answer else ""


def listed(text):
    return [item.strip() for item in text.split(",") if item.strip()]


def fault_of(key, wanted):
    """What the rule finds wrong with the key of a destination; None where nothing is."""
    if key is None:
        is_enough = wanted["RequiredKey"] == "any" and not wanted["AllowedKeys"]
        return None if is_enough else "is not encrypted with a KMS key of its own"
    if key["Problem"]:
        return f"has the key {key['Arn']}, which {key['Problem']}"
    if key["Account"] != wanted["Account"] and not is_allowed(key["Arn"], key["Account"], wanted):
        return f"has the key {key['Arn']}, which belongs to account {key['Account']} and is not allowed"
    if key["Manager"] == "AWS" and wanted["RequiredKey"] == "customer-managed":
        return f"has the AWS-managed key {key['Arn']}"
    if wanted["AllowedKeys"] and key["Arn"] not in wanted["AllowedKeys"]:
        return f"has the key {key['Arn']}, which is not one of allowedKeys"
    return None


def is_allowed(arn, account, wanted):
    return arn in wanted["AllowedKeys"] if wanted["AllowedKeys"] else account in wanted["AllowedKeyAccounts"]


def key_of(kind, setting, wanted):
    """What KMS says of the key of a destination; None where S3 or CloudWatch Logs encrypt with keys of their own."""
    if kind == "buckets" and default_of(setting).get("SSEAlgorithm") not in ENCRYPTS_WITH_KMS:
        return None
    name = key_named_by(kind, setting)
    if name:
        return looked_up(name, wanted)
    return known("aws/s3", wanted["Account"], "AWS") if kind == "buckets" else None


def looked_up(name, wanted):
    is_arn, (region, account) = name.startswith("arn:"), (name.split(":") + [""] * 5)[3:5]
    if is_arn and region != wanted["Region"]:
        return known(name, account, problem=f"is in {region}, not in {wanted['Region']}")
    try:
        key = described(name)
    except ClientError as refusal:
        if refusal.response["Error"]["Code"] != "AccessDeniedException" or not is_arn or may_be_allowed(name, account, wanted):
            raise
        return {**known(name, account, problem=f"belongs to account {account} and is not allowed"), "IsUsable": True}
    if key is None:
        return known(name, account, problem="does not exist")
    return known(key["Arn"], key["AWSAccountId"], key["KeyManager"], problem=reason_unusable(key))


def described(name):
    answer = absent_on(["NotFoundException"], boto3.client("kms").describe_key, KeyId=name)
    return answer and answer["KeyMetadata"]


def known(arn, account, manager="CUSTOMER", problem=None):
    return {"Arn": arn, "Account": account, "Manager": manager, "Problem": problem, "IsUsable": problem is None}


def may_be_allowed(arn, account, wanted):
    """Whether what an ARN stands for may be allowed: an alias stands for any key of its account."""
    if not wanted["AllowedKeys"]:
        return account == wanted["Account"] or account in wanted["AllowedKeyAccounts"]
    if ":key/" in arn:
        return arn in wanted["AllowedKeys"]
    return account in [allowed.split(":")[4] for allowed in wanted["AllowedKeys"]]


def reason_unusable(key):
    if key.get("KeySpec", "SYMMETRIC_DEFAULT") != "SYMMETRIC_DEFAULT":
        return f"is no symmetric key but {key['KeySpec']}"
    return None if key["KeyState"] in CAN_BE_USED else f"is {key['KeyState']}"
