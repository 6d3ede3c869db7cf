// SPDX-License-Identifier: Apache-2.0
/**
 * A small API server over HTTP on the loopback device: what an agent asks of its cluster, with the
 * paths, lists, watches and errors of the real one.
 *
 * <p>It admits everybody, checks no schema, and knows no field managers beyond the labels and
 * annotations that each applied. Tests that need more use the real kube-apiserver.
 */
@NullMarked
package io.gpunodeagent.simulation.api;

import org.jspecify.annotations.NullMarked;
