/**
 * What has happened: XIDs, clock events and messages of the kernel log, kept for as long as they
 * count. Registering for NVML's events is done where the session is opened.
 */
@NullMarked
package io.gpunodeagent.agent.sampling.events;

import org.jspecify.annotations.NullMarked;
