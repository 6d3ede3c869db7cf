// SPDX-License-Identifier: Apache-2.0
/**
 * Parses YAML and JSON into the tree of {@link io.gpunodeagent.core.document}, and writes records
 * as JSON.
 *
 * <p>Nothing here knows what a key means; that is in the packages that read the tree.
 */
@NullMarked
package io.gpunodeagent.agent.document;

import org.jspecify.annotations.NullMarked;
