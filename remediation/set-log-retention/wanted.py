def configured(name, state):
    """The settings that this runbook may change, of what is there."""
    buckets = {"buckets": {name: {"lifecycle": state["bucket"]["lifecycle"]}}} if state["bucket"] else {}
    groups = {"logGroups": {name: {"retentionInDays": state["logGroup"]["retentionInDays"]}}} if state["logGroup"] else {}
    return {**buckets, **groups}


def is_as_wanted(events, state):
    """Whether the bucket has the rules of our own and none that they replace, and the log group keeps events as long as it should."""
    wanted = {rule["ID"]: rule for rule in json.loads(events["OwnRules"])}
    present = {rule.get("ID"): rule for rule in ((state["bucket"] or {}).get("lifecycle") or {}).get("Rules", [])}
    members = ["Status", "Expiration", "NoncurrentVersionExpiration"]
    has_rules = all(present.get(rule_id, {}).get(member) == rule.get(member) for rule_id, rule in wanted.items() for member in members)
    has_replaced = any(rule_id in present and rule_id not in wanted for rule_id in events["Replaced"])
    return has_rules and not has_replaced and events["Retention"] in [0, (state["logGroup"] or {}).get("retentionInDays")]
