from itertools import islice

# How far old objects are counted.
PAGES, PAGE_SIZE = 200, 1000
DATA_TYPES = ["text", "image", "embedding", "video", "audio"]


def plan(events, context):
    """Which destinations of the given name get another key. Stops where the given key could not encrypt them."""
    configuration, wanted = logging_configuration(), wanted_keys(events)
    named = [each for each in destinations(configuration) if each[1] == events["ResourceId"]]
    if not named:
        return unneeded(f"Nothing: model invocations are not logged to {events['ResourceId']}.")
    settings = {each: encryption_of(*each, events["Account"]) for each in named}
    keys = {each: key_of(each[0], setting, wanted) for each, setting in settings.items()}
    faulty = [each for each in named if fault_of(keys[each], wanted)]
    if not faulty:
        return planned_without_fault(events, keys)
    key = given_key(events, wanted)
    lacks = lacking(key, faulty, events)
    encryption = {each: encrypted_with(settings[each], key["Arn"]) for each in faulty if each[0] == "buckets"}
    return {
        "IsNeeded": True,
        "Changes": [
            *(sentence for each in faulty for sentence in changes_of(each, settings[each], fault_of(keys[each], wanted), key["Arn"], configuration, events)),
            *on_validation(configuration, lacks),
        ],
        "Before": as_found({each: settings[each] for each in faulty}),
        "KeyArn": key["Arn"],
        "IsBucketFaulty": bool(encryption),
        "BucketEncryption": next(iter(encryption.values()), {}),
        "IsLogGroupFaulty": "logGroups" in dict(faulty),
        "KeyPolicy": on_policy(key, lacks),
        "Excuse": "" if lacks else excuse(configuration, faulty, keys, wanted),
    }


def unneeded(sentence):
    return {
        "IsNeeded": False,
        "Changes": [sentence],
        "Before": "{}",
        "KeyArn": "",
        "IsBucketFaulty": False,
        "BucketEncryption": {},
        "IsLogGroupFaulty": False,
        "KeyPolicy": "",
        "Excuse": "",
    }


def planned_without_fault(events, keys):
    """
    Nothing, but where a destination has the given key already and the policy of the key lacks something: then Amazon Bedrock is made to check delivery, as
    the run that changed the key may have been killed before that.
    """
    name, given = events["ResourceId"], events["KmsKey"]
    is_own = not given.startswith("arn:") or given.split(":")[4] == events["Account"]
    key = described(given) if is_own else None
    lacks = lacking(key, [each for each in keys if keys[each] and keys[each]["Arn"] == key["Arn"]], events) if key else []
    if lacks:
        sentence = f"{name} stays as it is; the logging configuration is put again unchanged, so that Amazon Bedrock checks delivery."
        hint = "This run has changed nothing; the run that set the key has the former encryption among its outputs."
        return {**unneeded(sentence), "IsNeeded": True, "Changes": [sentence, *lacks], "KeyPolicy": " ".join([*lacks, hint])}
    kept = " and ".join(sorted({used["Arn"] if used else "a key of the service" for used in keys.values()}))
    return unneeded(f"Nothing: {name} is encrypted with {kept}, which the rule allows.")


def given_key(events, wanted):
    """The key to encrypt with, as KMS describes it."""
    name, account, region = events["KmsKey"], events["Account"], events["Region"]
    if name.startswith("arn:") and name.split(":")[3] != region:
        raise RuntimeError(f"Key {name} is in {name.split(':')[3]}; allowed: a key in {region}, where the logs are. An alias serves every Region.")
    key = described(name)
    if key is None:
        raise RuntimeError(
            f"Account {account} has no key {name} in {region}. Create it, or give another as KmsKey; a key of another account is given by its ARN."
        )
    allowed = {"KeyManager": "CUSTOMER", "KeySpec": "SYMMETRIC_DEFAULT", "KeyState": "Enabled"}
    wrong = [f"its {member} is {key[member]}; allowed: {value}" for member, value in allowed.items() if key.get(member, value) != value]
    if wrong:
        raise RuntimeError(f"Key {name} ({key['Arn']}) cannot encrypt the logs: {'; '.join(wrong)}.")
    fault = fault_of(known(key["Arn"], key["AWSAccountId"]), wanted)
    if fault:
        raise RuntimeError(f"The rule would find fault with key {name} as well: {events['ResourceId']} then {fault}.")
    return key


def encrypted_with(encryption, arn):
    """The default encryption of a bucket with another key, the rest as it is. An S3 Bucket Key has a meaning under SSE-KMS only, and none under DSSE-KMS."""
    rules = (encryption or {}).get("Rules") or [{}]
    place = next((place for place, rule in enumerate(rules) if rule.get("ApplyServerSideEncryptionByDefault")), 0)
    former = default_of(encryption).get("SSEAlgorithm")
    algorithm = former if former in ENCRYPTS_WITH_KMS else "aws:kms"
    rule = {**rules[place], "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": algorithm, "KMSMasterKeyID": arn}}
    if algorithm == "aws:kms" and (former != algorithm or "BucketKeyEnabled" not in rule):
        rule["BucketKeyEnabled"] = True
    return {**(encryption or {}), "Rules": [*rules[:place], rule, *rules[place + 1 :]]}


def changes_of(destination, setting, fault, arn, configuration, events):
    """What becomes of a destination, of what it holds, and of those who read it."""
    kind, name = destination
    if kind == "logGroups":
        stored = log_group_named(name).get("storedBytes", 0)
        return [
            f"Log group {name}: gets the key {arn}; now it {fault}.",
            f"Log group {name}: the events already in it ({stored} bytes) keep the encryption they were ingested with.",
        ]
    rule = next(rule for rule in encrypted_with(setting, arn)["Rules"] if rule.get("ApplyServerSideEncryptionByDefault"))
    with_bucket_key = "with" if rule.get("BucketKeyEnabled") else "without"
    algorithm = rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"]
    return [
        f"Bucket {name}: gets default encryption {algorithm} with the key {arn}, {with_bucket_key} an S3 Bucket Key; now it {fault}.",
        f"Bucket {name}: {old_objects(name, log_buckets(configuration)[name], events['Account'])} keep the encryption they were written with.",
        f"Bucket {name}: whoever reads objects written from then on needs kms:Decrypt on {arn}.",
    ]


def old_objects(bucket, prefixes, account):
    """How many versions of objects there are under the prefixes, and their bytes. They are listed, never opened."""
    outermost = sorted({each for each in prefixes if not any(each != other and each.startswith(other) for other in prefixes)})
    paginator = boto3.client("s3").get_paginator("list_object_versions")
    count, size, is_all = 0, 0, True
    for prefix in outermost:
        request = {"Bucket": bucket, "Prefix": prefix, "ExpectedBucketOwner": account, "PaginationConfig": {"PageSize": PAGE_SIZE}}
        for page in islice(paginator.paginate(**request), PAGES):
            versions = page.get("Versions", [])
            count, size, is_last = count + len(versions), size + sum(each["Size"] for each in versions), not page.get("IsTruncated")
        is_all = is_all and is_last
    return f"{'' if is_all else 'more than '}{count} object versions ({size} bytes) under {', '.join(each or 'any prefix' for each in outermost)}"


def on_validation(configuration, lacks):
    """What putting the logging configuration again may come to."""
    sentences = ["The logging configuration is put again unchanged, so that Amazon Bedrock checks delivery; where it refuses, the former encryption is put back."]
    unsaid = [flag for each in DATA_TYPES if (flag := f"{each}DataDeliveryEnabled") not in configuration]
    if unsaid:
        sentences.append(f"Amazon Bedrock does not say whether {', '.join(unsaid)} is on; putting the configuration again may turn it on.")
    return sentences + lacks


def on_policy(key, lacks):
    named = f"The policy of key {key['Arn']} names what AWS documents; look at its conditions and Deny statements, and at what the refusal names."
    return " ".join(lacks) or named


def excuse(configuration, faulty, keys, wanted):
    """
    Why Amazon Bedrock may refuse whatever this run does, so that a refusal is not laid to the key: nothing could be delivered before, and another
    destination cannot take records either. Without it, destinations whose keys were lost together could not be put right one by one.
    """
    if any(keys[each] is None or keys[each]["IsUsable"] for each in faulty):
        return ""
    return " ".join(reason for each in destinations(configuration) if each not in faulty and (reason := reason_closed(*each, wanted)))


def reason_closed(kind, name, wanted):
    """Why another destination takes no records; None where nothing is known to be wrong with it, and where it may not be read."""
    try:
        key = key_of(kind, encryption_of(kind, name, wanted["Account"]), wanted)
    except RuntimeError as absence:
        return str(absence)
    except ClientError:
        return None
    return f"{NOUNS[kind]} {name} has the key {key['Arn']}, which {key['Problem']}." if key and not key["IsUsable"] else None
