package io.gpunodeagent.core.shaping;

import java.util.List;

/**
 * What outlives the enforcer: what it is to take back, and what it last told of itself.
 *
 * @param owned in no order
 */
public record Memory(List<Owned> owned, EnforcerReport report) {
  public Memory {
    owned = List.copyOf(owned);
  }
}
