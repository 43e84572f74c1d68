"""AWS Config as a custom rule and a remediation meet it: rules, result tokens, evaluations and the history of configuration items.

The constraints are those of botocore's model and of the API reference; what is stored and when is our reading of the developer guide.
"""

import base64
import hashlib
import json
import secrets
from datetime import datetime, timezone
from typing import Any

from moto.config.models import config_backends

from server.call import AwsError, Call
from server.registry import adds
from server.state import state

# The model knows a fourth, which PutEvaluations refuses and results never have.
REPORTABLE = ("COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE")
WELL_BEFORE = datetime(1970, 1, 1, tzinfo=timezone.utc)


def invoke_rule(given: dict[str, Any]) -> dict[str, str]:
    """A token as AWS Config hands it to a function: opaque, and good for one rule of one account and Region."""
    rule = (given["account"], given["region"], given["configRuleName"])
    plant_rule(*rule)
    sealed = {"encryptedData": [each - 128 for each in secrets.token_bytes(96)], "materialSetSerialNumber": 1, "iv": {"iv": [0] * 16}}
    token = base64.b64encode(json.dumps(sealed, separators=(",", ":")).encode()).decode()
    state.config_tokens[token] = {"rule": rule, "invoked": now()}
    return {"resultToken": token}


def plant_rule(account: str, region: str, rule: Any) -> None:
    """Makes a rule, unless it is there; one given with members gets these as well."""
    given = rule if isinstance(rule, dict) else {"configRuleName": rule}
    unknown = given.keys() - {"configRuleName", "inputParameters", "createdBy"}
    if unknown:
        raise ValueError(f"unknown members of a rule {sorted(unknown)}")
    known = (account, region, given["configRuleName"])
    state.config_rules.setdefault(known, {})
    described = {name[0].upper() + name[1:]: value for name, value in given.items()}
    if len(given) > 1 or known not in state.config_rule_details:
        state.config_rule_details[known] = described


def rule_id(name: str) -> str:
    """AWS Config makes ids up; these are the same whenever the name is."""
    return f"config-rule-{hashlib.sha256(name.encode()).hexdigest()[:6]}" if name != "*" else "*"


def rule_arn(account: str, region: str, name: str) -> str:
    own = config_backends[account][region].config_rules.get(name)
    return str(own.config_rule_arn) if own else f"arn:aws:config:{region}:{account}:config-rule/{rule_id(name)}"


def rules_of(call: Call) -> dict[str, dict[str, Any]]:
    """Moto's own rules and those a test has made, by name."""
    members = call.service.shape_for("ConfigRule").members
    own = {name: rule.to_dict() for name, rule in config_backends[call.account][call.region].config_rules.items()}
    made = {name: described(call, name) for account, region, name in state.config_rules if (account, region) == (call.account, call.region)}
    return {
        name: {member: value for member, value in {**made.get(name, {}), **own.get(name, {})}.items() if member in members and value is not None}
        for name in sorted({*own, *made})
    }


def described(call: Call, name: str) -> dict[str, Any]:
    rule = state.config_rule_details.get((call.account, call.region, name), {})
    function = f"arn:aws:lambda:{call.region}:{call.account}:function:{name.partition('-conformance-pack-')[0]}"
    return {
        "ConfigRuleName": name,
        "ConfigRuleArn": rule_arn(call.account, call.region, name),
        "ConfigRuleId": rule_id(name),
        "Source": {
            "Owner": "CUSTOM_LAMBDA",
            "SourceIdentifier": function,
            "SourceDetails": [{"EventSource": "aws.config", "MessageType": "ScheduledNotification", "MaximumExecutionFrequency": "TwentyFour_Hours"}],
        },
        "ConfigRuleState": "ACTIVE",
        "EvaluationModes": [{"Mode": "DETECTIVE"}],
        **({"CreatedBy": "config-conforms.amazonaws.com"} if "-conformance-pack-" in name else {}),
        **rule,
    }


def refuse_unknown_rules(call: Call, names: list[str]) -> None:
    known = rules_of(call)
    for name in names:
        if name not in known:
            raise AwsError("NoSuchConfigRuleException", f"The ConfigRule '{name}' provided in the request is invalid. Please check the configRule name")


@adds("config", "DescribeConfigRules")
def describe_config_rules(call: Call) -> dict[str, Any]:
    """
    Every rule there is, or those that are named.

    @see https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConfigRules.html
    """
    wanted = call.input.get("ConfigRuleNames", [])
    refuse_unknown_rules(call, wanted)
    return {"ConfigRules": [rule for name, rule in rules_of(call).items() if not wanted or name in wanted]}


@adds("config", "StartConfigRulesEvaluation")
def start_config_rules_evaluation(call: Call) -> dict[str, Any]:
    """
    Runs nothing: the call log tells that it was asked for.

    @see https://docs.aws.amazon.com/config/latest/APIReference/API_StartConfigRulesEvaluation.html
    """
    refuse_unknown_rules(call, call.input.get("ConfigRuleNames", []))
    return {}


def reported_results(_: Any) -> list[dict[str, Any]]:
    """What was reported last of every resource, what is no longer applicable included."""
    return [
        {"account": account, "region": region, "configRuleName": name, **json.loads(json.dumps(result["given"], default=written))}
        for (account, region, name), results in state.config_rules.items()
        for result in results.values()
    ]


def written(time: datetime) -> str:
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")


@adds("config", "PutEvaluations")
def put_evaluations(call: Call) -> dict[str, Any]:
    evaluations = [{**each, "OrderingTimestamp": utc(each["OrderingTimestamp"])} for each in call.input.get("Evaluations", [])]
    if any(each["ComplianceType"] not in REPORTABLE for each in evaluations):
        raise AwsError("InvalidParameterValueException", f"ComplianceType must be one of {', '.join(REPORTABLE)}")
    if call.input.get("TestMode"):
        return {"FailedEvaluations": []}
    with state.lock:
        invocation = state.config_tokens.get(call.input["ResultToken"])
        if invocation is None or invocation["rule"][:2] != (call.account, call.region):
            raise AwsError("InvalidResultTokenException", "The specified ResultToken is invalid.")
        failed = [each for each in evaluations if each["ComplianceResourceId"] in state.settings.failed_evaluations]
        for evaluation in evaluations:
            if evaluation not in failed:
                store(invocation, evaluation)
    return {"FailedEvaluations": failed}


def store(invocation: dict[str, Any], evaluation: dict[str, Any]) -> None:
    """Keeps one that is not applicable as well, unseen, so that an older one cannot bring the resource back."""
    results = state.config_rules[invocation["rule"]]
    resource = (evaluation["ComplianceResourceType"], evaluation["ComplianceResourceId"])
    known = results.get(resource)
    if known is None or known["given"]["OrderingTimestamp"] <= evaluation["OrderingTimestamp"]:
        results[resource] = {"given": evaluation, "recorded": now(), "invoked": invocation["invoked"]}


@adds("config", "GetComplianceDetailsByConfigRule")
def get_compliance_details(call: Call) -> dict[str, Any]:
    name = call.input["ConfigRuleName"]
    wanted = call.input.get("ComplianceTypes") or REPORTABLE
    if any(each not in REPORTABLE for each in wanted):
        raise AwsError("InvalidParameterValueException", f"ComplianceTypes must be of {', '.join(REPORTABLE)}")
    refuse_unknown_rules(call, [name])
    results = state.config_rules.get((call.account, call.region, name), {})
    return {
        "EvaluationResults": [
            evaluation_result(name, result)
            for _, result in sorted(results.items())
            if result["given"]["ComplianceType"] in wanted and result["given"]["ComplianceType"] != "NOT_APPLICABLE"
        ]
    }


def evaluation_result(rule: str, result: dict[str, Any]) -> dict[str, Any]:
    given = result["given"]
    qualifier = {
        "ConfigRuleName": rule,
        "ResourceType": given["ComplianceResourceType"],
        "ResourceId": given["ComplianceResourceId"],
        "EvaluationMode": "DETECTIVE",
    }
    return {
        "EvaluationResultIdentifier": {"EvaluationResultQualifier": qualifier, "OrderingTimestamp": given["OrderingTimestamp"]},
        "ComplianceType": given["ComplianceType"],
        "ResultRecordedTime": result["recorded"],
        "ConfigRuleInvokedTime": result["invoked"],
        **({"Annotation": given["Annotation"]} if "Annotation" in given else {}),
    }


def plant_item(account: str, region: str, item: dict[str, Any]) -> None:
    times = {name: read_time(item[name]) for name in ("configurationItemCaptureTime", "resourceCreationTime") if name in item}
    resource = (account, region, item["resourceType"], item["resourceId"])
    state.configuration_items.setdefault(resource, []).append({**item, **times})


def read_time(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


@adds("config", "GetResourceConfigHistory")
def get_resource_config_history(call: Call) -> dict[str, Any]:
    given = call.input
    found = state.configuration_items.get((call.account, call.region, given["resourceType"], given["resourceId"]))
    if found is None:
        raise AwsError("ResourceNotDiscoveredException", f"Resource {given['resourceId']} of type {given['resourceType']} has not been discovered")
    earliest, latest = utc(given.get("earlierTime", WELL_BEFORE)), utc(given.get("laterTime", now()))
    if latest < earliest:
        raise AwsError("InvalidTimeRangeException", "The earlier time is later than the later time.")
    items = sorted((each for each in found if earliest <= captured(each) <= latest), key=captured)
    return {"configurationItems": items if given.get("chronologicalOrder") == "Forward" else items[::-1]}


def captured(item: dict[str, Any]) -> datetime:
    return item["configurationItemCaptureTime"]  # type: ignore[no-any-return]


def utc(time: datetime) -> datetime:
    """Moto's parser leaves the zone out."""
    return time.replace(tzinfo=timezone.utc)


def now() -> datetime:
    return datetime.now(timezone.utc)
