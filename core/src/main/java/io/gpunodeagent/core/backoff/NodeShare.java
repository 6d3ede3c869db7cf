// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.backoff;

import java.time.Duration;

/**
 * Where a node's turn is among those of its cluster, so that they do not all come to a server at
 * once. A node always has the same share.
 *
 * @param value 0 to 1
 */
public record NodeShare(double value) {

  public NodeShare {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("a share is 0 to 1, not " + value);
    }
  }

  /** Adds nothing. */
  public static NodeShare none() {
    return new NodeShare(0);
  }

  /** The share of the node of this name; names that differ little have shares that differ much. */
  public static NodeShare of(String nodeName) {
    // The hashes of node-1 and node-2 are neighbours: these are the last steps of MurmurHash3.
    int hash = nodeName.hashCode();
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
    hash ^= hash >>> 16;
    return new NodeShare((hash & 0xffff) / 65536.0);
  }

  /** The node's part of a time: from nothing to all of it. */
  public Duration of(Duration whole) {
    return Duration.ofMillis((long) (whole.toMillis() * value));
  }

  /** A delay and the node's part of as much again: from once to twice {@code least}. */
  public Duration atLeast(Duration least) {
    return least.plus(of(least));
  }

  /** A period less the node's part of half of it: from half to all of {@code most}. */
  public Duration atMost(Duration most) {
    return most.minus(of(most.dividedBy(2)));
  }
}
