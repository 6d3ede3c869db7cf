// SPDX-License-Identifier: Apache-2.0
/**
 * Writes what is known as a request of the OpenTelemetry protocol (OTLP), in protobuf's wire
 * format. {@link io.gpunodeagent.agent.metrics.otlp.OtlpRenderer} is the way in. No class of it is
 * loaded unless something is exported.
 *
 * <p>Who is sent a request, and when, is the business of {@code agent.otlp}.
 */
@NullMarked
package io.gpunodeagent.agent.metrics.otlp;

import org.jspecify.annotations.NullMarked;
