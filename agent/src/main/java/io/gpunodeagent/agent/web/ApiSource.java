// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import io.gpunodeagent.agent.http.ApiQuery;
import io.gpunodeagent.agent.http.HttpAnswer;

/** Where {@code /api/v1} gets its answers. */
@FunctionalInterface
public interface ApiSource {

  /** The answer to {@code request}; never waits for NVML. */
  HttpAnswer answer(ApiQuery request);
}
