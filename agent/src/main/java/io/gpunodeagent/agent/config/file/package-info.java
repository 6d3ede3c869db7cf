// SPDX-License-Identifier: Apache-2.0
/**
 * The files that a configuration consists of: their text, or one line that says why there is none;
 * and a watch on their content.
 *
 * <p>Knows no format and no setting.
 */
@NullMarked
package io.gpunodeagent.agent.config.file;

import org.jspecify.annotations.NullMarked;
