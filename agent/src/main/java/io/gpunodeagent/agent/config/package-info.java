/**
 * Reads the configuration from file, environment and command line, validates it as a whole, and
 * makes the records of the packages that use it. {@link io.gpunodeagent.agent.config.ConfigLoader}
 * is the way in.
 *
 * <p>Also here: the files in formats of others that a setting names, such as counters and the
 * device plugin's configuration. What a setting does is the business of the package that owns its
 * record.
 */
@NullMarked
package io.gpunodeagent.agent.config;

import org.jspecify.annotations.NullMarked;
