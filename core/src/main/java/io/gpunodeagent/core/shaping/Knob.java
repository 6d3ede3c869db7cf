// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.shaping;

/**
 * One setting of one GPU.
 *
 * @param gpuUuid {@code GPU-…}
 */
public record Knob(String gpuUuid, Field field) {}
