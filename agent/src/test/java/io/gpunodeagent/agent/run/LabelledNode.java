// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.cli.Shell;
import io.gpunodeagent.agent.cluster.ApiServer;
import io.gpunodeagent.agent.cluster.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A Node on the server for agents and commands of a simulation. */
public record LabelledNode(ApiServer server, String node) {

  public static LabelledNode of(ApiServer server, String node) {
    server
        .admin()
        .seed(
            "{apiVersion: v1, kind: Node, metadata: {name: %s, labels: {zone: a}}}"
                .formatted(node));
    return new LabelledNode(server, node);
  }

  public Map<String, String> settings() {
    return Map.of(
        "cluster.kubeconfig",
        server.kubeconfig().toString(),
        "cluster.nodeName",
        node,
        "publishing.minInterval",
        "1s",
        "publishing.simulations",
        "true");
  }

  public RunningAgent agent(Map<String, String> more) throws Exception {
    return agent("hgx-h100-8", more);
  }

  public RunningAgent agent(String scenario, Map<String, String> more) throws Exception {
    var all = new HashMap<>(settings());
    all.put("publishing.dryRun", "false");
    all.putAll(more);
    return RunningAgent.start(scenario, all);
  }

  public Shell.Said command(String... command) {
    return command(Map.of(), command);
  }

  public Shell.Said command(Map<String, String> more, String... command) {
    var environment = new HashMap<>(more);
    environment.put("NODE_NAME", node);
    environment.put("GPU_NODE_AGENT_CLUSTER_KUBECONFIG", server.kubeconfig().toString());
    environment.put("GPU_NODE_AGENT_PUBLISHING_SIMULATIONS", "true");
    return new Shell(environment, Shell.plain().simulator()).run(command);
  }

  public Map<String, String> labels() {
    var labels = new TreeMap<String, String>();
    Json.map(Json.at(json(), "metadata", "labels"))
        .forEach((key, value) -> labels.put(key, String.valueOf(value)));
    return labels;
  }

  public Map<String, @Nullable Object> json() {
    return server.admin().get("/api/v1/nodes/" + node).expect(200).json();
  }

  public void await(String key, String value) {
    Eventually.until(key + "=" + value, () -> value.equals(labels().get(key)));
  }

  public void awaitCondition() {
    Eventually.until("the condition", () -> json().toString().contains("GpuHealthy"));
  }
}
