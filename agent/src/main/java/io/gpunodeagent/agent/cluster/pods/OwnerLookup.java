// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.pods;

import io.gpunodeagent.agent.cluster.api.ApiException;
import io.gpunodeagent.agent.cluster.api.OwnerRef;
import io.gpunodeagent.agent.cluster.api.SourceTracker;
import io.gpunodeagent.agent.cluster.pods.OwnerChain.Owner;
import io.gpunodeagent.agent.loop.Loop;
import io.gpunodeagent.agent.loop.OngoingProblems;
import io.gpunodeagent.core.backoff.NodeShare;
import io.gpunodeagent.core.sources.PodInfo;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Controlling owners of pods, read in the background, one at a time, and kept by UID as long as a
 * pod needs them. What cannot be read is left alone for a while; the chain ends there until then.
 */
public final class OwnerLookup {

  private static final System.Logger LOG = System.getLogger(SourceTracker.LOGGER);

  /** An object may be given an owner later; that is rare. */
  private static final Duration AGE = Duration.ofHours(6);

  /** Objects that are kept; those of a node's pods are some hundreds. */
  private static final int MOST = 2_000;

  private final OwnerReader reader;
  private final Duration pause;
  private final Duration age;
  private final Runnable changed;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final Semaphore wanted = new Semaphore(0);
  private volatile List<SeenPod> pods = List.of();

  // The reading thread's own.
  private final Map<String, Long> refusedUntil = new HashMap<>();
  private final OngoingProblems problems = new OngoingProblems();

  /**
   * Owners that are read by {@link #loop}.
   *
   * @param pause how long an object or a kind that cannot be read is left alone at least
   * @param share of this node, so that those of a cluster do not read at one time
   * @param changed called on the reading thread when more is known
   */
  public OwnerLookup(OwnerReader reader, Duration pause, NodeShare share, Runnable changed) {
    this.reader = reader;
    this.pause = share.atLeast(pause);
    age = share.atMost(AGE);
    this.changed = changed;
  }

  /** Whose owners are wanted from now on. Never blocks. */
  public void want(List<SeenPod> now) {
    pods = now;
    wanted.release();
  }

  /** The pod with what is known of its owners now. Never blocks. */
  PodInfo resolve(SeenPod pod) {
    return WorkloadRule.resolve(pod, chain(pod));
  }

  /** The loop that reads what is wanted; while it does not run, chains end early. */
  public Loop loop() {
    return Loop.of("cluster-owners", this::turn);
  }

  private void turn() throws InterruptedException {
    if (readMissing()) {
      changed.run();
    } else {
      forgetUnneeded();
      wanted.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS);
      wanted.drainPermits();
    }
  }

  private OwnerChain chain(SeenPod pod) {
    return OwnerChain.of(
        pod.controller(), uid -> Optional.ofNullable(known.get(uid)).map(Known::owner));
  }

  /** One step up each chain; whether anything new was learnt. */
  private boolean readMissing() throws InterruptedException {
    var learnt = false;
    for (var entry : missing().entrySet()) {
      learnt |= read(entry.getKey(), entry.getValue());
    }
    return learnt;
  }

  private Map<OwnerRef, String> missing() {
    var missing = new LinkedHashMap<OwnerRef, String>();
    var now = System.nanoTime();
    for (var pod : pods) {
      var chain = chain(pod);
      chain.unread().ifPresent(owner -> missing.put(owner, pod.info().namespace()));
      for (var owner : chain.owners()) {
        var entry = known.get(owner.uid());
        if (entry != null && now - entry.at() > age.toNanos()) {
          missing.put(owner, pod.info().namespace());
        }
      }
    }
    return missing;
  }

  private boolean read(OwnerRef owner, String namespace) throws InterruptedException {
    var kind = owner.kind() + " of " + owner.apiVersion();
    if (isRefused(owner.uid()) || isRefused(kind) || known.size() >= MOST) {
      return false;
    }
    try {
      var found = reader.read(owner, namespace);
      if (problems.ends(kind)) {
        LOG.log(Level.INFO, "{0} can be read again", kind);
      }
      found.ifPresent(read -> known.put(owner.uid(), new Known(read, System.nanoTime())));
      if (found.isEmpty()) {
        refuse(owner.uid());
      }
      return found.isPresent();
    } catch (ApiException e) {
      // A server that does not answer is not asked for every single object.
      refuse(e.status().isPresent() ? kind : "");
      if (problems.begins(kind)) {
        LOG.log(Level.WARNING, "Workloads end at {0}, which cannot be read: {1}", kind, e.reason());
      }
      return false;
    }
  }

  private boolean isRefused(String what) {
    var until = refusedUntil.get(what);
    var none = refusedUntil.get("");
    var now = System.nanoTime();
    return (until != null && until - now > 0) || (none != null && none - now > 0);
  }

  private void refuse(String what) {
    refusedUntil.put(what, System.nanoTime() + pause.toNanos());
  }

  private void forgetUnneeded() {
    var needed = new HashSet<String>();
    for (var pod : pods) {
      chain(pod).owners().forEach(owner -> needed.add(owner.uid()));
    }
    known.keySet().retainAll(needed);
    var now = System.nanoTime();
    refusedUntil.values().removeIf(until -> until - now <= 0);
  }

  /** What was read, and {@link System#nanoTime} then. */
  private record Known(Owner owner, long at) {}
}
