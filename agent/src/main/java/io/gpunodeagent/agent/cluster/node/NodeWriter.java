// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.node;

import io.gpunodeagent.agent.cluster.api.Access;
import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.cluster.node.ApiWriter.Call;
import java.time.Instant;
import java.util.Optional;

/** Reads and writes the Node the agent runs on. For one thread at a time. */
public final class NodeWriter implements NodeMarksApi, NodeStatusApi {

  private final ApiWriter api;
  private final String node;
  private final String conditionType;

  /**
   * A writer of the configured node.
   *
   * @param config must name the node
   * @param conditionType the condition that is the agent's
   */
  public NodeWriter(ClusterConfig config, String conditionType) {
    this(config, conditionType, Access.of(config));
  }

  NodeWriter(ClusterConfig config, String conditionType, Access access) {
    api = new ApiWriter(access, config.timeout());
    this.conditionType = conditionType;
    node = checkedName(config);
  }

  /** The node's name, which becomes part of paths. */
  public static String checkedName(ClusterConfig config) {
    if (!config.nodeName().matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?")) {
      throw new IllegalArgumentException(
          "node name: \"" + config.nodeName() + "\": must be a Node's; set NODE_NAME");
    }
    return config.nodeName();
  }

  @Override
  public NodeAnswer read() throws InterruptedException {
    return seen(Call.get(path("")));
  }

  @Override
  public NodeAnswer apply(String uid, NodeMarks marks, Mode mode) throws InterruptedException {
    return seen(Call.apply(path(""), mode.query(), NodeBodies.marks(node, uid, marks)));
  }

  @Override
  public NodeAnswer applyCondition(String uid, Optional<ConditionText> condition, Instant heartbeat)
      throws InterruptedException {
    var body = NodeBodies.condition(node, uid, condition, heartbeat);
    return seen(Call.apply(path("/status"), "", body));
  }

  @Override
  public NodeAnswer applyTaint(ObservedNode seen, String key, Optional<NodeTaint> taint)
      throws InterruptedException {
    var body = NodeBodies.taint(seen, key, taint);
    return seen(Call.jsonPatch(path(""), body));
  }

  @Override
  public NodeAnswer record(String uid, NodeEvent event) throws InterruptedException {
    var path = "/api/v1/namespaces/default/events/" + NodeBodies.eventName(node, event.key());
    // Forced: the content of the Event is the agent's, whoever else has changed it.
    var call = Call.apply(path, Mode.FORCE.query(), NodeBodies.event(node, uid, event));
    return api.answer(call, _ -> new NodeAnswer.Done());
  }

  private String path(String subresource) {
    return "/api/v1/nodes/" + node + subresource;
  }

  private NodeAnswer seen(Call call) throws InterruptedException {
    return api.answer(call, body -> new NodeAnswer.Seen(NodeParser.parse(body, conditionType)));
  }
}
