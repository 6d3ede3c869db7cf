// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster;

import io.gpunodeagent.agent.TestTools;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the one {@link ApiServer} of the test run, started when first asked for. Tests keep
 * to namespaces and nodes of their own. Where it is not built they are skipped, unless the tools of
 * tests are required.
 */
public final class ApiServerExtension implements ExecutionCondition, ParameterResolver {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return ApiServer.lacking()
        .filter(_ -> !TestTools.required())
        .map(ConditionEvaluationResult::disabled)
        .orElseGet(() -> ConditionEvaluationResult.enabled("it is built"));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ApiServer.class;
  }

  @Override
  public ApiServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(ApiServer.class))
        .computeIfAbsent(ApiServer.class, _ -> ApiServer.start(), ApiServer.class);
  }
}
