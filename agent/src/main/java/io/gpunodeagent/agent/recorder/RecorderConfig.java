// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.recorder;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where recordings are kept, and how many.
 *
 * @param directory empty records nothing
 * @param maxBytes of all recordings together
 */
public record RecorderConfig(Optional<Path> directory, long maxBytes) {}
