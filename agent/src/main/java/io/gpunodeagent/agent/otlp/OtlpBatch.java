// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.otlp;

/**
 * A request that is ready to be sent.
 *
 * @param body of the request, an {@code ExportMetricsServiceRequest}
 * @param gzip whether it is compressed
 * @param points data points in it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record OtlpBatch(byte[] body, boolean gzip, int points) {}
