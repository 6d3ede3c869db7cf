/**
 * The audit log: one JSON object a line for what is decided about pods and GPUs, and done to them.
 */
@NullMarked
package io.gpunodeagent.agent.audit;

import org.jspecify.annotations.NullMarked;
