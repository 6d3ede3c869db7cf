// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.node;

import io.gpunodeagent.agent.cluster.api.Access;
import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.cluster.node.ApiWriter.Call;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has Node Feature Discovery label the Node: keeps a NodeFeature object that asks for the labels,
 * which Node Feature Discovery's master brings onto the Node. There is none while nothing is asked
 * for.
 *
 * <p>Needs the rights to get, create, patch and delete {@code nodefeatures} in its namespace, and
 * none to write Nodes. With the right to get Nodes, the object ends with its Node.
 */
public final class NodeFeatureWriter implements NodeMarksApi {

  private static final String RESOURCE = "nodefeatures.nfd.k8s-sigs.io";

  private final ApiWriter api;
  private final Place place;

  /**
   * Where a NodeFeature is.
   *
   * @param node it is about
   */
  record Place(String namespace, String node) {

    /** Of its own: what other programs say of the node has other names. */
    String name() {
      return "gpu-node-agent-features-for-" + node;
    }

    String path() {
      return "/apis/nfd.k8s-sigs.io/v1alpha1/namespaces/" + namespace + "/nodefeatures/" + name();
    }
  }

  /**
   * A writer for the configured node.
   *
   * @param config must name the node
   * @param namespace one that Node Feature Discovery watches
   */
  public NodeFeatureWriter(ClusterConfig config, String namespace) {
    this(config, namespace, Access.of(config));
  }

  public NodeFeatureWriter(ClusterConfig config, String namespace, Access access) {
    api = new ApiWriter(access, config.timeout());
    place = new Place(namespace, NodeWriter.checkedName(config));
  }

  /** The NodeFeature as if it were the Node; one that is not there has no uid and no labels. */
  @Override
  public NodeAnswer read() throws InterruptedException {
    return switch (seen(Call.get(place.path()))) {
      case NodeAnswer.Forbidden(var reason) -> missing(reason);
      case NodeAnswer other -> other;
    };
  }

  /** Only labels are asked for: a NodeFeature has no annotations. */
  @Override
  public NodeAnswer apply(String uid, NodeMarks marks, Mode mode) throws InterruptedException {
    if (marks.labels().isEmpty()) {
      return uid.isEmpty() ? absent() : delete(uid);
    }
    // Read each time: an outdated owner would have the object garbage collected.
    return switch (owner()) {
      case NodeAnswer.Seen(var owner) -> apply(uid, Optional.of(owner.uid()), marks, mode);
      case NodeAnswer.Forbidden _ -> apply(uid, Optional.empty(), marks, mode);
      case NodeAnswer other -> other;
    };
  }

  private NodeAnswer owner() throws InterruptedException {
    return api.answer(
        Call.get("/api/v1/nodes/" + place.node()),
        body -> new NodeAnswer.Seen(NodeParser.parse(body, "")));
  }

  private NodeAnswer apply(String uid, Optional<String> owner, NodeMarks marks, Mode mode)
      throws InterruptedException {
    var body = NodeBodies.feature(place, uid, owner, marks.labels());
    return switch (seen(Call.apply(place.path(), mode.query(), body))) {
      case NodeAnswer.Forbidden(var reason) -> new NodeAnswer.Forbidden(explained(reason));
      case NodeAnswer other -> other;
    };
  }

  private NodeAnswer delete(String uid) throws InterruptedException {
    var answer = api.answer(Call.delete(place.path(), uid), _ -> absent());
    return switch (answer) {
      case NodeAnswer.Forbidden(var reason) -> missing(reason);
      case NodeAnswer other -> other;
    };
  }

  private NodeAnswer missing(String reason) {
    return reason.contains("\"" + place.name() + "\" not found")
        ? absent()
        : new NodeAnswer.Forbidden(explained(reason));
  }

  /** Where the kind itself is unknown, the server does not say of what. */
  private String explained(String reason) {
    return reason.startsWith("HTTP 404")
        ? reason + ": " + RESOURCE + " is not served: install Node Feature Discovery"
        : reason;
  }

  private static NodeAnswer absent() {
    return new NodeAnswer.Seen(
        new ObservedNode("", "", NodeMarks.none(), Map.of(), Optional.empty(), List.of()));
  }

  private NodeAnswer seen(Call call) throws InterruptedException {
    return api.answer(
        call, body -> new NodeAnswer.Seen(NodeFeatureParser.parse(body, place.node())));
  }
}
