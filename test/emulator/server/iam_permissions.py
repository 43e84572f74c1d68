"""Which IAM permissions each call takes: actions, and the ARNs they are asked of, as the Service Authorization Reference has them.

@see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from server import iam_resources as of
from server.call import AwsError, Call
from server.iam_resources import Resource

Permission = tuple[str, Resource]

ON_A_BUCKET = {
    "DeleteBucketEncryption": "PutEncryptionConfiguration",
    "DeleteBucketLifecycle": "PutLifecycleConfiguration",
    "DeleteBucketOwnershipControls": "PutBucketOwnershipControls",
    "DeleteBucketPolicy": "DeleteBucketPolicy",
    "DeleteBucketTagging": "PutBucketTagging",
    "DeletePublicAccessBlock": "PutBucketPublicAccessBlock",
    "GetBucketAcl": "GetBucketAcl",
    "GetBucketEncryption": "GetEncryptionConfiguration",
    "GetBucketLifecycleConfiguration": "GetLifecycleConfiguration",
    "GetBucketLocation": "GetBucketLocation",
    "GetBucketOwnershipControls": "GetBucketOwnershipControls",
    "GetBucketPolicy": "GetBucketPolicy",
    "GetBucketPolicyStatus": "GetBucketPolicyStatus",
    "GetBucketTagging": "GetBucketTagging",
    "GetBucketVersioning": "GetBucketVersioning",
    "GetBucketWebsite": "GetBucketWebsite",
    "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
    "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
    "HeadBucket": "ListBucket",
    "ListObjectVersions": "ListBucketVersions",
    "ListObjectsV2": "ListBucket",
    "PutBucketEncryption": "PutEncryptionConfiguration",
    "PutBucketLifecycleConfiguration": "PutLifecycleConfiguration",
    "PutBucketOwnershipControls": "PutBucketOwnershipControls",
    "PutBucketPolicy": "PutBucketPolicy",
    "PutBucketTagging": "PutBucketTagging",
    "PutBucketVersioning": "PutBucketVersioning",
    "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
}
# The action is called as the operation is.
SAME_NAME: dict[tuple[str, Resource], list[str]] = {
    ("bedrock", of.anything): [
        "DeleteModelInvocationLoggingConfiguration",
        "GetModelInvocationLoggingConfiguration",
        "ListCustomModelDeployments",
        "ListCustomModels",
        "ListFoundationModels",
        "ListImportedModels",
        "ListInferenceProfiles",
        "ListMarketplaceModelEndpoints",
        "ListModelInvocationJobs",
        "ListProvisionedModelThroughputs",
        "PutModelInvocationLoggingConfiguration",
    ],
    ("bedrock-agent", of.anything): ["ListAgents", "ListFlows", "ListKnowledgeBases"],
    ("cloudwatch", of.anything): ["GetMetricData", "ListMetrics"],
    ("config", of.anything): ["GetResourceConfigHistory", "PutEvaluations"],
    ("config", of.config_rules): ["DescribeConfigRules", "GetComplianceDetailsByConfigRule", "StartConfigRulesEvaluation"],
    ("config", of.organization_pack): [
        "DescribeOrganizationConformancePacks",
        "GetOrganizationConformancePackDetailedStatus",
        "PutOrganizationConformancePack",
    ],
    ("iam", of.anything): ["GetAccountAuthorizationDetails", "GetAccountSummary", "ListGroups", "ListRoles", "ListUsers"],
    ("iam", of.group): ["AttachGroupPolicy", "DetachGroupPolicy", "GetGroup", "GetGroupPolicy", "ListAttachedGroupPolicies", "ListGroupPolicies"],
    ("iam", of.new_policy): ["CreatePolicy"],
    ("iam", of.policy): [
        "CreatePolicyVersion",
        "DeletePolicyVersion",
        "GetPolicy",
        "GetPolicyVersion",
        "ListEntitiesForPolicy",
        "ListPolicyVersions",
    ],
    ("iam", of.role): [
        "AttachRolePolicy",
        "CreateRole",
        "DeleteRolePolicy",
        "DetachRolePolicy",
        "GetRole",
        "GetRolePolicy",
        "ListAttachedRolePolicies",
        "ListRolePolicies",
        "PutRolePolicy",
        "TagRole",
        "UpdateAssumeRolePolicy",
    ],
    ("iam", of.user): [
        "AttachUserPolicy",
        "DetachUserPolicy",
        "GetUser",
        "GetUserPolicy",
        "ListAttachedUserPolicies",
        "ListGroupsForUser",
        "ListUserPolicies",
    ],
    ("kms", of.anything): ["CreateKey", "ListAliases"],
    ("kms", of.alias): ["CreateAlias"],
    ("kms", of.key): [
        "DescribeKey",
        "EnableKeyRotation",
        "GetKeyPolicy",
        "GetKeyRotationStatus",
        "ListGrants",
        "ListResourceTags",
        "PutKeyPolicy",
        "TagResource",
    ],
    ("logs", of.anything): ["DescribeAccountPolicies", "DescribeLogGroups"],
    ("logs", of.log_group): [
        "AssociateKmsKey",
        "CreateLogGroup",
        "DeleteRetentionPolicy",
        "DescribeLogStreams",
        "DescribeSubscriptionFilters",
        "DisassociateKmsKey",
        "PutLogGroupDeletionProtection",
        "PutRetentionPolicy",
    ],
    ("logs", of.log_group_itself): ["ListTagsForResource", "TagResource"],
    ("oam", of.anything): ["ListLinks"],
    ("oam", of.link): ["GetLink"],
    ("resourcegroupstaggingapi", of.anything): ["GetResources"],
    ("s3", of.new_bucket): ["CreateBucket"],
    ("s3", of.s3_object): ["GetObject", "PutObject"],
    ("s3control", of.anything): ["GetAccessPoint", "ListAccessPoints"],
    ("s3control", of.access_point): ["GetAccessPointPolicy", "GetAccessPointPolicyStatus"],
    ("ssm", of.anything): ["DescribeAutomationExecutions"],
    ("ssm", of.automation_definition): ["StartAutomationExecution"],
    ("ssm", of.automation_execution): ["DescribeAutomationStepExecutions", "GetAutomationExecution", "SendAutomationSignal"],
    ("ssm", of.document): ["DescribeDocument", "GetDocument"],
    ("ssm", of.parameter): ["DeleteParameter", "GetParameter", "GetParameterHistory", "PutParameter"],
    ("ssm", of.parameters): ["GetParametersByPath"],
}
PREFIXES = {"bedrock-agent": "bedrock", "resourcegroupstaggingapi": "tag", "s3control": "s3"}

permissions: dict[tuple[str, str], Permission] = {
    **{("s3", operation): (f"s3:{action}", of.bucket) for operation, action in ON_A_BUCKET.items()},
    **{
        (service, operation): (f"{PREFIXES.get(service, service)}:{operation}", resource)
        for (service, resource), operations in SAME_NAME.items()
        for operation in operations
    },
    ("s3", "HeadObject"): ("s3:GetObject", of.s3_object),
    ("s3", "ListBuckets"): ("s3:ListAllMyBuckets", of.anything),
    ("s3control", "DeletePublicAccessBlock"): ("s3:PutAccountPublicAccessBlock", of.anything),
    ("s3control", "GetPublicAccessBlock"): ("s3:GetAccountPublicAccessBlock", of.anything),
    ("s3control", "PutPublicAccessBlock"): ("s3:PutAccountPublicAccessBlock", of.anything),
}

# What a call takes besides, where it has the member.
WITH_MEMBER: dict[tuple[str, str], dict[str, Permission]] = {
    # U-30: @see https://docs.aws.amazon.com/config/latest/APIReference/API_PutOrganizationConformancePack.html
    ("config", "PutOrganizationConformancePack"): {
        "OrganizationConformancePackName": ("organizations:ListDelegatedAdministrators", of.anything),
        "TemplateS3Uri": ("s3:GetObject", of.pack_template),
    },
    ("iam", "CreatePolicy"): {"Tags": ("iam:TagPolicy", of.new_policy)},
    ("iam", "CreateRole"): {"Tags": ("iam:TagRole", of.role)},
    # Besides the alias also the key: @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-access.html
    ("kms", "CreateAlias"): {"TargetKeyId": ("kms:CreateAlias", of.key)},
    # @see https://docs.aws.amazon.com/kms/latest/developerguide/tag-permissions.html
    ("kms", "CreateKey"): {"Tags": ("kms:TagResource", of.new_key)},
    ("logs", "CreateLogGroup"): {"tags": ("logs:TagResource", of.log_group_itself)},
    ("s3", "CreateBucket"): {"ObjectOwnership": ("s3:PutBucketOwnershipControls", of.new_bucket)},
    ("ssm", "PutParameter"): {"Tags": ("ssm:AddTagsToResource", of.parameter)},
}
OF_A_VERSION = {"s3:GetObject": "s3:GetObjectVersion"}


def permissions_of(call: Call) -> list[Permission]:
    """
    What a call takes, the permission that bears its name first; nothing for an operation nobody has looked up.

    The reference does not list that Bedrock passes the role on; the samples of AWS grant it.

    @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
    """
    found = permissions.get((call.service_name, call.name))
    if found is None:
        return []
    action, resource = found
    first = (OF_A_VERSION.get(action, action) if "VersionId" in call.input else action, resource)
    besides = [permission for member, permission in WITH_MEMBER.get((call.service_name, call.name), {}).items() if call.input.get(member)]
    passes_role = call.name == "PutModelInvocationLoggingConfiguration" and "cloudWatchConfig" in call.input.get("loggingConfig", {})
    return [first, *besides, *([("iam:PassRole", of.passed_role)] if passes_role else [])]


def actions_of(call: Call) -> list[str]:
    return list(dict.fromkeys(action for action, _ in permissions_of(call)))


def asked_of(call: Call) -> list[tuple[str, str]]:
    """
    Each action of a call with each ARN it is asked of; nothing where the service answers before it asks IAM.

    Raises a failure of the emulator's own for an operation nobody has looked up, so that no test passes for want of a check.
    """
    found = permissions_of(call)
    if not found:
        raise AwsError("EmulatorDefect", f"which IAM permission {call.service_name}:{call.name} takes is not known", 500)
    asked = [(action, resource(call)) for action, resource in found]
    if asked[0][1] is None:
        return []
    return [(action, arn) for action, arns in asked if arns is not None for arn in (arns if isinstance(arns, list) else [arns])]
