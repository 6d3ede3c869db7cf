// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels.mig;

import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.MigAttributes;
import io.gpunodeagent.core.snapshot.MigInstance.ComputeInstance;
import java.util.Optional;
import java.util.regex.Pattern;

/** The name of a MIG profile in resource names and labels. */
public final class MigProfileName {

  private static final Pattern SIZE = Pattern.compile("^[^+-]*");
  private static final double SLICES = 8;
  private static final double MIB = 1024 * 1024;
  private static final long GIB = 1024 * 1024 * 1024;

  /** The sampler's word for a profile that NVML does not say. */
  private static final String UNKNOWN = "unknown";

  private MigProfileName() {}

  /**
   * The device plugin's name of the profile of a MIG device: by its size where that is known, else
   * as the driver names it; empty where NVML says neither.
   */
  public static Optional<String> of(GpuSample gpu, ComputeInstance device) {
    var total =
        gpu.readings().get(DeviceSignal.MEMORY_TOTAL).toOptional().filter(bytes -> bytes > 0);
    var name =
        device
            .attributes()
            .toOptional()
            .flatMap(of -> total.map(bytes -> of(of, bytes, device.profile())))
            .orElseGet(() -> resource(device.profile()));
    return Optional.of(name).filter(known -> !known.equals(UNKNOWN));
  }

  /**
   * The device plugin's name: sizes counted from the device, extensions as the driver names them.
   *
   * @param gpuBytes memory of the whole GPU, more than 0
   * @param driverName such as {@code 1g.10gb+me}
   */
  public static String of(MigAttributes device, long gpuBytes, String driverName) {
    int slices = device.gpuSlices();
    var size = slices + "g." + gigabytes(device.memoryMebibytes(), gpuBytes) + "gb";
    var own = device.computeSlices();
    var whole = own == slices ? size : own + "c." + size;
    return resource(whole + SIZE.matcher(driverName).replaceFirst(""));
  }

  /** The driver's name with nothing a resource name cannot hold. */
  public static String resource(String driverName) {
    return driverName.replace('+', '.');
  }

  /** The eighths of the GPU it takes, at least in part, of the GPU's size in whole gigabytes. */
  public static long gigabytes(long deviceMebibytes, long gpuBytes) {
    double part = Math.ceil(deviceMebibytes * MIB / gpuBytes * SLICES) / SLICES;
    long whole = Math.ceilDiv(gpuBytes, GIB);
    return Math.round(part * whole);
  }
}
