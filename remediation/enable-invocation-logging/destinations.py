import re


def named_in(configuration):
    """What a configuration names, by kind; kinds that it has not are left out."""
    cloud_watch = (configuration.get("cloudWatchConfig") or {}) if log_group(configuration) else {}
    names = {
        "s3": (configuration.get("s3Config") or {}).get("bucketName"),
        "logGroup": cloud_watch.get("logGroupName"),
        "role": cloud_watch.get("roleArn"),
        "largeData": (cloud_watch.get("largeDataDeliveryS3Config") or {}).get("bucketName"),
    }
    return {kind: name for kind, name in names.items() if name}


def states_of(configuration, place):
    """Whether what is configured is there, by kind."""
    ask = {"logGroup": lambda name, _: state_of_log_group(name), "role": state_of_role}
    return {kind: ask.get(kind, state_of_bucket)(name, place) for kind, name in named_in(configuration).items()}


def state_of_log_group(name):
    group = find_log_group(name)
    if group is None:
        return FREE
    return "is of class DELIVERY, which no role delivers to" if group.get("logGroupClass") == "DELIVERY" else THERE


def state_of_role(arn, place):
    """Whether the role of exactly this ARN is there, its path included, or why Amazon Bedrock cannot use it."""
    account, name = (arn.split(":") + [""] * 5)[4], arn.rpartition("/")[2]
    if account not in ["", place["Account"]]:
        return f"is of account {account}"
    role = find_role(name) if re.fullmatch(r"[\w+=,.@-]{1,64}", name, re.ASCII) else None
    return THERE if role and role["Arn"] == arn else "does not exist"


def find_role(name):
    answer = absent_on(["NoSuchEntity"], client("iam").get_role, RoleName=name)
    return answer and answer["Role"]
