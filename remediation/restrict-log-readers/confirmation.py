def confirm(events, context):
    """Stops where what the approved plan rests on is no longer so."""
    configuration = logging_configuration()
    if events["Method"] == "bucket-policy":
        now = digests(LoggingConfiguration=configuration, BucketPolicy=bucket_policy(events["ResourceId"], events["Account"]))
    else:
        now = digests_of_policy(configuration, policy_found(events["PolicyArn"]), events["AttachTo"])
    different = [name for name, digest in now.items() if events["Digests"].get(name) != digest]
    if different:
        raise RuntimeError(f"Something has changed since it was planned ({', '.join(different)}), and another change was approved. Nothing was changed; run it again.")
    return {"IsConfirmed": True}
