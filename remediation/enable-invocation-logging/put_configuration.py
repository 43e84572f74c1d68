def put_configuration(events, context):
    """Puts the configuration, which Amazon Bedrock takes only once it may write to every destination. One that it refuses leaves the former as it was."""
    before, wanted = json.loads(events["Before"])["loggingConfiguration"], json.loads(events["Work"])["configuration"]

    def put():
        if (logging_configuration() or None) != before:
            raise RuntimeError("Somebody has changed the logging configuration in the meantime. Run this again.")
        put_logging_configuration(wanted)

    try:
        once_settled(["AccessDeniedException", "ValidationException"], put, seconds=events["Patience"])
    except ClientError as error:
        raise RuntimeError(f"Amazon Bedrock does not take the logging configuration, which is as it was: {error}") from error
    return {"Configuration": as_json(wanted)}
