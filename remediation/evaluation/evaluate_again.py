import boto3


def evaluate_again(events, context):
    """Asks AWS Config to evaluate rules again, by whatever name a conformance pack gave them. A dry run asks for nothing."""
    if events["DryRun"]:
        return {"Rules": []}
    config = boto3.client("config")
    names = [rule["ConfigRuleName"] for page in config.get_paginator("describe_config_rules").paginate() for rule in page["ConfigRules"]]
    rules = [name for name in names if is_one_of(name, events["Rules"])]
    if rules:
        config.start_config_rules_evaluation(ConfigRuleNames=rules[:25])
    return {"Rules": rules[:25]}


def is_one_of(name, rules):
    """Packs put a suffix of their own behind the name of a rule."""
    return any(name == rule or name.startswith(f"{rule}-conformance-pack-") for rule in rules)
