// SPDX-License-Identifier: Apache-2.0
/** A Java API over NVIDIA's management library (NVML). JNA stays inside. */
module io.gpunodeagent.nvml {
  requires com.sun.jna;
  requires static transitive org.jspecify;

  exports io.gpunodeagent.nvml;

  // JNA calls the stand-in for absent symbols by reflection.
  opens io.gpunodeagent.nvml.jna to
      com.sun.jna;
}
