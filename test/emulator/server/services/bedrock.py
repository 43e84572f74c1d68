"""Amazon Bedrock: the lists moto lacks, filled from seeds, and the answer of an account that never set logging."""

from datetime import datetime, timezone
from typing import Any

from server.answers import REQUEST_ID
from server.call import Call, HttpAnswer
from server.registry import adds, amends
from server.state import state

WHEN = datetime(2026, 1, 15, 9, 30, tzinfo=timezone.utc)
FOUNDATION_MODELS = (
    "amazon.nova-lite-v1:0",
    "amazon.nova-pro-v1:0",
    "amazon.titan-embed-text-v2:0",
    "anthropic.claude-3-5-sonnet-20240620-v1:0",
    "anthropic.claude-sonnet-4-20250514-v1:0",
    "meta.llama3-1-70b-instruct-v1:0",
)
SYSTEM_INFERENCE_PROFILES = ("us.anthropic.claude-sonnet-4-20250514-v1:0", "us.amazon.nova-pro-v1:0")
Summaries = list[dict[str, Any]]


def arn(call: Call, resource: str) -> str:
    return f"arn:aws:bedrock:{call.region}:{call.account}:{resource}"


def foundation_model_arn(call: Call, model: str) -> str:
    return f"arn:aws:bedrock:{call.region}::foundation-model/{model}"


def names(call: Call, seed: str, prefix: str) -> list[str]:
    return [f"{prefix}-{number:03}" for number in range(1, state.seeded(call.account, call.region, seed, 0) + 1)]


def named_like(call: Call, summaries: Summaries, member: str) -> Summaries:
    return [each for each in summaries if call.input.get("nameContains", "") in each[member]]


def with_status(call: Call, summaries: Summaries) -> Summaries:
    return [each for each in summaries if call.input.get("statusEquals", each["status"]) == each["status"]]


@amends("bedrock", "GetModelInvocationLoggingConfiguration")
def get_logging_configuration(call: Call, result: dict[str, Any]) -> dict[str, Any] | HttpAnswer:
    """Written as bytes: the unset answers differ only in what a serializer would hide."""
    if result.get("loggingConfig"):
        return result
    headers = [("Content-Type", "application/json"), ("x-amzn-RequestId", REQUEST_ID)]
    return HttpAnswer(200, headers, state.settings.unset_answer.encode())


@adds("bedrock", "ListFoundationModels")
def list_foundation_models(call: Call) -> dict[str, Any]:
    models = state.seeded(call.account, call.region, "foundationModels", FOUNDATION_MODELS)
    summaries = [foundation_model(call, model) for model in models]
    provider, inference = call.input.get("byProvider", "").lower(), call.input.get("byInferenceType")
    modality = call.input.get("byOutputModality")
    return {
        "modelSummaries": [
            each
            for each in summaries
            if provider in each["providerName"].lower()
            and inference in (None, *each["inferenceTypesSupported"])
            and modality in (None, *each["outputModalities"])
        ]
    }


def foundation_model(call: Call, model: str) -> dict[str, Any]:
    return {
        "modelArn": foundation_model_arn(call, model),
        "modelId": model,
        # The service model allows twenty characters.
        "modelName": model.partition(".")[2][:20],
        "providerName": model.partition(".")[0].title(),
        "inputModalities": ["TEXT"],
        "outputModalities": ["EMBEDDING" if "embed" in model else "TEXT"],
        "responseStreamingSupported": "embed" not in model,
        "customizationsSupported": [],
        "inferenceTypesSupported": ["ON_DEMAND"],
        "modelLifecycle": {"status": "ACTIVE"},
    }


@adds("bedrock", "ListInferenceProfiles")
def list_inference_profiles(call: Call) -> dict[str, Any]:
    system = state.seeded(call.account, call.region, "systemInferenceProfiles", SYSTEM_INFERENCE_PROFILES)
    profiles = [inference_profile(call, profile, "SYSTEM_DEFINED") for profile in system]
    own = names(call, "applicationInferenceProfiles", "application-profile")
    profiles += [inference_profile(call, profile, "APPLICATION") for profile in own]
    wanted = call.input.get("typeEquals")
    return {"inferenceProfileSummaries": [each for each in profiles if wanted in (None, each["type"])]}


def inference_profile(call: Call, profile: str, kind: str) -> dict[str, Any]:
    resource = "inference-profile" if kind == "SYSTEM_DEFINED" else "application-inference-profile"
    model = profile.partition(".")[2] if kind == "SYSTEM_DEFINED" else FOUNDATION_MODELS[0]
    return {
        "inferenceProfileName": profile,
        "inferenceProfileArn": arn(call, f"{resource}/{profile}"),
        "inferenceProfileId": profile,
        "models": [{"modelArn": foundation_model_arn(call, model)}],
        "status": "ACTIVE",
        "type": kind,
        "createdAt": WHEN,
        "updatedAt": WHEN,
    }


@adds("bedrock", "ListProvisionedModelThroughputs")
def list_provisioned_throughputs(call: Call) -> dict[str, Any]:
    model = foundation_model_arn(call, FOUNDATION_MODELS[0])
    summaries = [
        {
            "provisionedModelName": name,
            "provisionedModelArn": arn(call, f"provisioned-model/{name}"),
            "modelArn": model,
            "desiredModelArn": model,
            "foundationModelArn": model,
            "modelUnits": 1,
            "desiredModelUnits": 1,
            "status": "InService",
            "creationTime": WHEN,
            "lastModifiedTime": WHEN,
        }
        for name in names(call, "provisionedThroughputs", "throughput")
    ]
    return {"provisionedModelSummaries": with_status(call, named_like(call, summaries, "provisionedModelName"))}


@amends("bedrock", "ListCustomModels")
def list_custom_models(call: Call, result: dict[str, Any]) -> dict[str, Any]:
    seeded = [
        {
            "modelArn": arn(call, f"custom-model/{FOUNDATION_MODELS[0]}/{name}"),
            "modelName": name,
            "creationTime": WHEN,
            "baseModelArn": foundation_model_arn(call, FOUNDATION_MODELS[0]),
            "baseModelName": FOUNDATION_MODELS[0],
            "customizationType": "FINE_TUNING",
            "ownerAccountId": call.account,
            "modelStatus": "Active",
        }
        for name in names(call, "customModels", "custom-model")
    ]
    return {**result, "modelSummaries": [*result["modelSummaries"], *named_like(call, seeded, "modelName")]}


@adds("bedrock", "ListCustomModelDeployments")
def list_custom_model_deployments(call: Call) -> dict[str, Any]:
    summaries = [
        {
            "customModelDeploymentArn": arn(call, f"custom-model-deployment/{name}"),
            "customModelDeploymentName": name,
            "modelArn": arn(call, f"custom-model/{FOUNDATION_MODELS[0]}/custom-model-001"),
            "createdAt": WHEN,
            "status": "Active",
        }
        for name in names(call, "customModelDeployments", "deployment")
    ]
    return {"modelDeploymentSummaries": with_status(call, named_like(call, summaries, "customModelDeploymentName"))}


@adds("bedrock", "ListImportedModels")
def list_imported_models(call: Call) -> dict[str, Any]:
    summaries = [
        {"modelArn": arn(call, f"imported-model/{name}"), "modelName": name, "creationTime": WHEN, "instructSupported": True}
        for name in names(call, "importedModels", "imported-model")
    ]
    return {"modelSummaries": named_like(call, summaries, "modelName")}


@adds("bedrock", "ListModelInvocationJobs")
def list_invocation_jobs(call: Call) -> dict[str, Any]:
    jobs = state.seeded(call.account, call.region, "invocationJobs", [])
    summaries = [invocation_job(call, f"job-{number:03}", job) for number, job in enumerate(jobs, 1)]
    return {"invocationJobSummaries": with_status(call, named_like(call, summaries, "jobName"))}


def invocation_job(call: Call, name: str, job: dict[str, Any]) -> dict[str, Any]:
    return {
        "jobArn": arn(call, f"model-invocation-job/{name}"),
        "jobName": name,
        "modelId": foundation_model_arn(call, FOUNDATION_MODELS[0]),
        "roleArn": f"arn:aws:iam::{call.account}:role/batch",
        "status": job["status"],
        "submitTime": WHEN,
        "inputDataConfig": {"s3InputDataConfig": {"s3Uri": "s3://batch-input/records.jsonl"}},
        "outputDataConfig": {"s3OutputDataConfig": {"s3Uri": "s3://batch-output/"}},
    }


@adds("bedrock", "ListMarketplaceModelEndpoints")
def list_marketplace_endpoints(call: Call) -> dict[str, Any]:
    return {
        "marketplaceModelEndpoints": [
            {
                "endpointArn": f"arn:aws:sagemaker:{call.region}:{call.account}:endpoint/{name}",
                "modelSourceIdentifier": f"arn:aws:sagemaker:{call.region}:aws:hub-content/SageMakerPublicHub/Model/{name}",
                "status": "REGISTERED",
                "createdAt": WHEN,
                "updatedAt": WHEN,
            }
            for name in names(call, "marketplaceEndpoints", "endpoint")
        ]
    }
