/**
 * Wires sources, rules and outputs together and runs them: the agent, a preview of it, and the
 * enforcer of device settings. What is judged is judged in core; here it is only passed on.
 */
@NullMarked
package io.gpunodeagent.agent.run;

import org.jspecify.annotations.NullMarked;
