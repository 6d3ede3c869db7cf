// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.shaping;

import java.util.List;

/**
 * What outlives the enforcer: what it must restore, and what it last reported about itself.
 *
 * @param owned in no order
 */
public record Memory(List<Owned> owned, EnforcerReport report) {
  public Memory {
    owned = List.copyOf(owned);
  }
}
