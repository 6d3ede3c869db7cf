// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.otlp;

/**
 * An {@code ExportMetricsServiceRequest}.
 *
 * @param body its bytes, compressed if the renderer compresses
 * @param points data points in it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record OtlpRequest(byte[] body, int points) {}
