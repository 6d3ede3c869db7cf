// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

/**
 * A value as it was written.
 *
 * @param text without quotes
 * @param origin where
 */
public record RawValue(String text, Origin origin) {}
