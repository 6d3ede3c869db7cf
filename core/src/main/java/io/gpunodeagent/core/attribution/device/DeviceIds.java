// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution.device;

import io.gpunodeagent.core.sources.DeviceId;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the device ids that device plugins and DRA drivers give to the kubelet.
 *
 * <p>A text that is of no known form as a whole is kept as it is: a wrong guess would name the
 * wrong pod, an unrecognised id can be counted.
 */
public final class DeviceIds {

  private static final int LONGEST = 512;

  /** NVIDIA's DRA driver of GPUs. */
  private static final String NVIDIA = "gpu.nvidia.com";

  private static final String UUID = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
  private static final String NUMBER = "([0-9]{1,9})";

  /** NVIDIA's plugin appends {@code ::replica}. */
  private static final Pattern GPU = Pattern.compile("(GPU-" + UUID + ")(?:::" + NUMBER + ")?");

  /** HAMi's, and of those who do as it does. */
  private static final Pattern SLOT = Pattern.compile("(GPU-" + UUID + ")-" + NUMBER);

  private static final Pattern MIG = Pattern.compile("(MIG-" + UUID + ")(?:::" + NUMBER + ")?");
  private static final Pattern MIG_OF_GPU =
      Pattern.compile("MIG-(GPU-" + UUID + ")/" + NUMBER + "/" + NUMBER + "(?:::" + NUMBER + ")?");
  private static final Pattern GKE =
      Pattern.compile("nvidia" + NUMBER + "(?:/gi" + NUMBER + ")?(?:/vgpu" + NUMBER + ")?");
  private static final Pattern ALL = Pattern.compile("all(?:::" + NUMBER + ")?");
  private static final Pattern CDI =
      Pattern.compile("[^=]*/claim=" + UUID + "-(.+)", Pattern.DOTALL);
  private static final Pattern DRA_GPU = Pattern.compile("gpu-" + NUMBER);

  private DeviceIds() {}

  /**
   * A device id, split.
   *
   * @param device what it names
   * @param replica which share of it; empty when the id is not of a shared device
   */
  public record Parsed(DeviceId device, OptionalInt replica) {}

  /**
   * Reads an id of {@code device_ids}.
   *
   * @param text of any length and content; of an unrecognised one the first 512 characters are kept
   */
  public static Parsed parse(String text) {
    if (text.length() > LONGEST) {
      return unrecognised(text.substring(0, LONGEST));
    }
    return switch (text.isEmpty() ? '\0' : text.charAt(0)) {
      case 'G' -> gpu(text);
      case 'M' -> mig(text);
      case 'n' -> gke(text);
      case 'a' -> all(text);
      default -> unrecognised(text);
    };
  }

  /**
   * The GPU that the name of a DRA device tells by its minor number, for want of ResourceSlices.
   * Empty for a MIG device, whose name tells its profile and place but not its id, for a device
   * that is passed to a virtual machine, and for another driver's, which may count as it likes.
   */
  public static Optional<DeviceId.Minor> minorOf(DeviceId.Dra device) {
    var match = DRA_GPU.matcher(device.device());
    return device.driver().equals(NVIDIA) && match.matches()
        ? Optional.of(new DeviceId.Minor(number(match, 1), OptionalInt.empty()))
        : Optional.empty();
  }

  /**
   * The DRA device that a CDI device is named after.
   *
   * @param name such as {@code k8s.gpu.nvidia.com/claim=<claim's UID>-gpu-0}; a name of another
   *     form is answered as it is
   */
  public static String draDeviceOfCdi(String name) {
    var match = CDI.matcher(name);
    return match.matches() ? match.group(1) : name;
  }

  private static Parsed gpu(String text) {
    var match = GPU.matcher(text);
    if (match.matches()) {
      return new Parsed(new DeviceId.Gpu(match.group(1)), optional(match, 2));
    }
    var slot = SLOT.matcher(text);
    return slot.matches()
        ? new Parsed(new DeviceId.Slot(slot.group(1), number(slot, 2)), OptionalInt.empty())
        : unrecognised(text);
  }

  private static Parsed mig(String text) {
    var current = MIG.matcher(text);
    if (current.matches()) {
      return new Parsed(new DeviceId.Mig(current.group(1)), optional(current, 2));
    }
    var older = MIG_OF_GPU.matcher(text);
    if (older.matches()) {
      var device = new DeviceId.MigOfGpu(older.group(1), number(older, 2), number(older, 3));
      return new Parsed(device, optional(older, 4));
    }
    return unrecognised(text);
  }

  private static Parsed gke(String text) {
    var match = GKE.matcher(text);
    return match.matches()
        ? new Parsed(new DeviceId.Minor(number(match, 1), optional(match, 2)), optional(match, 3))
        : unrecognised(text);
  }

  private static Parsed all(String text) {
    var match = ALL.matcher(text);
    return match.matches()
        ? new Parsed(new DeviceId.All(), optional(match, 1))
        : unrecognised(text);
  }

  private static Parsed unrecognised(String text) {
    return new Parsed(new DeviceId.Unrecognised(text), OptionalInt.empty());
  }

  private static int number(Matcher match, int group) {
    return Integer.parseInt(match.group(group));
  }

  private static OptionalInt optional(Matcher match, int group) {
    return match.group(group) == null ? OptionalInt.empty() : OptionalInt.of(number(match, group));
  }
}
