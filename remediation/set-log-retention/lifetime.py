import math

FOREVER = math.inf
DAYS_PER_YEAR = 365.25


def lifetimes(bucket, rules):
    """How long records live under each prefix of the bucket, had it these lifecycle rules."""
    return [lifetime(rules, bucket["versioning"], bucket["lock"], prefix) for prefix in bucket["prefixes"]]


def lifetime(rules, versioning, lock, prefix):
    """No record goes before the first, every one is gone after the second: days, and what sets them. The same judgement as in lifecycle-lifetime.ts."""
    matching = [each for each in map(choice, rules) if each["enabled"] and not each["by_tag"] and overlap(each["prefix"], prefix)]
    expiring = [each for each in matching if each["days"] is not None]
    deleting = [] if versioning == "Never" else [each for each in matching if each["noncurrent"] is not None and not each["newer"]]
    first = min([each for each in expiring if not each["dated"] and is_complete(each, prefix)], key=lambda each: each["days"], default=None)
    at_least = min([stay(each, deleting, versioning) for each in expiring], key=lambda bound: bound[0], default=(FOREVER, "nothing deletes them"))
    at_most = (first["days"], first["name"]) if first else (FOREVER, "no enabled lifecycle rule expires all of them")
    if first and versioning != "Never":
        last = min([each for each in deleting if is_complete(each, prefix)], key=lambda each: each["noncurrent"], default=None)
        nothing = (FOREVER, "no lifecycle rule expires the noncurrent versions of all of them")
        at_most = (first["days"] + last["noncurrent"], f"{first['name']} and {last['name']}") if last else nothing
    return locked(at_least, at_most, lock) if lock else (at_least, at_most)


def choice(rule):
    """What a lifecycle rule chooses, and when it deletes it; a date expires even what was written just before."""
    chosen = rule.get("Filter") or {}
    both, expiration, noncurrent = chosen.get("And") or {}, rule.get("Expiration") or {}, rule.get("NoncurrentVersionExpiration") or {}
    prefix = both.get("Prefix", chosen.get("Prefix", rule.get("Prefix", "")))
    return {
        "name": f"lifecycle rule {rule['ID']}" if rule.get("ID") else f"the lifecycle rule on prefix '{prefix}'",
        "enabled": rule["Status"] == "Enabled",
        "prefix": prefix,
        "by_tag": bool(chosen.get("Tag") or both.get("Tags")),
        "by_size": any(name.startswith("ObjectSize") for name in [*chosen, *both]),
        "dated": "Date" in expiration,
        "days": 0 if "Date" in expiration else expiration.get("Days"),
        "noncurrent": noncurrent.get("NoncurrentDays"),
        "newer": noncurrent.get("NewerNoncurrentVersions"),
    }


def stay(expiring, deleting, versioning):
    """How long a record stays that a rule expires; where versioning is suspended, expiration takes its only version."""
    name = f"{expiring['name']}, which has a date" if expiring["dated"] else expiring["name"]
    if versioning != "Enabled":
        return expiring["days"], name
    soonest = min([each for each in deleting if overlap(each["prefix"], expiring["prefix"])], key=lambda each: each["noncurrent"], default=None)
    return (expiring["days"] + soonest["noncurrent"], f"{name} and {soonest['name']}") if soonest else (FOREVER, name)


def locked(at_least, at_most, lock):
    """Object Lock forbids deletion until its default retention is over."""
    days = lock.get("Days") or (lock.get("Years") or 0) * DAYS_PER_YEAR
    because = f"the default retention of Object Lock, {days:g} days"
    if lock.get("DefaultEventHold"):
        at_most = (FOREVER, "the default event hold of Object Lock")
    return max(at_least, (math.floor(days), because)), max(at_most, (math.ceil(days), because))


def overlap(one, other):
    return one.startswith(other) or other.startswith(one)


def is_complete(chosen, prefix):
    return prefix.startswith(chosen["prefix"]) and not chosen["by_size"]


def are_within(bounds, minimum, maximum):
    return all(at_least[0] >= minimum and at_most[0] <= maximum for at_least, at_most in bounds)


def is_right(state, minimum, maximum):
    """Whether bucket and log group keep records within the limits; true of one that is not there."""
    bucket, group = state["bucket"], state["logGroup"]
    bounds = lifetimes(bucket, rules_of(bucket)) if bucket else []
    return are_within(bounds, minimum, maximum) and (group is None or minimum <= (group["retentionInDays"] or FOREVER) <= maximum)


def limits_of(events):
    minimum, maximum = int(events["MinimumDays"]), int(events["MaximumDays"])
    if not 1 <= minimum <= maximum:
        raise RuntimeError(f"MinimumDays is {minimum} and MaximumDays {maximum}; wanted: at least 1, and not more than the maximum.")
    return minimum, maximum
