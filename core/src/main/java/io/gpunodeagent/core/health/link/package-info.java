// SPDX-License-Identifier: Apache-2.0
/**
 * How many NVLinks a healthy GPU has up, and which GPUs have fewer: the judgement that health and
 * labels share.
 *
 * <p>Pure, and knows nothing of causes or states.
 */
@NullMarked
package io.gpunodeagent.core.health.link;

import org.jspecify.annotations.NullMarked;
