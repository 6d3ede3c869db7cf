// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.api;

/**
 * An object with what the watch needs of it.
 *
 * @param uid of the object
 * @param version its resource version
 * @param value what is kept
 * @param characters of the texts in {@code value} that anybody may choose, such as annotations
 */
public record Versioned<T>(String uid, String version, T value, long characters) {}
