// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import java.util.OptionalDouble;

/** Jain's index over those who used a device while it was contended. */
final class Fairness {

  private int count;
  private double sum;
  private double squares;

  /** Adds a holder, if its share and entitlement are known and it had a part in the contention. */
  void add(Account account) {
    if (account.computeShare().orElse(0) > 0 && account.entitlement().isPresent()) {
      double got = account.computeShare().getAsDouble() / account.entitlement().getAsDouble();
      count++;
      sum += got;
      squares += got * got;
    }
  }

  /** 1 when each got as much for what it was given; 1/n when one of n got all. */
  OptionalDouble index() {
    return count < 2 ? OptionalDouble.empty() : OptionalDouble.of(sum * sum / (count * squares));
  }
}
