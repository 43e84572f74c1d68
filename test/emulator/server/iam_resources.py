"""The ARN that IAM is asked about, by the kind of what a call is about.

@see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from collections.abc import Callable

from moto.iam.models import iam_backends
from moto.kms.models import kms_backends
from moto.s3.models import s3_backends

from server.call import Call
from server.services.config import rule_arn
from server.state import state

# What a call is about, several things where it names several; none where the service answers before it asks IAM.
Resource = Callable[[Call], str | list[str] | None]


def anything(_: Call) -> str:
    return "*"


def bucket(call: Call) -> str | None:
    """S3 says that a bucket does not exist, or is in another Region, to whoever asks."""
    name = call.input["Bucket"]
    owner = s3_backends.bucket_accounts.get(name)
    if owner is None:
        return None
    is_elsewhere = s3_backends[owner[1]]["aws"].buckets[name].region_name != call.region
    if is_elsewhere and state.settings.region_redirect and call.name != "GetBucketLocation":
        return None
    return f"arn:aws:s3:::{name}"


def new_bucket(call: Call) -> str:
    return f"arn:aws:s3:::{call.input['Bucket']}"


def s3_object(call: Call) -> str | None:
    container = bucket(call)
    return f"{container}/{call.input['Key']}" if container else None


def access_point(call: Call) -> str:
    return f"arn:aws:s3:{call.region}:{call.account}:accesspoint/{call.input['Name']}"


def key(call: Call) -> str | None:
    """IAM is asked of the key behind an alias, and cannot be where there is none."""
    given = call.input.get("KeyId") or call.input["TargetKeyId"]
    if ":key/" in given:
        return str(given)
    region, account = given.split(":")[3:5] if given.startswith("arn:") else (call.region, call.account)
    name = given.rpartition(":")[2]
    found = kms_backends[account][region].get_key_id_from_alias(name) if name.startswith("alias/") else name
    return f"arn:aws:kms:{region}:{account}:key/{found}" if found else None


def new_key(call: Call) -> str:
    """KMS makes the id up."""
    return f"arn:aws:kms:{call.region}:{call.account}:key/11111111-2222-4333-8444-555555555555"


def alias(call: Call) -> str:
    return f"arn:aws:kms:{call.region}:{call.account}:{call.input['AliasName']}"


def in_iam(call: Call, kind: str, name: str, path: str = "/") -> str:
    return f"arn:aws:iam::{call.account}:{kind}{path}{name}"


def role(call: Call) -> str:
    name = call.input["RoleName"]
    found = next((each for each in iam_backends[call.account]["aws"].roles.values() if each.name == name), None)
    return str(found.arn) if found else in_iam(call, "role", name, call.input.get("Path", "/"))


def passed_role(call: Call) -> str:
    return str(call.input["loggingConfig"]["cloudWatchConfig"]["roleArn"])


def user(call: Call) -> str:
    name = call.input["UserName"]
    found = iam_backends[call.account]["aws"].users.get(name)
    return str(found.arn) if found else in_iam(call, "user", name)


def group(call: Call) -> str:
    name = call.input["GroupName"]
    found = iam_backends[call.account]["aws"].groups.get(name)
    return str(found.arn) if found else in_iam(call, "group", name)


def policy(call: Call) -> str:
    return str(call.input["PolicyArn"])


def new_policy(call: Call) -> str:
    return in_iam(call, "policy", call.input["PolicyName"], call.input.get("Path", "/"))


def log_group_itself(call: Call) -> str:
    """
    Tags are asked about under the ARN that ends with the name.

    @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogGroup.html
    """
    given = next(call.input[name] for name in ("resourceArn", "logGroupName", "logGroupIdentifier", "resourceIdentifier") if name in call.input)
    name = given.partition(":log-group:")[2].partition(":")[0] if given.startswith("arn:") else given
    return f"arn:aws:logs:{call.region}:{call.account}:log-group:{name}"


def log_group(call: Call) -> str:
    """Everything else is asked about with an empty stream at the end, so that a policy must end in `:*`; refusals of the service name it like that."""
    return f"{log_group_itself(call)}:log-stream:"


def link(call: Call) -> str:
    return str(call.input["Identifier"])


def parameters(call: Call) -> str:
    """A public parameter belongs to no account."""
    path = call.input["Path"]
    owner = "" if path.startswith("/aws/service/") else call.account
    return f"arn:aws:ssm:{call.region}:{owner}:parameter{path}"


def organization_pack(call: Call) -> str:
    """AWS Config adds letters to the name."""
    name = call.input.get("OrganizationConformancePackName") or next(iter(call.input.get("OrganizationConformancePackNames", [])), "*")
    return f"arn:aws:config:{call.region}:{call.account}:organization-conformance-pack/{name}-abcdefgh"


def pack_template(call: Call) -> str:
    return "arn:aws:s3:::" + str(call.input["TemplateS3Uri"]).removeprefix("s3://")


def parameter(call: Call) -> str:
    """The name may be the ARN itself, and have a version or a label."""
    name = call.input["Name"]
    bare = name.partition(":parameter/")[2] if name.startswith("arn:") else name.removeprefix("/")
    return f"arn:aws:ssm:{call.region}:{call.account}:parameter/{bare.partition(':')[0]}"


def automation_execution(call: Call) -> str:
    return f"arn:aws:ssm:{call.region}:{call.account}:automation-execution/{call.input['AutomationExecutionId']}"


def automation_definition(call: Call) -> str:
    name = call.input["DocumentName"].rpartition("/")[2]
    return f"arn:aws:ssm:{call.region}:{call.account}:automation-definition/{name}:{call.input.get('DocumentVersion', '$DEFAULT')}"


def document(call: Call) -> str:
    """A document of AWS's own belongs to no account."""
    name = call.input["Name"]
    owner = "" if name.startswith(("AWS-", "AWSConfigRemediation-")) else call.account
    return str(name) if name.startswith("arn:") else f"arn:aws:ssm:{call.region}:{owner}:document/{name}"


def config_rules(call: Call) -> list[str]:
    """Every rule that is named, or all of them."""
    names = call.input.get("ConfigRuleNames") or ([call.input["ConfigRuleName"]] if "ConfigRuleName" in call.input else ["*"])
    return [rule_arn(call.account, call.region, name) for name in names]
