// SPDX-License-Identifier: Apache-2.0
/**
 * Reads files that others write: regular files only, and never more than a bound.
 *
 * <p>What a file means is the business of the package that asks for it.
 */
@NullMarked
package io.gpunodeagent.agent.files;

import org.jspecify.annotations.NullMarked;
