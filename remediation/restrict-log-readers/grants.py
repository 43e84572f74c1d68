from fnmatch import fnmatchcase


def losses(arn, reads, bucket_policies, events):
    """
    The grants of reading that a principal loses, as a phrase: the statements that name such an action. That is a list and no judgement, as neither resources
    nor conditions are looked at.
    """
    found = [f"{policy} ({', '.join(names)})" for policy, document in policies(*principal_of(arn)) if (names := names_of(allowing(document, reads)))]
    people = {arn, "*", events["Account"], f"arn:{events['Partition']}:iam::{events['Account']}:root"}
    for bucket, text in bucket_policies.items():
        allowed = allowing(json.loads(text or "{}"), OBJECT_READS)
        names = names_of(each for each in allowed if "NotPrincipal" in each[1] or people & set(people_of(each[1])))
        found += [f"the policy of bucket {bucket} ({', '.join(names)})"] if names else []
    return f"loses what it reads by {'; by '.join(found)}" if found else "loses reading, by whatever grant: none was found"


def principal_of(arn):
    kind, _, path = arn.split(":", 5)[5].partition("/")
    return kind, path.rpartition("/")[2]


def policies(kind, name):
    """The policies of a principal, and those that a user has by its groups: what to call each, and its document."""
    of_it = named(kind, name)
    for page in pages_of(f"list_{kind}_policies", **of_it):
        for policy in page["PolicyNames"]:
            yield f"inline policy {policy}", getattr(iam(), f"get_{kind}_policy")(**of_it, PolicyName=policy)["PolicyDocument"]
    for each in attached_policies(kind, name):
        version = iam().get_policy(PolicyArn=each["PolicyArn"])["Policy"]["DefaultVersionId"]
        yield f"policy {each['PolicyName']}", iam().get_policy_version(PolicyArn=each["PolicyArn"], VersionId=version)["PolicyVersion"]["Document"]
    groups = pages_of("list_groups_for_user", UserName=name) if kind == "user" else []
    for group in (each["GroupName"] for page in groups for each in page["Groups"]):
        yield from ((f"{policy} of group {group}", document) for policy, document in policies("group", group))


def attached_policies(kind, name):
    return [each for page in pages_of(f"list_attached_{kind}_policies", **named(kind, name)) for each in page["AttachedPolicies"]]


def allowing(document, reads):
    """The statements that allow one of the actions, by its name: what to call each, and the statement."""
    return [
        (f"statement {shown(str(statement.get('Sid') or number))}", statement)
        for number, statement in enumerate(statements_of(document), 1)
        if statement.get("Effect") == "Allow"
        and ("NotAction" in statement or any(fits(read, each) for each in listed(statement.get("Action", [])) for read in reads))
    ]


def names_of(statements):
    return [name for name, _ in statements]


def people_of(statement):
    """Whom a statement of a bucket policy names, services left out."""
    principal = statement.get("Principal", {})
    if isinstance(principal, str):
        return [principal]
    return [each for kind, names in principal.items() if kind != "Service" for each in listed(names)]


def fits(text, pattern):
    """Whether `*` and `?` in the pattern can stand for the rest of the text, in whatever case."""
    return fnmatchcase(text.lower(), pattern.lower().replace("[", "[[]"))


def shown(text):
    """What somebody else wrote, on one line and not too long."""
    line = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return line if len(line) <= 200 else f"{line[:197]}..."


def in_words(kind, name):
    """A principal by its name, a group with its members, as it is they who lose."""
    if kind != "group":
        return f"{kind.title()} {name}"
    _, *members = identity_of(f"{kind}/{name}")
    return f"Group {name} ({', '.join(members) or 'no members'})"


def refuse_absent(arn):
    kind, name = principal_of(arn)
    answer = absent_on(["NoSuchEntity"], getattr(iam(), f"get_{kind}"), **named(kind, name))
    if answer is None:
        raise RuntimeError(f"There is no {kind} {name} in this account; given {arn}.")
    if answer[kind.title()]["Arn"] != arn:
        raise RuntimeError(f"The ARN of {kind} {name} is {answer[kind.title()]['Arn']}; given {arn}.")


def arn_of_id(unique_id):
    """ARN of the principal that AWS Config knows by a unique id; None for any other text, and where there is no such principal."""
    kind = {"AROA": "Role", "AIDA": "User", "AGPA": "Group"}.get(unique_id[:4])
    if kind is None or not re.fullmatch("[A-Z0-9]{16,128}", unique_id):
        return None
    pages = pages_of(f"list_{kind.lower()}s")
    return next((each["Arn"] for page in pages for each in page[f"{kind}s"] if each[f"{kind}Id"] == unique_id), None)
