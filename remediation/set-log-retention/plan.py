def plan(events, context):
    """What will change: what was looked ahead to, and approved where somebody had to, if everything that decides is still as it was."""
    name, state = events["ResourceId"], look(events)
    planned = {"IsNeeded": events["IsNeeded"], "Changes": events["Changes"], "Before": as_json(configured(name, state))}
    if fingerprint(state) == events["Seen"]:
        return planned
    if events["IsNeeded"] and is_as_wanted(events, state):
        return {**planned, "IsNeeded": False, "Changes": [f"Nothing: {name} has been changed in this way in the meantime."]}
    raise RuntimeError(f"{name}, or how it is logged to, has changed since this run looked at it, so that what it was to do no longer fits. Run it again.")
