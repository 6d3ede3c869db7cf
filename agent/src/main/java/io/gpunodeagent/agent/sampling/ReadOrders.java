// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.core.signal.SamplingPlan;
import java.time.Duration;

/**
 * What readers follow; other orders start everything over, so that all of a plan is read at once.
 *
 * @param plan what to read
 * @param slowPeriod period of slow signals
 * @param gpmFor how old GPM metrics may be
 */
record ReadOrders(SamplingPlan plan, Duration slowPeriod, Duration gpmFor) {

  private static final int GPM_PERIODS = 3;

  static ReadOrders of(SamplingPlan plan, SamplingConfig config) {
    var enough = config.period().multipliedBy(GPM_PERIODS);
    var patience = config.callTimeout();
    return new ReadOrders(
        plan, config.slowPeriod(), enough.compareTo(patience) > 0 ? enough : patience);
  }
}
