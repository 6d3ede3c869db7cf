// SPDX-License-Identifier: Apache-2.0
/**
 * Certificates and keys of PEM files, and the TLS of a client made from them. Knows no setting: its
 * callers name the one that a message is about.
 */
@NullMarked
package io.gpunodeagent.agent.tls;

import org.jspecify.annotations.NullMarked;
