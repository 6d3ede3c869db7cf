/** Parses and validates the configuration into the records of the packages that use them. */
@NullMarked
package io.gpunodeagent.agent.config;

import org.jspecify.annotations.NullMarked;
