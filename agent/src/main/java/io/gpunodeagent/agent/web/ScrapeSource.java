// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import io.gpunodeagent.agent.http.HttpAnswer;
import org.jspecify.annotations.Nullable;

/** Where {@code /metrics} gets its bytes. */
@FunctionalInterface
public interface ScrapeSource {

  /**
   * Renders the published state; never waits for NVML.
   *
   * @param accept the request's {@code Accept} header, if it has one
   * @param acceptEncoding its {@code Accept-Encoding} header, if it has one
   */
  HttpAnswer scrape(@Nullable String accept, @Nullable String acceptEncoding);
}
