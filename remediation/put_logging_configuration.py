def put_logging_configuration(configuration):
    """Puts a whole configuration, also with members that the SDK of the runtime is too old to know."""
    bedrock = boto3.client("bedrock")
    body = as_json({"loggingConfig": configuration}).encode()
    bedrock.meta.events.register("before-call.bedrock.PutModelInvocationLoggingConfiguration", lambda params, **_: params.update(body=body))
    bedrock.put_model_invocation_logging_configuration(loggingConfig={})
