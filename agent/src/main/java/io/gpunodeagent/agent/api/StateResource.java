// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.api;

import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.agent.json.AgentFacts;
import io.gpunodeagent.agent.json.AllocationsJson;
import io.gpunodeagent.agent.json.DecisionsJson;
import io.gpunodeagent.agent.json.GpusJson;
import io.gpunodeagent.agent.json.LinksJson;
import io.gpunodeagent.agent.json.NodeJson;
import io.gpunodeagent.core.state.NodeState;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The resources that follow from one state. The lower-case name is the path. */
enum StateResource {
  NODE,
  GPUS,
  TOPOLOGY,
  ALLOCATIONS,
  DECISIONS;

  /** The resource of this path below {@code /api/v1/}. */
  static Optional<StateResource> of(String path) {
    return Arrays.stream(values()).filter(one -> one.path().equals(path)).findFirst();
  }

  String path() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its content, with the state it is of. */
  JsonObject write(NodeState state, AgentFacts agent) {
    return put(head(state), state, agent);
  }

  /** Everything a page shows and that changes with each state, in one object. */
  static JsonObject together(NodeState state, AgentFacts agent) {
    var all = head(state);
    for (var resource : new StateResource[] {NODE, GPUS, ALLOCATIONS, DECISIONS}) {
      resource.put(all, state, agent);
    }
    return all;
  }

  /** What every answer begins with. */
  static JsonObject head(NodeState state) {
    return new JsonObject()
        .put("sequence", state.node().sequence())
        .put("takenAt", state.node().takenAt());
  }

  private JsonObject put(JsonObject into, NodeState state, AgentFacts agent) {
    return switch (this) {
      case NODE -> into.put("node", NodeJson.of(state, agent));
      case GPUS -> into.put("gpus", GpusJson.of(state));
      case TOPOLOGY -> into.put("topology", LinksJson.of(state.node()));
      case ALLOCATIONS ->
          into.put("allocations", AllocationsJson.of(state))
              .put("unplaced", AllocationsJson.unplaced(state));
      case DECISIONS ->
          into.put("decisions", DecisionsJson.of(state))
              .put("untouchable", DecisionsJson.untouchable(state));
    };
  }
}
