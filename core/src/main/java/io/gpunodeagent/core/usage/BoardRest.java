// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What boards of one model were measured to draw while they did nothing. A model without a row is
 * judged by what the agent itself has seen of the board.
 *
 * @param name product name as NVML gives it, without the words NVIDIA and Tesla
 * @param limitWatts default power limit, W
 * @param bareWatts without a process, W
 * @param contextWatts with an idle CUDA context, which keeps the clocks up, W; empty where nobody
 *     measured it
 */
record BoardRest(String name, double limitWatts, double bareWatts, OptionalDouble contextWatts) {

  private static final int MILLI = 1000;

  /**
   * Limits and bare figures: {@code nvidia-smi -q -x} of idle machines, drivers 550 to 595. Figures
   * with a context: arXiv:2605.23918, measured on H100 (HBM3), A100 (HBM2e) and L40S.
   */
  private static final Map<String, BoardRest> ROWS =
      rows(
          bare("T4", 70, 33.5),
          bare("A100-SXM4-40GB", 400, 49.7),
          measured("A100-SXM4-80GB", 400, 53.7, 80.0),
          measured("A100 80GB PCIe", 300, 53.7, 80.0),
          bare("L4", 72, 27.2),
          measured("L40S", 350, 66.2, 102.1),
          bare("H100 PCIe", 350, 47),
          bare("H100 NVL", 400, 62),
          measured("H100 80GB HBM3", 700, 71.8, 121.7),
          bare("H200", 700, 77.9),
          bare("B200", 1000, 195.8),
          bare("GB200", 1200, 165.9),
          bare("GB300", 1400, 180.3));

  /** The row of a product; empty when nobody measured that model. */
  static Optional<BoardRest> of(String product) {
    return Optional.ofNullable(ROWS.get(key(product)));
  }

  /** The most a board of this model draws at rest, mW. */
  long restMilliwatts() {
    return Math.round(Math.max(bareWatts, contextWatts.orElse(0)) * MILLI);
  }

  /** What such a board draws without a process, mW. */
  long bareMilliwatts() {
    return Math.round(bareWatts * MILLI);
  }

  /** The default power limit, mW. */
  long limitMilliwatts() {
    return Math.round(limitWatts * MILLI);
  }

  private static String key(String product) {
    return product.replace("NVIDIA ", "").replace("Tesla ", "");
  }

  private static BoardRest bare(String name, double limit, double bare) {
    return new BoardRest(name, limit, bare, OptionalDouble.empty());
  }

  private static BoardRest measured(String name, double limit, double bare, double context) {
    return new BoardRest(name, limit, bare, OptionalDouble.of(context));
  }

  private static Map<String, BoardRest> rows(BoardRest... rows) {
    var byName = new HashMap<String, BoardRest>();
    for (var row : rows) {
      byName.put(row.name, row);
    }
    return Map.copyOf(byName);
  }
}
