// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.agent.loop.OngoingProblems;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The one published state: written by one thread, read by all. */
final class Publication {

  private static final System.Logger LOG = System.getLogger(Publication.class.getName());

  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final OngoingProblems problems = new OngoingProblems();
  private volatile NodeSnapshot latest;

  /** A listener, and the name its problems go by. */
  private record Listener(String name, Consumer<NodeSnapshot> consumer) {}

  Publication(NodeSnapshot first) {
    latest = first;
  }

  NodeSnapshot latest() {
    return latest;
  }

  void onPublish(Consumer<NodeSnapshot> listener) {
    listeners.add(new Listener(listener.toString(), listener));
  }

  /** Makes {@code snapshot} the latest, then calls the listeners. */
  void publish(NodeSnapshot snapshot) {
    latest = snapshot;
    for (var listener : listeners) {
      call(listener, snapshot);
    }
  }

  private void call(Listener listener, NodeSnapshot snapshot) {
    try {
      listener.consumer().accept(snapshot);
      if (problems.ends(listener.name())) {
        LOG.log(Level.INFO, "The listener works again on snapshot {0}", snapshot.sequence());
      }
    } catch (RuntimeException fault) {
      // A listener's fault must not stop the passes, and is logged once until it works again.
      if (problems.begins(listener.name())) {
        LOG.log(Level.ERROR, "A listener failed on snapshot " + snapshot.sequence(), fault);
      }
    }
  }
}
