// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.api;

import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.agent.http.HttpAnswer;
import io.gpunodeagent.agent.http.StreamSource;
import io.gpunodeagent.agent.json.AgentFacts;
import io.gpunodeagent.core.state.NodeState;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What has been rendered of one state: each answer once, when it is first asked for. */
final class StateRendering {

  /** Answers kept of one state; queries beyond are rendered each time. */
  private static final int MOST = 64;

  private final NodeState state;
  private final AgentFacts agent;
  private final Map<String, HttpAnswer> answers = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private StreamSource.@Nullable Frame frame;

  StateRendering(NodeState state, AgentFacts agent) {
    this.state = state;
    this.agent = agent;
  }

  @SuppressWarnings("ReferenceEquality") // Every publication is an object of its own.
  boolean isOf(NodeState other, AgentFacts facts) {
    return state == other && agent.equals(facts);
  }

  /** The answer that has {@code resource} as its content. */
  HttpAnswer answer(StateResource resource) {
    return answer(resource.path(), () -> resource.write(state, agent));
  }

  /** The answer kept as {@code key}. One thread renders; those that waited for it find it. */
  HttpAnswer answer(String key, Supplier<JsonObject> content) {
    lock.lock();
    try {
      var known = answers.get(key);
      if (known != null) {
        return known;
      }
      var made = Answers.json(content.get());
      if (answers.size() < MOST) {
        answers.put(key, made);
      }
      return made;
    } finally {
      lock.unlock();
    }
  }

  /** One event of the stream: its id is the number of the state. */
  StreamSource.Frame frame() {
    lock.lock();
    try {
      var known = frame;
      if (known == null) {
        known = new StreamSource.Frame(state, event());
        frame = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  private byte[] event() {
    var head = "id: " + state.node().sequence() + "\nevent: state\ndata: ";
    var event = new ByteArrayOutputStream(1 << 16);
    event.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    event.writeBytes(JsonObject.compact(StateResource.together(state, agent)));
    event.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
    return event.toByteArray();
  }
}
