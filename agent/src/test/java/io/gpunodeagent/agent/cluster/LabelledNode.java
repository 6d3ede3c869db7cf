package io.gpunodeagent.agent.cluster;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.cli.Shell;
import io.gpunodeagent.agent.run.RunningAgent;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A Node on the server for agents and commands of a simulation. */
record LabelledNode(ApiServer server, String node) {

  static LabelledNode of(ApiServer server, String node) {
    server
        .admin()
        .seed(
            "{apiVersion: v1, kind: Node, metadata: {name: %s, labels: {zone: a}}}"
                .formatted(node));
    return new LabelledNode(server, node);
  }

  Map<String, String> settings() {
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

  RunningAgent agent(Map<String, String> more) throws Exception {
    return agent("hgx-h100-8", more);
  }

  RunningAgent agent(String scenario, Map<String, String> more) throws Exception {
    var all = new HashMap<>(settings());
    all.put("publishing.dryRun", "false");
    all.putAll(more);
    return RunningAgent.start(scenario, all);
  }

  Shell.Said command(String... command) {
    return command(Map.of(), command);
  }

  Shell.Said command(Map<String, String> more, String... command) {
    var environment = new HashMap<>(more);
    environment.put("NODE_NAME", node);
    environment.put("GPU_NODE_AGENT_CLUSTER_KUBECONFIG", server.kubeconfig().toString());
    environment.put("GPU_NODE_AGENT_PUBLISHING_SIMULATIONS", "true");
    return new Shell(environment, Shell.plain().simulator()).run(command);
  }

  Map<String, String> labels() {
    var labels = new TreeMap<String, String>();
    Json.map(Json.at(json(), "metadata", "labels"))
        .forEach((key, value) -> labels.put(key, String.valueOf(value)));
    return labels;
  }

  Map<String, @Nullable Object> json() {
    return server.admin().get("/api/v1/nodes/" + node).expect(200).json();
  }

  void await(String key, String value) {
    Eventually.until(key + "=" + value, () -> value.equals(labels().get(key)));
  }

  void awaitCondition() {
    Eventually.until("the condition", () -> json().toString().contains("GpuHealthy"));
  }
}
