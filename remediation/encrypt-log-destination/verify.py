def verify(events, context):
    """How the destinations are encrypted now. Fails where one has another key than it was given."""
    settings = {each: encryption_of(*each, events["Account"]) for each in settings_in(events["Before"])}
    different = [f"{NOUNS[kind]} {name}" for (kind, name), setting in settings.items() if key_named_by(kind, setting) != events["KeyArn"]]
    if different:
        raise RuntimeError(f"Somebody has changed the encryption since: {', '.join(different)} is not encrypted with {events['KeyArn']}.")
    return {"After": as_found(settings)}
