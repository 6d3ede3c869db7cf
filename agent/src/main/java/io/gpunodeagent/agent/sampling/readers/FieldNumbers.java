// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import java.util.OptionalInt;

/**
 * The numbers a driver gives to field values. NVML renumbered some between releases, so that an old
 * driver asked by a new number answers plausible nonsense instead of an error:
 *
 * <ul>
 *   <li>thermal and power-brake slowdown times and power balancing are 269–273 from 590 on, 251–255
 *       in 575 and 580, and do not exist before;
 *   <li>power smoothing is 251–268 in 570 and from 590 on, 256–273 in 575 and 580;
 *   <li>199 and 200 are swapped in 555 and 560;
 *   <li>303–307 came with 615.
 * </ul>
 *
 * @param branch the driver's release branch, such as 580; 0 when it is not known, and then nothing
 *     that was ever renumbered is asked for
 */
public record FieldNumbers(int branch) {

  private static final int FIRST_RENUMBERED = 251;
  private static final int FIRST_SLOWDOWN = 269;
  private static final int FIRST_OF_590 = 274;
  private static final int FIRST_OF_615 = 303;
  private static final int SMOOTHING_SHIFT = 5;
  private static final int SLOWDOWN_SHIFT = -18;

  /** The numbers of a driver by its version, such as {@code 580.105.08}. */
  public static FieldNumbers ofDriver(String version) {
    int dot = version.indexOf('.');
    try {
      return new FieldNumbers(dot <= 0 ? 0 : Integer.parseInt(version.substring(0, dot)));
    } catch (NumberFormatException notANumber) {
      return new FieldNumbers(0);
    }
  }

  /**
   * The number to ask this driver by.
   *
   * @param newest the field's number in the newest driver
   * @return empty when this driver does not have the field
   */
  OptionalInt of(int newest) {
    if (newest == 199 || newest == 200) {
      boolean swapped = branch >= 555 && branch < 570;
      return OptionalInt.of(swapped ? 399 - newest : newest);
    }
    if (newest >= FIRST_OF_615 && branch < 615) {
      return OptionalInt.empty();
    }
    if (newest < FIRST_RENUMBERED || branch >= 590) {
      return OptionalInt.of(newest);
    }
    if (newest < FIRST_SLOWDOWN) {
      return smoothing(newest);
    }
    return branch >= 575 && newest < FIRST_OF_590
        ? OptionalInt.of(newest + SLOWDOWN_SHIFT)
        : OptionalInt.empty();
  }

  private OptionalInt smoothing(int newest) {
    if (branch < 570) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(branch < 575 ? newest : newest + SMOOTHING_SHIFT);
  }
}
