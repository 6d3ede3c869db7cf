// SPDX-License-Identifier: Apache-2.0
/**
 * Talks to the Kubernetes API server. {@link io.gpunodeagent.agent.cluster.Cluster} starts the
 * watches and answers from what they last saw; how to reach the server, and what is read and
 * written, is in the packages below.
 *
 * <p>Edge, and the only user of fabric8. What to write, and when, is decided in {@link
 * io.gpunodeagent.agent.publishing} and {@link io.gpunodeagent.agent.enforcement}.
 */
@NullMarked
package io.gpunodeagent.agent.cluster;

import org.jspecify.annotations.NullMarked;
