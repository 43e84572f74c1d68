"""Amazon S3: a bucket policy that is not one."""

from server.call import AwsError, Call
from server.policies import listed, malformation, matches, statements
from server.registry import prepares


@prepares("s3")
def refuse_malformed_policy(call: Call) -> Call:
    """
    Moto takes any text.

    @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList
    """
    if call.name != "PutBucketPolicy":
        return call
    policy = call.input.get("Policy", "")
    problem = malformation(policy, "Principal", "Action", "Resource")
    if problem is None and not all(is_of(call.input["Bucket"], each) for statement in statements(policy) for each in listed(statement.get("Resource", []))):
        problem = "Policy has invalid resource"
    if problem is not None:
        raise AwsError("MalformedPolicy", problem)
    return call


def is_of(bucket: str, resource: str) -> bool:
    named = resource.partition(":s3:::")[2].partition("/")[0]
    return ":s3:::" not in resource or matches(named, bucket)
