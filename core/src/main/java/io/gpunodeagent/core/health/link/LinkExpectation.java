// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health.link;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How many NVLinks a healthy GPU of a model has up.
 *
 * @param model matches NVML's name of it
 * @param links that are wired up
 * @param wiring how
 */
record LinkExpectation(Pattern model, int links, Wiring wiring) {

  /** How links are laid. */
  enum Wiring {
    /** On a board that GPUs and switches share: all links lead somewhere. */
    BOARD,
    /**
     * On a board of {@link #WHOLE_MESH} GPUs that are joined directly: where some of them are not
     * there, as in a virtual machine, links to them are down.
     */
    MESH,
    /** By bridges that may be fewer than fit, each of as many links as {@link #PER_BRIDGE}. */
    BRIDGE
  }

  /** Links of one bridge, from Ampere on. */
  static final int PER_BRIDGE = 4;

  /** GPUs of a whole board without switches. */
  static final int WHOLE_MESH = 8;

  private static final List<LinkExpectation> KNOWN =
      List.of(
          new LinkExpectation(Pattern.compile("Tesla V100-SXM[23]-.*"), 6, Wiring.MESH),
          board("(NVIDIA )?A100-SXM4-.*", 12),
          board("NVIDIA H100 80GB HBM3", 18),
          board("NVIDIA H200", 18),
          board("NVIDIA G?B200", 18),
          board("NVIDIA G?B300", 18),
          bridge("(NVIDIA )?A100(-PCIE-40GB| 80GB PCIe)", 12),
          bridge("NVIDIA H100 (NVL|PCIe)", 12),
          bridge("NVIDIA A30", 4),
          bridge("NVIDIA A40", 4),
          bridge("NVIDIA RTX A6000", 4));

  private static LinkExpectation board(String model, int links) {
    return new LinkExpectation(Pattern.compile(model), links, Wiring.BOARD);
  }

  private static LinkExpectation bridge(String model, int links) {
    return new LinkExpectation(Pattern.compile(model), links, Wiring.BRIDGE);
  }

  /** What is known of the model of this name. */
  static Optional<LinkExpectation> of(String name) {
    return KNOWN.stream().filter(known -> known.model.matcher(name).matches()).findFirst();
  }

  /**
   * How many links should be up.
   *
   * @param up that are, at least 1
   * @param gpus of the model in the node
   */
  int expected(int up, int gpus) {
    return switch (wiring) {
      case BOARD -> links;
      case MESH -> gpus >= WHOLE_MESH ? links : up;
      case BRIDGE -> Math.ceilDiv(up, PER_BRIDGE) * PER_BRIDGE;
    };
  }
}
