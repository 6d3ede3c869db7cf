// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.cluster.pods.PodApi;
import io.gpunodeagent.agent.cluster.pods.PodWriter;
import io.gpunodeagent.agent.enforcement.EnforcementConfig;
import io.gpunodeagent.agent.enforcement.Enforcer;
import io.gpunodeagent.agent.enforcement.Grants;
import io.gpunodeagent.core.policy.EvictionMemory;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Wires what carries policies out. */
final class Enforcement {

  private static final System.Logger LOG = System.getLogger("agent");
  private static final Duration FRESHNESS = Duration.ofSeconds(15);

  private Enforcement() {}

  /** An enforcer in {@code cluster}; where no pods are known, one that only reports. */
  static Enforcer of(
      ClusterConfig cluster,
      Grants grants,
      PolicyRules rules,
      EvictionMemory memory,
      BooleanSupplier recorded,
      InstantSource clock) {
    boolean writes = cluster.pods() && !cluster.nodeName().isEmpty();
    if (!writes && !rules.dryRun()) {
      LOG.log(
          Level.WARNING,
          "policies are not carried out: no pods of this node are known; set NODE_NAME and"
              + " cluster.pods, and in a simulation take a scenario with a cluster of its own");
    }
    return new Enforcer(
        new EnforcementConfig(writes, cluster.nodeName(), FRESHNESS),
        writes ? Optional.<PodApi>of(new PodWriter(cluster)) : Optional.empty(),
        grants,
        rules,
        memory,
        recorded,
        clock,
        System::nanoTime);
  }
}
