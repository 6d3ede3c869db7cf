// SPDX-License-Identifier: Apache-2.0
/**
 * How a command is let in by a server that it asks: options for credentials, and the files behind
 * them.
 */
@NullMarked
package io.gpunodeagent.agent.login;

import org.jspecify.annotations.NullMarked;
