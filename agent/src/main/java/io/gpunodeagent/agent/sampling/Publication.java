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

  private final List<Consumer<NodeSnapshot>> listeners = new CopyOnWriteArrayList<>();
  private final OngoingProblems problems = new OngoingProblems();
  private volatile NodeSnapshot latest;

  Publication(NodeSnapshot first) {
    latest = first;
  }

  NodeSnapshot latest() {
    return latest;
  }

  void onPublish(Consumer<NodeSnapshot> listener) {
    listeners.add(listener);
  }

  /** Makes {@code snapshot} the latest, then calls the listeners. */
  void publish(NodeSnapshot snapshot) {
    latest = snapshot;
    for (var listener : listeners) {
      call(listener, snapshot);
    }
  }

  private void call(Consumer<NodeSnapshot> listener, NodeSnapshot snapshot) {
    try {
      listener.accept(snapshot);
      if (problems.ends(listener.toString())) {
        LOG.log(Level.INFO, "The listener works again on snapshot {0}", snapshot.sequence());
      }
    } catch (RuntimeException fault) {
      // A listener's fault must not stop the passes, and is logged once until it works again.
      if (problems.begins(listener.toString())) {
        LOG.log(Level.ERROR, "A listener failed on snapshot " + snapshot.sequence(), fault);
      }
    }
  }
}
