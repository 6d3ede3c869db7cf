// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the annotation {@code hami.io/vgpu-devices-allocated}: for each container, ended by {@code
 * ;}, its devices, each ended by {@code :} and made of {@code UUID,type,MiB,percent of compute}. A
 * container without devices has an empty part.
 */
final class HamiDevices {

  private static final int MEBIBYTE = 1 << 20;
  private static final int LONGEST = 64 * 1024;

  /** A UUID may carry what else HAMi knows of a MIG device; such a one is no GPU. */
  private static final Pattern DEVICE =
      Pattern.compile("([^,;:]{1,80}),[^,;:]*,([0-9]{1,9}),([0-9]{1,3})(?:,[^;:]*)?");

  private HamiDevices() {}

  /**
   * A device given to a container.
   *
   * @param gpuUuid as the annotation has it
   */
  record Given(String gpuUuid, Portion.Limits portion) {}

  /** The devices of each container that has any; none at all when one cannot be read. */
  static List<List<Given>> parse(String annotation) {
    var parts = new ArrayList<List<Given>>();
    if (annotation.length() > LONGEST) {
      return parts;
    }
    for (var part : annotation.split(";", -1)) {
      var given = container(part);
      if (given.isEmpty()) {
        return List.of();
      }
      if (!given.get().isEmpty()) {
        parts.add(given.get());
      }
    }
    return parts;
  }

  private static Optional<List<Given>> container(String part) {
    var given = new ArrayList<Given>();
    for (var text : part.strip().split(":", -1)) {
      if (text.isEmpty()) {
        continue;
      }
      var device = DEVICE.matcher(text);
      if (!device.matches()) {
        return Optional.empty();
      }
      given.add(given(device));
    }
    return Optional.of(given);
  }

  private static Given given(Matcher device) {
    long bytes = Long.parseLong(device.group(2)) * MEBIBYTE;
    return new Given(device.group(1), new Portion.Limits(bytes, Integer.parseInt(device.group(3))));
  }
}
