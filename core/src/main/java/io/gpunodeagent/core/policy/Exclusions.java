// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy;

import io.gpunodeagent.core.attribution.placement.GpuFraction;
import io.gpunodeagent.core.policy.decision.Annotations;
import io.gpunodeagent.core.policy.decision.Exclusion;
import io.gpunodeagent.core.policy.decision.Spans;
import io.gpunodeagent.core.sources.PodInfo;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Finds why less is done to a pod than its rule says. */
final class Exclusions {

  private static final String SYSTEM = "kube-system";
  private static final String SYSTEM_CLASS = "system-";
  private static final String DAEMON_SET = "DaemonSet";
  private static final String DO_NOT_DISRUPT = "karpenter.sh/do-not-disrupt";
  private static final String SAFE_TO_EVICT = "cluster-autoscaler.kubernetes.io/safe-to-evict";

  /** The highest priority that users may give. */
  private static final int HIGHEST_OF_USERS = 1_000_000_000;

  private Exclusions() {}

  /** Of {@code pod}, whatever its rule. */
  static Set<Exclusion> of(HeldPod pod, Optional<String> ownNamespace, Instant now) {
    var found = EnumSet.noneOf(Exclusion.class);
    var namespace = pod.ref().namespace();
    add(found, Exclusion.SYSTEM_NAMESPACE, namespace.equals(SYSTEM));
    add(found, Exclusion.OWN_NAMESPACE, ownNamespace.filter(namespace::equals).isPresent());
    if (pod.info().isEmpty()) {
      found.add(Exclusion.POD_UNKNOWN);
    } else {
      ofKnown(found, pod.info().get(), now);
    }
    return found;
  }

  private static void ofKnown(Set<Exclusion> found, PodInfo info, Instant now) {
    add(found, Exclusion.STATIC_POD, info.staticPodId().isPresent());
    add(found, Exclusion.DAEMON_SET, ownedByDaemonSet(info));
    add(found, Exclusion.SYSTEM_PRIORITY, systemPriority(info));
    var disrupt = info.annotations().get(DO_NOT_DISRUPT);
    add(found, Exclusion.DO_NOT_DISRUPT, disrupt != null && !disrupt.strip().equals("false"));
    var safe = info.annotations().get(SAFE_TO_EVICT);
    add(found, Exclusion.NOT_SAFE_TO_EVICT, safe != null && safe.strip().equals("false"));
    var exempt = info.annotations().get(Annotations.EXEMPT_UNTIL);
    add(found, Exclusion.EXEMPT, exempt != null && !over(exempt, now));
    var idleAfter = info.annotations().get(Annotations.IDLE_AFTER);
    add(
        found,
        Exclusion.UNREADABLE_OVERRIDE,
        idleAfter != null && Spans.parse(idleAfter).isEmpty());
    add(found, Exclusion.RESERVES_GPU, GpuFraction.keeps(info));
    add(found, Exclusion.RESERVED_GPU, GpuFraction.shares(info));
    switch (info.gang()) {
      case MEMBER -> found.add(Exclusion.GANG);
      case UNKNOWN -> found.add(Exclusion.GANG_UNKNOWN);
      case ALONE -> {}
    }
  }

  private static void add(Set<Exclusion> found, Exclusion exclusion, boolean holds) {
    if (holds) {
      found.add(exclusion);
    }
  }

  private static boolean ownedByDaemonSet(PodInfo info) {
    return info.workload()
        .filter(top -> top.kind().equals(DAEMON_SET) || top.ownerKinds().contains(DAEMON_SET))
        .isPresent();
  }

  private static boolean systemPriority(PodInfo info) {
    return info.priorityClass().filter(name -> name.startsWith(SYSTEM_CLASS)).isPresent()
        || info.priority().orElse(0) > HIGHEST_OF_USERS;
  }

  /** Whether that time is over; never when it cannot be read. A date is over with its day, UTC. */
  private static boolean over(String until, Instant now) {
    try {
      var text = until.strip();
      var end =
          text.indexOf('T') < 0
              ? LocalDate.parse(text).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant()
              : OffsetDateTime.parse(text).toInstant();
      return !now.isBefore(end);
    } catch (DateTimeException e) {
      return false;
    }
  }
}
