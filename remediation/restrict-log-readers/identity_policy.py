def by_identity_policy(configuration, events):
    """Attaches the policy to whoever is given. Where it is there already and says something else, that changes for all who have it."""
    resource, of_id = events["ResourceId"], arn_of_id(events["ResourceId"])
    if not (log_buckets(configuration) or log_group(configuration)):
        return nothing("model invocations are logged nowhere.")
    if resource not in log_buckets(configuration) and resource != log_group(configuration) and of_id is None:
        return nothing(f"model invocations are not logged to {resource}, and no role, user or group has that id.")
    arns = list(dict.fromkeys([*events["Principals"], *([of_id] if of_id else [])]))
    if not arns:
        raise RuntimeError(
            f"Nobody is given who is to lose reading. Find who reads by `bedrock-logging explain readers --destination {resource}`, "
            "and give the ARNs of those who should not as Principals. Nothing was changed."
        )
    for arn in arns:
        refuse_unchangeable(arn, configuration, events)
    document = denial(configuration, events)
    by_hand = by_hand_of([arn for arn in arns if is_reserved(arn)], document)
    wanted = sorted("/".join(principal_of(arn)) for arn in arns if not is_reserved(arn))
    return restriction_of(wanted, document, by_hand, configuration, events)


def restriction_of(wanted, document, by_hand, configuration, events):
    before = policy_found(policy_arn(events))
    missing = [each for each in wanted if each not in before["attachedTo"]]
    first, of_policy = change_of_policy(before["document"], document, events)
    if not wanted:
        return nothing("only AWS changes what the given principals may do; see ByHand.", by_hand)
    if not missing and first == "attachPolicy":
        return nothing(f"{policy_name(events)} is attached to all of the given principals, and denies reading every destination.", by_hand)
    refuse_over_quota(missing)
    holders = before["attachedTo"] if first != "attachPolicy" else []
    # A bucket that is not there has no policy.
    doors = {name: absent_on(["NoSuchBucket"], bucket_policy, bucket=name, account=events["Account"]) for name in sorted(log_buckets(configuration))}
    return {
        "IsNeeded": True,
        **of_policy,
        "Changes": of_policy["Changes"]
        + [f"{loss(each, doors, configuration, events)}. The policy is attached to it." for each in missing]
        + [f"{loss(each, doors, configuration, events)}. It has the policy already." for each in holders],
        "ByHand": by_hand,
        "Before": as_json({"policies": {policy_arn(events): before}}),
        "Digests": digests_of_policy(configuration, before, missing),
        "FirstChange": first,
        "PolicyArn": policy_arn(events),
        "PolicyDocument": as_json(document),
        "AttachTo": missing,
    }


def refuse_unchangeable(arn, configuration, events):
    account = arn.split(":")[4]
    if account != events["Account"]:
        raise RuntimeError(f"{arn} is of account {account}, where nothing can be attached from here. Use Method bucket-policy, or restrict it there.")
    if arn.endswith(":root"):
        raise RuntimeError(f"{arn} is the account's root user, whom no policy of IAM restricts.")
    if arn == (configuration.get("cloudWatchConfig") or {}).get("roleArn"):
        raise RuntimeError(f"{arn} is the role with which Amazon Bedrock delivers the logs. Take the grants by which it reads away instead.")
    if arn == events["Role"]:
        raise RuntimeError(f"{arn} is the role that this runbook works with.")
    refuse_absent(arn)


def is_reserved(arn):
    """Whether AWS alone changes the role: it belongs to a service, or to a permission set of IAM Identity Center."""
    return arn.split(":", 5)[5].startswith(("role/aws-service-role/", "role/aws-reserved/"))


def by_hand_of(arns, document):
    """What somebody can do about roles that IAM lets nobody change."""
    names = [principal_of(arn)[1] for arn in arns]
    sets = {name: name.removeprefix("AWSReservedSSO_").rpartition("_")[0] for name in names if name.startswith("AWSReservedSSO_")}
    return [
        f"Role {name} is of permission set {sets[name]}: in IAM Identity Center, add the statements to the inline policy of that."
        if name in sets
        else f"Role {name} belongs to an AWS service, which alone changes it."
        for name in names
    ] + ([f"The statements: {as_json(document['Statement'])}"] if sets else [])


def change_of_policy(text, document, events):
    """The first step that changes something, and what it and those behind it change of the policy."""
    name = policy_name(events)
    if text == as_json(document):
        return "attachPolicy", {"Changes": []}
    denies = [f"It denies {', '.join(each['Action'])} on {' and '.join(each['Resource'])}." for each in document["Statement"]]
    if text is None:
        return "createPolicy", {"Changes": [f"Policy {name} is made.", *denies]}
    gone = sorted(resources_of(json.loads(text)) - resources_of(document))
    changes = [f"Policy {name} gets another text.", *denies, *([f"It no longer speaks of {' and '.join(gone)}."] if gone else [])]
    versions = [each for page in pages_of("list_policy_versions", PolicyArn=policy_arn(events)) for each in page["Versions"]]
    if len(versions) < 5:
        return "createPolicyVersion", {"Changes": changes}
    oldest = min((each for each in versions if not each["IsDefaultVersion"]), key=lambda each: each["CreateDate"])["VersionId"]
    return "deletePolicyVersion", {"Changes": [*changes, f"Its version {oldest} is deleted, the oldest, for IAM keeps five."], "OldestVersion": oldest}


def resources_of(document):
    return {shown(each) for statement in statements_of(document) for each in listed(statement.get("Resource", []))}


def refuse_over_quota(principals):
    """Stops before anything is changed where IAM would attach no more policies."""
    quotas = iam().get_account_summary()["SummaryMap"]
    for kind, name in (each.split("/") for each in principals):
        quota, count = quotas[f"AttachedPoliciesPer{kind.title()}Quota"], len(attached_policies(kind, name))
        if count >= quota:
            raise RuntimeError(
                f"{kind.title()} {name} has {count} managed policies, and IAM attaches {quota}. "
                "Take one of them away, have the quota raised, or use Method bucket-policy. Nothing was changed."
            )


def loss(principal, doors, configuration, events):
    kind, name = principal.split("/")
    reads = (OBJECT_READS if doors else []) + (EVENT_READS if log_group(configuration) else [])
    arn = getattr(iam(), f"get_{kind}")(**named(kind, name))[kind.title()]["Arn"]
    return f"{in_words(kind, name)} {losses(arn, reads, doors, events)}"
