// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import io.gpunodeagent.agent.sampling.calls.CallLog;
import io.gpunodeagent.agent.sampling.calls.ReturnCodes;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.MigAttributes;
import io.gpunodeagent.core.snapshot.MigInstance.ComputeInstance;
import io.gpunodeagent.nvml.MigDevice;
import io.gpunodeagent.nvml.NvmlMigAttributes;
import io.gpunodeagent.nvml.NvmlResult;
import java.util.Optional;

/**
 * A compute instance as listed: NVML's MIG device.
 *
 * @param device its handle, valid until the layout changes
 * @param uuid {@code MIG-…}
 * @param gpuInstanceId the GPU instance it lies in
 * @param computeInstanceId its number there
 * @param profile its profile and its GPU instance's
 * @param attributes what it consists of
 */
record MigMember(
    MigDevice device,
    String uuid,
    int gpuInstanceId,
    int computeInstanceId,
    MigProfile profile,
    Reading<MigAttributes> attributes) {

  /** Asks a MIG device who it is; empty when it went away in between. */
  static Optional<MigMember> read(MigDevice device, CallLog log) {
    var uuid = log.call("nvmlDeviceGetUUID", device::uuid);
    var gpuInstance = log.call("nvmlDeviceGetGpuInstanceId", device::gpuInstanceId);
    var computeInstance = log.call("nvmlDeviceGetComputeInstanceId", device::computeInstanceId);
    if (uuid instanceof NvmlResult.Success<String>(var id)
        && gpuInstance instanceof NvmlResult.Success<Integer>(var gi)
        && computeInstance instanceof NvmlResult.Success<Integer>(var ci)) {
      var name = log.call("nvmlDeviceGetName", device::name);
      var size = log.call("nvmlDeviceGetAttributes_v2", device::attributes);
      return Optional.of(
          new MigMember(
              device,
              id,
              gi,
              ci,
              profile(name.toOptional(), size.toOptional()),
              ReturnCodes.reading(size, s -> Reading.of(attributes(s)))));
    }
    return Optional.empty();
  }

  private static MigProfile profile(Optional<String> name, Optional<NvmlMigAttributes> size) {
    return name.flatMap(MigProfile::inName)
        .or(() -> size.map(MigProfile::ofSize))
        .orElse(new MigProfile("unknown", "unknown"));
  }

  private static MigAttributes attributes(NvmlMigAttributes of) {
    return new MigAttributes(
        of.memorySizeMib(),
        of.multiprocessorCount(),
        of.gpuInstanceSliceCount(),
        of.computeInstanceSliceCount(),
        new MigAttributes.Engines(
            of.sharedCopyEngineCount(),
            of.sharedDecoderCount(),
            of.sharedEncoderCount(),
            of.sharedJpegCount(),
            of.sharedOfaCount()));
  }

  ComputeInstance snapshot() {
    return new ComputeInstance(
        computeInstanceId,
        uuid,
        profile.compute(),
        attributes.map(of -> (long) of.multiprocessors()),
        attributes);
  }
}
