// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels.plugin;

import java.util.List;
import java.util.Optional;

/**
 * How the device plugin shares GPUs: the {@code sharing} part of its configuration.
 *
 * @param timeSlicing offers a GPU to several containers in turn
 * @param mps offers it to several containers at once; where it is present, time-slicing is not
 *     looked at
 */
public record Sharing(Optional<Replicated> timeSlicing, Optional<Replicated> mps) {

  /** No device is shared. */
  public static Sharing none() {
    return new Sharing(Optional.empty(), Optional.empty());
  }

  /** How a resource is shared. */
  public enum Kind {
    NONE("none"),
    TIME_SLICING("time-slicing"),
    MPS("mps");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** Its name in labels. */
    public String label() {
      return label;
    }
  }

  /**
   * Resources each offered several times.
   *
   * @param renameByDefault whether {@code .shared} is added to their names
   * @param failRequestsGreaterThanOne whether a request for more than one share of a resource is
   *     refused
   * @param resources at least one
   */
  public record Replicated(
      boolean renameByDefault, boolean failRequestsGreaterThanOne, List<Resource> resources) {
    public Replicated {
      resources = List.copyOf(resources);
    }
  }

  /**
   * One of them.
   *
   * @param name such as {@code nvidia.com/gpu}
   * @param replicas of each device, at least 2
   */
  public record Resource(String name, int replicas) {}

  /** What sharing there is at all. */
  public Kind kind() {
    if (mps.isPresent()) {
      return Kind.MPS;
    }
    return timeSlicing.isPresent() ? Kind.TIME_SLICING : Kind.NONE;
  }

  private Optional<Replicated> inForce() {
    return mps.or(() -> timeSlicing);
  }

  /** How often each device of the resource is offered; 1 when it is not shared. */
  public int replicas(String resource) {
    return inForce().stream()
        .flatMap(shared -> shared.resources().stream())
        .filter(one -> one.name().equals(resource))
        .findFirst()
        .map(Resource::replicas)
        .orElse(1);
  }

  /** Whether shared resources are offered under another name. */
  public boolean renamed() {
    return inForce().map(Replicated::renameByDefault).orElse(false);
  }

  /** The name the resource is offered under. */
  public String offeredAs(String resource) {
    return replicas(resource) > 1 && renamed() ? resource + ".shared" : resource;
  }
}
