// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy.rule;

import java.time.Duration;

/**
 * What is done about pods that leave their GPUs idle.
 *
 * @param name of the rule, unique among the idle rules
 * @param match which pods it is for
 * @param idleAfter proven idleness of all devices of the pod, after which it is announced
 * @param activity what counts as use
 * @param notice from the announcement to the mark
 * @param action how far it goes
 * @param allowOverride whether the pod may ask for a longer {@code idleAfter}
 * @param maxIdleAfter the longest it may ask for, at least {@code idleAfter}
 */
public record IdleRule(
    String name,
    Match match,
    Duration idleAfter,
    ActivityCriteria activity,
    Duration notice,
    PolicyAction action,
    boolean allowOverride,
    Duration maxIdleAfter) {}
