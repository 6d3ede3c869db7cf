/**
 * What is read of one GPU: fields, queries, MIG devices, links, processes, and whether a reading is
 * plausible. Nothing here starts a thread or opens the library.
 */
@NullMarked
package io.gpunodeagent.agent.sampling.readers;

import org.jspecify.annotations.NullMarked;
