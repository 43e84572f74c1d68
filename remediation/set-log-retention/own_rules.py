import re

OWN_ID = "bedrock-logging-retention"
MOST_RULES = 1_000
# Days after which an upload that was never completed is aborted.
ABORTED_AFTER = 7


def needed_rules(bucket, minimum, maximum):
    """Lifecycle rules of our own that the bucket needs, and the rules they stand beside: all of others, and ours of other prefixes."""
    scopes = [prefix for prefix in dict.fromkeys(bucket["prefixes"]) if not any(prefix != each and prefix.startswith(each) for each in bucket["prefixes"])]
    others = [rule for rule in rules_of(bucket) if not (is_own(rule) and any(overlap(choice(rule)["prefix"], scope) for scope in scopes))]
    needed = []
    for scope in scopes:
        records = {**bucket, "prefixes": [prefix for prefix in bucket["prefixes"] if prefix.startswith(scope)]}
        if not are_within(lifetimes(records, others), minimum, maximum):
            taken = {rule.get("ID") for rule in [*others, *needed]}
            rule_id = next(each for each in [OWN_ID, *(f"{OWN_ID}-{number}" for number in range(2, MOST_RULES + 3))] if each not in taken)
            needed.append(best_rule(rule_id, scope, others, records, minimum, maximum))
    return needed, others


def is_own(rule):
    return re.fullmatch(f"{OWN_ID}(-[0-9]+)?", rule.get("ID", "")) is not None


def best_rule(rule_id, scope, others, records, minimum, maximum):
    """The rule beside which records live longest within the limits. Stops where the rules of others, or Object Lock, leave none."""
    splits = days_current_and_noncurrent(scope, others, records["versioning"], minimum, maximum)
    judged = []
    for days, noncurrent in splits:
        rule = rule_for(rule_id, scope, days, noncurrent, others)
        judged.append((rule, lifetimes(records, [*others, rule])))
    fitting = [(rule, bounds) for rule, bounds in judged if are_within(bounds, minimum, maximum)]
    if fitting:
        return max(fitting, key=lambda each: min(at_most[0] for _, at_most in each[1]))[0]
    alone = {**records, "lock": None}
    if not any(are_within(lifetimes(alone, [rule_for(rule_id, scope, *split, [])]), minimum, maximum) for split in splits):
        raise RuntimeError(
            f"Where versioning is {records['versioning'].lower()}, no lifecycle rule keeps every record at least {minimum} and at most {maximum} days: "
            "it is current for whole days and then noncurrent for one at least. Widen the limits, and run this again."
        )
    raise RuntimeError(conflict(scope, others, max((bounds for _, bounds in judged), key=lambda each: min(each)[0]), minimum, maximum))


def days_current_and_noncurrent(scope, others, versioning, minimum, maximum):
    """Days that are the maximum together, the best first. As a noncurrent version a record that somebody deletes is kept for the minimum, if there is room."""
    if versioning == "Never":
        return [(maximum - 1, 1)] if minimum < maximum else [(maximum, 1)]
    theirs = [each for each in map(choice, others) if each["enabled"] and overlap(each["prefix"], scope)]
    noncurrent = [max(1, min(minimum, maximum - minimum)), *(each["noncurrent"] for each in theirs if each["noncurrent"])]
    for days in [each["days"] for each in theirs if each["days"] is not None]:
        noncurrent += [maximum - days, minimum - days]
    return [(maximum - days, days) for days in dict.fromkeys([*noncurrent, 1]) if 0 < days < maximum] or [(maximum, 1)]


def rule_for(rule_id, scope, days, noncurrent, others):
    """
    One lifecycle rule, in the form the others have: S3 takes no rules with a filter beside rules with a prefix of the deprecated form, and of the latter no two
    with the same action and overlapping prefixes.
    """
    actions = {
        "Expiration": {"Days": days},
        "NoncurrentVersionExpiration": {"NoncurrentDays": noncurrent},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": ABORTED_AFTER},
    }
    named = {"ID": rule_id, "Status": "Enabled"}
    if not are_of_deprecated_form(others):
        return {**named, "Filter": {"Prefix": scope}, **actions}
    taken = {action for rule in others if overlap(choice(rule)["prefix"], scope) for action in rule}
    return {**named, "Prefix": scope, **{action: when for action, when in actions.items() if action not in taken}}


def are_of_deprecated_form(rules):
    return any("Prefix" in rule for rule in rules)


def conflict(scope, others, bounds, minimum, maximum):
    at_least, at_most = min(bounds)[0], max(bounds, key=lambda each: each[1][0])[1]
    found = f"could be lost after {at_least[0]} days" if at_least[0] < minimum else f"would be kept {'for ever' if at_most[0] == FOREVER else f'{at_most[0]} days'}"
    because = (at_least if at_least[0] < minimum else at_most)[1]
    hint = ""
    if are_of_deprecated_form(others):
        names = ", ".join(choice(rule)["name"] for rule in others if overlap(choice(rule)["prefix"], scope))
        hint = f" The rules of this bucket have prefixes of the deprecated form, so S3 takes no second rule for the same actions and keys beside {names}; give every rule a filter."
    return (
        f"Whatever lifecycle rule is added, records under '{shown(scope)}' {found}, because of {because}; wanted: {minimum} to {maximum} days.{hint} "
        "Change or take out what is named, and run this again: this runbook changes no rule of others."
    )


def shown(prefix):
    """A prefix in a sentence: without what could be read as anything else, and not too long."""
    return re.sub(r"[^A-Za-z0-9!_.*'()/=+@:-]", "?", prefix)[:200]
