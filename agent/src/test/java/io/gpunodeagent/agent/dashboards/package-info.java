// SPDX-License-Identifier: Apache-2.0
/** Tests of {@code dashboards/} and of the documents that go with it. */
@NullMarked
package io.gpunodeagent.agent.dashboards;

import org.jspecify.annotations.NullMarked;
