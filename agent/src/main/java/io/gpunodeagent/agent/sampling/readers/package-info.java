// SPDX-License-Identifier: Apache-2.0
/**
 * Reads one GPU: fields, queries, MIG devices, links and processes, and whether a reading is
 * plausible.
 *
 * <p>Nothing here starts a thread or opens the library.
 */
@NullMarked
package io.gpunodeagent.agent.sampling.readers;

import org.jspecify.annotations.NullMarked;
