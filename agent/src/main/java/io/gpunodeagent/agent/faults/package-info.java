/**
 * Faults that are the user's to mend: each is a line that names the thing, the rule and the way
 * out, and is shown without a stack trace.
 */
@NullMarked
package io.gpunodeagent.agent.faults;

import org.jspecify.annotations.NullMarked;
