"""The operations the emulator adds or corrects, one file per service."""

from server.services import (  # noqa: F401
    account,
    bedrock,
    bedrock_agent,
    config,
    iam,
    kms,
    logs,
    oam,
    organizations,
    s3_access,
    s3_buckets,
    s3control,
    sts,
)
