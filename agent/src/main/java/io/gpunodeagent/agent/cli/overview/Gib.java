// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.overview;

/** The unit in which people read memory. */
public final class Gib {

  private static final double BYTES = 1024.0 * 1024 * 1024;

  private Gib() {}

  /** So many bytes in GiB. */
  public static double of(long bytes) {
    return bytes / BYTES;
  }
}
