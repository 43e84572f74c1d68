from xml.etree import ElementTree

MINIMUM_SIZE = "x-amz-transition-default-minimum-object-size"


def refuse_what_boto3_drops(bucket, account):
    """Whatever the boto3 of this runtime does not know of a lifecycle rule would be lost when the rules are put back; of Object Lock, it would not be seen."""
    s3, bodies = boto3.client("s3"), []
    s3.meta.events.register("after-call.s3", lambda http_response, **_: bodies.append(http_response.content))
    absent = ["NoSuchLifecycleConfiguration", "ObjectLockConfigurationNotFoundError"]
    for call in ["get_bucket_lifecycle_configuration", "get_object_lock_configuration"]:
        answer = absent_on(absent, getattr(s3, call), Bucket=bucket, ExpectedBucketOwner=account)
        if answer is None:
            continue
        shape = s3.meta.service_model.operation_model(s3.meta.method_to_api_mapping[call]).output_shape
        unknown = {each.tag.rpartition("}")[2] for each in list(ElementTree.fromstring(bodies[-1]).iter())[1:]} - names_in(shape)
        if MINIMUM_SIZE in answer["ResponseMetadata"]["HTTPHeaders"] and "TransitionDefaultMinimumObjectSize" not in answer:
            unknown.add(MINIMUM_SIZE)
        if unknown:
            raise RuntimeError(f"Bucket {bucket} has settings that this runtime does not know, {', '.join(sorted(unknown))}. Set its retention by hand.")


def names_in(shape):
    if shape.type_name == "list":
        return {shape.member.serialization.get("name", "member")} | names_in(shape.member)
    members = shape.members.items() if shape.type_name == "structure" else []
    return {found for name, member in members for found in {member.serialization.get("name", name)} | names_in(member)}
