// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.LoadStructs.AdaptiveTgpModeInfoV1;

/**
 * The power limit that a GPU adjusts itself ({@code nvmlAdaptiveTgpModeInfo_v1_t}).
 *
 * @param requested whether it was requested on this machine
 * @param allowed whether the administrator allows it
 * @param overridden whether the administrator's choice replaces the request
 * @param enabled whether it is in force, and so {@code limitMilliwatts} is
 * @param limitMilliwatts the adjusted limit, in mW
 */
public record NvmlAdaptiveTgp(
    boolean requested, boolean allowed, boolean overridden, boolean enabled, long limitMilliwatts) {
  static NvmlAdaptiveTgp of(Scratch scratch) {
    return new NvmlAdaptiveTgp(
        scratch.flag(AdaptiveTgpModeInfoV1.IN_BAND_ENABLE_REQUEST),
        scratch.flag(AdaptiveTgpModeInfoV1.FEATURE_ALLOWED_BY_ADMIN),
        scratch.flag(AdaptiveTgpModeInfoV1.ADMIN_OVERRIDE_ENABLED),
        scratch.flag(AdaptiveTgpModeInfoV1.ENABLEMENT_STATUS),
        scratch.u32(AdaptiveTgpModeInfoV1.ADJUSTED_LIMIT_MW));
  }
}
