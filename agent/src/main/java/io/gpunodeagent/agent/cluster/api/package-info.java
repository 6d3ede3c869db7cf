// SPDX-License-Identifier: Apache-2.0
/**
 * Reaches the API server: address and credentials, requests, lists and watches, and JSON that is
 * read as it arrives.
 *
 * <p>Which objects are read, and what for, is in the other packages of {@code cluster}.
 */
@NullMarked
package io.gpunodeagent.agent.cluster.api;

import org.jspecify.annotations.NullMarked;
