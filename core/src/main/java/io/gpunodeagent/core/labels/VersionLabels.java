// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import io.gpunodeagent.core.snapshot.DriverState;
import java.util.List;

/** The versions of driver and CUDA, under their present names and the deprecated ones. */
final class VersionLabels {

  private static final String CUDA = GfdLabels.PREFIX + "cuda.";
  private static final int LEAST_PARTS = 2;
  private static final int MOST_PARTS = 3;
  private static final long MAJOR = 1000;
  private static final long MINOR = 10;

  private VersionLabels() {}

  static void write(DriverState.Ready driver, LabelCollector out) {
    out.take(
        driver.driverVersion(),
        version -> driver(version, out),
        CUDA + "driver.*",
        CUDA + "driver-version.*");
    out.take(
        driver.cudaDriverVersion(),
        version -> runtime(version, out),
        CUDA + "runtime.*",
        CUDA + "runtime-version.*");
  }

  private static void driver(String version, LabelCollector out) {
    var parts = List.of(version.split("\\.", -1));
    if (parts.size() < LEAST_PARTS || parts.size() > MOST_PARTS) {
      out.problem(
          CUDA + "driver-version.full",
          version,
          "is not a driver version of two or three parts",
          "labels of the driver's version are left out");
      return;
    }
    var revision = parts.size() == MOST_PARTS ? parts.get(2) : "";
    out.put(CUDA + "driver.major", parts.get(0));
    out.put(CUDA + "driver.minor", parts.get(1));
    out.put(CUDA + "driver.rev", revision);
    out.put(CUDA + "driver-version.major", parts.get(0));
    out.put(CUDA + "driver-version.minor", parts.get(1));
    out.put(CUDA + "driver-version.revision", revision);
    out.put(CUDA + "driver-version.full", version);
  }

  private static void runtime(long version, LabelCollector out) {
    long major = version / MAJOR;
    long minor = version % MAJOR / MINOR;
    out.put(CUDA + "runtime.major", major);
    out.put(CUDA + "runtime.minor", minor);
    out.put(CUDA + "runtime-version.major", major);
    out.put(CUDA + "runtime-version.minor", minor);
    out.put(CUDA + "runtime-version.full", major + "." + minor);
  }
}
