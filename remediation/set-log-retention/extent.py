import time
from datetime import datetime, timedelta, timezone

# Seconds for counting under one prefix, or in one log group.
PATIENCE = 90


def extent_of_bucket(bucket, account, scope, deletion):
    """How much is there, and how much of it a lifecycle rule deletes at once; of the keys and dates of objects alone."""
    pages = boto3.client("s3").get_paginator("list_object_versions").paginate(Bucket=bucket, ExpectedBucketOwner=account, Prefix=scope)
    return extent(pages, deletion, datetime.now(timezone.utc), time.monotonic() + PATIENCE)


def extent(pages, deletion, now, deadline):
    there, deleted, hidden = [{"number": 0, "bytes": 0, "oldest": now} for _ in range(3)]
    newer, at_least = {}, ""
    for page in pages:
        for each in newest_first(page):
            since = each["LastModified"] if newer.get("Key") != each["Key"] else newer["LastModified"]
            newer = each
            if "Size" not in each:
                continue
            add(there, each)
            if not each["IsLatest"]:
                if is_older(since, deletion["noncurrent"], now):
                    add(deleted, each)
            elif is_older(since, deletion["days"], now):
                add(hidden if deletion["versioning"] == "Enabled" else deleted, each)
        if page.get("IsTruncated") and time.monotonic() > deadline:
            at_least = "at least "
            break
    sentences = [f"Found there: {at_least}{amount(there)}.", f"Old enough to be deleted for good: {at_least}{amount(deleted)}."]
    if hidden["number"]:
        sentences.append(f"Old enough to get a delete marker, and to be deleted for good {deletion['stay']} days later: {at_least}{amount(hidden)}.")
    return " ".join(sentences)


def newest_first(page):
    """Versions and delete markers key by key; S3 lists both so, but boto3 apart from each other."""
    both = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
    return sorted(both, key=lambda each: (each["Key"].encode(), -each["LastModified"].timestamp()))


def is_older(moment, days, now):
    return days is not None and moment <= now - timedelta(days=days)


def add(tally, version):
    tally["number"] += 1
    tally["bytes"] += version["Size"]
    tally["oldest"] = min(tally["oldest"], version["LastModified"])


def amount(tally):
    if not tally["number"]:
        return "no object versions"
    return f"{tally['number']:,} object version{'' if tally['number'] == 1 else 's'} of {tally['bytes']:,} bytes, the oldest of {tally['oldest']:%Y-%m-%d}"


def extent_of_group(name, days):
    """How much is there, and how old the oldest event is; of the description of log group and streams alone."""
    logs, deadline, firsts = boto3.client("logs"), time.monotonic() + PATIENCE, []
    stored = (group_named(name) or {}).get("storedBytes", 0)
    for page in logs.get_paginator("describe_log_streams").paginate(logGroupName=name):
        firsts += [stream["firstEventTimestamp"] for stream in page["logStreams"] if "firstEventTimestamp" in stream]
        if time.monotonic() > deadline:
            break
    oldest = f"the oldest event found is of {datetime.fromtimestamp(min(firsts) / 1000, timezone.utc):%Y-%m-%d}" if firsts else "no event was found"
    return f"It stores {stored:,} bytes, and {oldest}. Events older than {days} days are deleted, typically within 72 hours."
