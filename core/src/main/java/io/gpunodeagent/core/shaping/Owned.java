// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.shaping;

import java.time.Instant;

/**
 * A setting that the enforcer made and is to take back.
 *
 * @param rule that called for it
 * @param earlier what stood before
 * @param value what was set
 * @param since when it was set, wall clock
 */
public record Owned(Knob knob, String rule, String earlier, String value, Instant since) {}
