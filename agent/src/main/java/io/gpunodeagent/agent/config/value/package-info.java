// SPDX-License-Identifier: Apache-2.0
/**
 * The types of values that a setting takes: how a text is read and written, and the rule that a
 * message names.
 *
 * <p>Knows no setting.
 */
@NullMarked
package io.gpunodeagent.agent.config.value;

import org.jspecify.annotations.NullMarked;
