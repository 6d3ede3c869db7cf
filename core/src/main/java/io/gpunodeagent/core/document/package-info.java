// SPDX-License-Identifier: Apache-2.0
/**
 * A YAML or JSON document as one tree of {@link io.gpunodeagent.core.document.Node}s, each with its
 * {@link io.gpunodeagent.core.document.Place}. {@link io.gpunodeagent.core.document.MappingReader}
 * reads it key by key; each fault is a {@link io.gpunodeagent.core.document.Problem}.
 *
 * <p>Pure. The parsers are in the agent's {@code document} package.
 */
@NullMarked
package io.gpunodeagent.core.document;

import org.jspecify.annotations.NullMarked;
