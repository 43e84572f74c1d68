# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
BUCKET_POLICY_SIZE = 20 * 1024


def in_bucket_policy(configuration, events):
    """Denies reading the log objects of the bucket, in its policy, to everybody whom that does not exempt."""
    bucket, group = events["ResourceId"], log_group(configuration)
    keys = log_objects(configuration, events).get(bucket)
    if keys is None:
        return no_bucket(bucket, group)
    readers, text = allowed_readers(events), bucket_policy(bucket, events["Account"])
    refuse_exempt(readers, events)
    objects = objects_of_bucket(bucket, keys, events)
    statements = statements_for(readers, objects, events)
    by_hand = [f"Log group {bucket}: use Method identity-policy for it."] if bucket == group else []
    if alike(own_statements(text)) == alike(statements):
        return nothing(f"the policy of bucket {bucket} denies reading to everybody but {', '.join(readers)}.", by_hand)
    return {
        "IsNeeded": True,
        "Changes": [
            f"The policy of bucket {bucket} gets {' and '.join(each['Sid'] for each in statements)}{', in place of what it has' if own_statements(text) else ''}: denies "
            f"s3:GetObject* on {' and '.join(objects)} to everybody but {', '.join([*readers, *exempt(events)])} and AWS services.",
            *losses_by_bucket_policy(text, readers),
            *(loss_of_bucket(arn, bucket, text, events) for arn in events["Principals"]),
        ],
        "ByHand": by_hand,
        "Before": as_json({"buckets": {bucket: {"policy": text}}}),
        "Digests": digests(LoggingConfiguration=configuration, BucketPolicy=text),
        "FirstChange": "putBucketPolicy",
        "BucketPolicy": with_statements(text, statements, bucket),
    }


def no_bucket(name, group):
    if name == group:
        raise RuntimeError(f"{name} is a log group, and CloudWatch Logs takes no policy of a log group that denies reading. Use Method identity-policy.")
    if arn_of_id(name) is not None:
        raise RuntimeError(f"Method bucket-policy restricts a bucket, and {name} is a principal. Give the name of the bucket as ResourceId.")
    return nothing(f"model invocations are not logged to a bucket {name}.")


def allowed_readers(events):
    """ARNs of those who go on reading. AWS Config hands a list over as one text, with commas."""
    given = [each.strip() for text in events["AllowedReaders"] for each in re.split(r",(?=\s*(?:arn:|[a-z0-9.-]+\.amazonaws\.com))", text)]
    wrong = [each for each in given if re.match(r"arn:[^:]+:[^:]+:[^:]*:[^:]+:(assumed-role|group)/", each)]
    if wrong:
        raise RuntimeError(f"A bucket policy cannot exempt {', '.join(wrong)}: give the role behind a session, and the users of a group, as AllowedReaders.")
    readers = [each for each in given if each.startswith("arn:") and "-provider/" not in each]
    if not readers:
        raise RuntimeError("AllowedReaders names no user or role, so that nobody could read the logs any more. Nothing was changed.")
    return sorted(set(readers))


def exempt(events):
    return [f"arn:{events['Partition']}:iam::{events['Account']}:root", events["Role"]]


def refuse_exempt(readers, events):
    kept = [arn for arn in events["Principals"] if any(fits(arn, each) for each in [*readers, *exempt(events)])]
    if kept:
        raise RuntimeError(f"{', '.join(kept)} would go on reading: AllowedReaders fits, or it is the account's root user or the role of this runbook.")


def statements_for(readers, objects, events):
    """
    Requests that nobody signed have none of the keys: no condition exempts them. The second statement denies nothing that the first does not; it is there for
    whoever judges the policy by accounts, and only where the readers are of known ones.
    """
    accounts = sorted({events["Account"], *(each.split(":")[4] for each in readers)})
    conditions = {SIDS[0]: {"ArnNotLike": {"aws:PrincipalArn": [*readers, *exempt(events)]}}}
    if all(each.isdigit() for each in accounts):
        conditions[SIDS[1]] = {"StringNotEquals": {"aws:PrincipalAccount": accounts}}
    return [
        {
            "Sid": sid,
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:GetObject*",
            "Resource": objects,
            "Condition": {**condition, "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}},
        }
        for sid, condition in conditions.items()
    ]


def with_statements(text, statements, bucket):
    """A bucket policy with these statements, in place of those it has of the same names. All others stay as they are."""
    policy = json.loads(text, object_pairs_hook=without_namesakes) if text else {"Version": "2012-10-17", "Statement": []}
    if policy.get("Version") != "2012-10-17" and any("${" in each for each in statements[0]["Resource"]):
        raise RuntimeError(f"The policy of bucket {bucket} is of version 2008-10-17, in which the key prefix cannot be written. Make it one of 2012-10-17.")
    others = [each for each in statements_of(policy) if each.get("Sid") not in SIDS]
    merged = json.dumps({**policy, "Statement": [*others, *statements]}, separators=(",", ":"), ensure_ascii=False)
    if len(merged.encode()) > BUCKET_POLICY_SIZE:
        raise RuntimeError(f"The policy of bucket {bucket} would have {len(merged.encode())} bytes, and S3 takes {BUCKET_POLICY_SIZE}. Nothing was changed.")
    return merged


def without_namesakes(members):
    if len(dict(members)) < len(members):
        raise RuntimeError(f"The bucket policy has two members of one name: {shown(', '.join(name for name, _ in members))}. Put that right first.")
    return dict(members)


def losses_by_bucket_policy(text, readers):
    """Whom statements of the bucket policy let read, but for those who go on reading."""
    for name, statement in allowing(json.loads(text or "{}"), OBJECT_READS):
        people = [each for each in people_of(statement) if not any(fits(each, reader) for reader in readers)]
        if people or "NotPrincipal" in statement:
            who = shown(" and ".join(people)) if people else "everybody whom it does not name"
            yield f"Its {name} lets {who} read; by that nobody reads any more who is not exempted."


def loss_of_bucket(arn, bucket, text, events):
    if arn.split(":")[4] != events["Account"]:
        return f"{arn}, of another account, loses reading bucket {bucket}."
    refuse_absent(arn)
    return f"{in_words(*principal_of(arn))} {losses(arn, OBJECT_READS, {bucket: text}, events)}."
