// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.gpm;

import java.util.OptionalInt;

/**
 * What has GPM metrics of its own.
 *
 * @param uuid of the GPU
 * @param gpuInstanceId of an instance on it, or empty for the whole GPU
 */
public record GpmKey(String uuid, OptionalInt gpuInstanceId) {

  public static GpmKey gpu(String uuid) {
    return new GpmKey(uuid, OptionalInt.empty());
  }

  public static GpmKey instance(String uuid, int id) {
    return new GpmKey(uuid, OptionalInt.of(id));
  }
}
