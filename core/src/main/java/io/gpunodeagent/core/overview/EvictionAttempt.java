// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.overview;

/**
 * What came of an eviction that was due.
 *
 * @param event that says it; its time is the one time of this attempt
 * @param carriedOut whether the pod was evicted; false in a dry run and when it was not done
 */
public record EvictionAttempt(Occurrence event, boolean carriedOut) {}
