// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.overview;

/**
 * An event with its number.
 *
 * @param sequence from 1, grows by one with each, also over restarts that keep the events
 */
public record NumberedOccurrence(long sequence, Occurrence event) {}
