import hashlib


def identity_of(principal):
    """Who stands behind a name such as `role/x`: its unique id, and the members of a group."""
    kind, name = principal.split("/")
    if kind != "group":
        return [getattr(iam(), f"get_{kind}")(**named(kind, name))[kind.title()][f"{kind.title()}Id"]]
    pages = pages_of("get_group", GroupName=name)
    return [pages[0]["Group"]["GroupId"], *sorted(user["UserName"] for page in pages for user in page["Users"])]


def digests(**parts):
    """What a plan rests on, for a later look to tell whether it still does."""
    return {name: hashlib.sha256(as_json(part).encode()).hexdigest() for name, part in parts.items()}


def digests_of_policy(configuration, found, principals):
    people = {each: identity_of(each) for each in [*found["attachedTo"], *principals]}
    return digests(LoggingConfiguration=configuration, Policy=found, Principals=people)
