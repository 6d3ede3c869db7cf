// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the configuration from file, environment and command line, validates it as a whole, and
 * makes the records of the packages that use it. {@link io.gpunodeagent.agent.config.ConfigLoader}
 * is the way in.
 *
 * <p>A key is declared once, in the class of its {@link io.gpunodeagent.agent.config.Section}. What
 * a setting does is the business of the package that owns its record. The other files that users
 * write, such as counters and rules, have packages below.
 */
@NullMarked
package io.gpunodeagent.agent.config;

import org.jspecify.annotations.NullMarked;
