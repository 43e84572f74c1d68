def statement(sid, principal, actions, resource, condition):
    named = {"Sid": sid, "Effect": "Allow", "Principal": principal, "Action": actions, "Resource": resource, "Condition": condition}
    return {name: value for name, value in named.items() if value is not None}


BEDROCK = {"Service": "bedrock.amazonaws.com"}


def from_here(place):
    """The condition that Amazon Bedrock acts for this account and Region."""
    source = f"arn:{place['Partition']}:bedrock:{place['Region']}:{place['Account']}:*"
    return {"StringEquals": {"aws:SourceAccount": place["Account"]}, "ArnLike": {"aws:SourceArn": source}}


def log_group_arn(name, place):
    return f"arn:{place['Partition']}:logs:{place['Region']}:{place['Account']}:log-group:{name}"


def put_statement(bucket, prefix, is_large_data, place):
    """Lets Amazon Bedrock write under a prefix. The keys of large data are not documented beyond it."""
    under = prefix if is_large_data else f"{prefix}AWSLogs/{place['Account']}/BedrockModelInvocationLogs/"
    sid = "AmazonBedrockLargeDataWrite" if is_large_data else "AmazonBedrockLogsWrite"
    return statement(sid, BEDROCK, "s3:PutObject", f"arn:{place['Partition']}:s3:::{bucket}/{under}*", from_here(place))


def tls_statement(bucket, place):
    arn = f"arn:{place['Partition']}:s3:::{bucket}"
    without_tls = statement("DenyWithoutTls", "*", "s3:*", [arn, f"{arn}/*"], {"Bool": {"aws:SecureTransport": "false"}})
    return {**without_tls, "Effect": "Deny"}


def root_statement(place):
    return statement("AccountDecides", {"AWS": f"arn:{place['Partition']}:iam::{place['Account']}:root"}, "kms:*", "*", None)


def bedrock_key_statement(place):
    return statement("AmazonBedrockEncryptsObjects", BEDROCK, "kms:GenerateDataKey", "*", from_here(place))


def logs_key_statement(log_group, place):
    service = f"logs.{place['Region']}.amazonaws.com{'.cn' if place['Partition'] == 'aws-cn' else ''}"
    actions = ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"]
    condition = {"ArnEquals": {"kms:EncryptionContext:aws:logs:arn": log_group_arn(log_group, place)}}
    return statement("CloudWatchLogsEncryptsLogGroup", {"Service": service}, actions, "*", condition)


def trust_statement(place):
    return statement("AmazonBedrockDelivers", BEDROCK, "sts:AssumeRole", None, from_here(place))


def delivery_statement(log_group, place):
    """For the one stream that Amazon Bedrock writes to, in every log group of the same name."""
    stream = f"{log_group_arn(log_group, place)}:log-stream:aws/bedrock/modelinvocations"
    return statement("WriteInvocationLogs", None, ["logs:CreateLogStream", "logs:PutLogEvents"], stream, None)
