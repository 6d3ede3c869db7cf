// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.processes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A pod in a cgroup path.
 *
 * @param podUid with dashes, or 32 hexadecimal digits for a static pod
 * @param containerId 64 hexadecimal digits; empty text when the process is in none of the pod's
 *     workload containers, such as the runtime's own monitor
 */
record PodCgroup(String podUid, String containerId) {

  private static final String UID =
      "([0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{12}|[0-9a-f]{32})";

  /**
   * The systemd driver names the whole chain; with a runtime of the other driver the container
   * follows after colons.
   */
  private static final Pattern SLICE =
      Pattern.compile(
          "(?:[^:]+-)?kubepods(?:-burstable|-besteffort|-guaranteed)?-pod"
              + UID
              + "\\.slice(?::[a-z0-9-]+:([0-9a-f]{64}))?");

  private static final Pattern DIRECTORY = Pattern.compile("pod" + UID);

  private static final Pattern CONTAINER =
      Pattern.compile("([a-z][a-z0-9-]*-)?([0-9a-f]{64})(?:\\.scope)?");

  private static final String UP = "..";

  /** Every pod named in a path, the outermost first. */
  static List<PodCgroup> all(List<String> components) {
    var found = new ArrayList<PodCgroup>(1);
    for (int i = 0; i < components.size(); i++) {
      at(components, i).ifPresent(found::add);
    }
    return found;
  }

  /** Whether the path, or what is seen of it, begins in the slice of users' own processes. */
  static boolean startsInUserSlice(List<String> components) {
    return components.stream()
        .filter(part -> !part.equals(UP))
        .findFirst()
        .filter("user.slice"::equals)
        .isPresent();
  }

  private static Optional<PodCgroup> at(List<String> components, int index) {
    var component = components.get(index);
    var slice = SLICE.matcher(component);
    if (slice.matches()) {
      var attached = Optional.ofNullable(slice.group(2));
      return Optional.of(
          new PodCgroup(
              dashed(slice.group(1)), attached.orElseGet(() -> container(components, index + 1))));
    }
    var directory = DIRECTORY.matcher(component);
    if (directory.matches() && isPodsParent(components, index - 1)) {
      return Optional.of(
          new PodCgroup(dashed(directory.group(1)), container(components, index + 1)));
    }
    return Optional.empty();
  }

  /** Runtimes put a container right below its pod; what lies deeper is the container's own. */
  private static String container(List<String> components, int index) {
    if (index >= components.size()) {
      return "";
    }
    var matcher = CONTAINER.matcher(components.get(index));
    if (!matcher.matches()) {
      return "";
    }
    var prefix = Optional.ofNullable(matcher.group(1)).orElse("");
    return prefix.contains("conmon") ? "" : Optional.ofNullable(matcher.group(2)).orElse("");
  }

  /** Whether {@code kubepods}, or a QoS class in it, is there or hidden above the agent's root. */
  private static boolean isPodsParent(List<String> components, int index) {
    if (index < 0) {
      return false;
    }
    var component = components.get(index);
    if (component.equals("kubepods") || component.equals(UP)) {
      return true;
    }
    boolean qos = component.equals("burstable") || component.equals("besteffort");
    return qos
        && index > 0
        && (components.get(index - 1).equals("kubepods") || components.get(index - 1).equals(UP));
  }

  private static String dashed(String uid) {
    return uid.replace('_', '-');
  }
}
