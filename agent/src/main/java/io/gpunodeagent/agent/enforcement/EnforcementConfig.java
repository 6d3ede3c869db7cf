// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.enforcement;

import java.time.Duration;

/**
 * How decisions are carried out.
 *
 * @param writes whether anything may be written at all; otherwise every decision is only reported,
 *     as in a dry run
 * @param nodeName of this node; a pod bound to another is not touched
 * @param freshness how old a state may be that an eviction rests on
 */
public record EnforcementConfig(boolean writes, String nodeName, Duration freshness) {}
