def validate(events, context):
    """Has Amazon Bedrock check whether it can deliver, by putting the logging configuration again as it is. Fails where Bedrock refuses, unless there is an excuse."""
    configuration = logging_configuration()
    if not configuration:
        return {"Delivery": "Model invocation logging has been turned off; nothing is delivered."}
    try:
        put_logging_configuration(configuration)
    except ClientError as refusal:
        if not events["Excuse"] or refusal.response["Error"]["Code"] != "ValidationException":
            raise RuntimeError(f"Amazon Bedrock does not take the logging configuration: {refusal}") from refusal
        return {"Delivery": f"Amazon Bedrock does not take the logging configuration, for which there is another reason. {events['Excuse']} {refusal}"}
    return {"Delivery": "Amazon Bedrock took the unchanged logging configuration."}
