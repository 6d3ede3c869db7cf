// SPDX-License-Identifier: Apache-2.0
/**
 * Sends what is known to an OpenTelemetry collector, by OTLP over HTTP. {@link
 * io.gpunodeagent.agent.otlp.OtlpExporter} is the way in. While nothing is exported, only the
 * classes of its configuration are loaded.
 *
 * <p>Output: what a request holds is handed to it, as bytes.
 */
@NullMarked
package io.gpunodeagent.agent.otlp;

import org.jspecify.annotations.NullMarked;
