"""Agents for Amazon Bedrock: moto's own agents and knowledge bases together with the seeded ones, and flows."""

from typing import Any

from server.call import Call
from server.registry import adds, amends
from server.services.bedrock import WHEN, arn, names


def identifier(kind: str, number: int) -> str:
    return f"{kind}{number:0{10 - len(kind)}}"


@amends("bedrock-agent", "ListAgents")
def list_agents(call: Call, result: dict[str, Any]) -> dict[str, Any]:
    seeded = [
        {"agentId": identifier("AGENT", number), "agentName": name, "agentStatus": "PREPARED", "updatedAt": WHEN, "latestAgentVersion": "1"}
        for number, name in enumerate(names(call, "agents", "agent"), 1)
    ]
    return {**result, "agentSummaries": [*result["agentSummaries"], *seeded]}


@amends("bedrock-agent", "ListKnowledgeBases")
def list_knowledge_bases(call: Call, result: dict[str, Any]) -> dict[str, Any]:
    # Moto writes the status in a case that AWS does not know.
    own = [{**each, "status": each["status"].upper()} for each in result["knowledgeBaseSummaries"]]
    seeded = [
        {"knowledgeBaseId": identifier("KB", number), "name": name, "status": "ACTIVE", "updatedAt": WHEN}
        for number, name in enumerate(names(call, "knowledgeBases", "knowledge-base"), 1)
    ]
    return {**result, "knowledgeBaseSummaries": [*own, *seeded]}


@adds("bedrock-agent", "ListFlows")
def list_flows(call: Call) -> dict[str, Any]:
    return {
        "flowSummaries": [
            {
                "name": name,
                "id": identifier("FLOW", number),
                "arn": arn(call, f"flow/{identifier('FLOW', number)}"),
                "status": "Prepared",
                "createdAt": WHEN,
                "updatedAt": WHEN,
                "version": "DRAFT",
            }
            for number, name in enumerate(names(call, "flows", "flow"), 1)
        ]
    }
