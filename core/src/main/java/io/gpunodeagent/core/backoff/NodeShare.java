// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.backoff;

import java.time.Duration;

/**
 * How much of a delay a node adds to it, so that the nodes of a cluster do not all come back to a
 * server at once. A node always has the same share.
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

  /** The delay and the node's share of half of it. */
  public Duration spread(Duration delay) {
    return delay.plusMillis((long) (delay.toMillis() * value / 2));
  }
}
