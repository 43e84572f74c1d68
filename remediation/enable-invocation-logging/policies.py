def parsed(text, owner):
    """A policy from its text; an empty one where there is none. Of two members of one name the first would be lost."""

    def unambiguous(members):
        if len(dict(members)) < len(members):
            raise RuntimeError(f"The policy of {owner} has a name twice among {', '.join(name for name, _ in members)}. Write it once, and run this again.")
        return dict(members)

    return json.loads(text, object_pairs_hook=unambiguous) if text else {"Version": "2012-10-17", "Statement": []}


def missing_from(policy, wanted):
    """The statements among these that a policy lacks, whatever it calls them and in whatever order they list things."""
    there = [in_order(each) for each in listed(policy.get("Statement", []))]
    return [each for each in wanted if in_order(each) not in there]


def merged(policy, wanted):
    """The text of a policy with the statements that it lacks at its end. Everything else stays as it is."""
    statements = list(listed(policy.get("Statement", [])))
    for missing in missing_from(policy, wanted):
        statements.append({**missing, "Sid": free_sid(missing["Sid"], [each.get("Sid") for each in statements])})
    return as_json({**policy, "Statement": statements})


def free_sid(wanted, taken):
    return next(sid for sid in [wanted, *(f"{wanted}{number}" for number in range(2, len(taken) + 3))] if sid not in taken)


def in_order(statement):
    return {name: ordered(value) for name, value in statement.items() if name != "Sid"}


def ordered(value):
    return {name: ordered(each) for name, each in value.items()} if isinstance(value, dict) else sorted(listed(value), key=as_json)


def listed(value):
    return value if isinstance(value, list) else [value]


def policy_of(*statements):
    return as_json({"Version": "2012-10-17", "Statement": statements})
