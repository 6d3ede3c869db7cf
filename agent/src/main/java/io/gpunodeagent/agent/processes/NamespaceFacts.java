// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.processes;

import java.util.Optional;

/**
 * What the mounted {@code /proc} tells of the agent's own PID namespace.
 *
 * @param namespace target of {@code self/ns/pid}, such as {@code pid:[4026531836]}; empty when it
 *     cannot be read
 * @param levels numbers in {@code NSpid} of {@code self/status}: 1 when the agent lives in the
 *     namespace of that {@code /proc}; 0 when it cannot be read
 * @param initReadable whether process 1 can be looked at; not so when {@code /proc} hides the
 *     processes of others
 * @param initOfNode whether process 1 is the node's own and none of the agent's pod, as {@code
 *     hostPID: true} makes it
 */
record NamespaceFacts(
    Optional<String> namespace, int levels, boolean initReadable, boolean initOfNode) {}
