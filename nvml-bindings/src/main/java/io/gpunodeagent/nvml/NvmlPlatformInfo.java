// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.DeviceStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Where in a rack a GPU is.
 *
 * @param infinibandGuid 32 hexadecimal digits
 * @param chassisSerialNumber empty for drivers that have only the first form of the struct, which
 *     has a rack GUID in its place
 * @param rackGuid 32 hexadecimal digits; empty for drivers that have the second form
 * @param slotNumber the slot in the chassis
 * @param trayIndex the compute tray
 * @param hostId the node in the tray
 * @param peerType how GPUs reach each other; the header gives the numbers no names
 * @param moduleId the GPU in the node
 */
public record NvmlPlatformInfo(
    String infinibandGuid,
    Optional<String> chassisSerialNumber,
    Optional<String> rackGuid,
    int slotNumber,
    int trayIndex,
    int hostId,
    int peerType,
    int moduleId) {
  private static final int GUID_SIZE = 16;

  /** Both forms have the same size and layout, but for the meaning of the second field. */
  static NvmlResult<NvmlPlatformInfo> read(NvmlHandle device) {
    NvmlResult<NvmlPlatformInfo> result =
        device.readVersioned(
            "nvmlDeviceGetPlatformInfo",
            NvmlFunctions::nvmlDeviceGetPlatformInfo,
            DeviceStructs.PlatformInfoV2.VERSION_2,
            scratch ->
                of(
                    scratch,
                    Optional.of(
                        scratch.text(
                            DeviceStructs.PlatformInfoV2.CHASSIS_SERIAL_NUMBER, GUID_SIZE)),
                    Optional.empty()));
    return result.code().equals(NvmlReturn.ARGUMENT_VERSION_MISMATCH)
        ? device.readVersioned(
            "nvmlDeviceGetPlatformInfo",
            NvmlFunctions::nvmlDeviceGetPlatformInfo,
            DeviceStructs.PlatformInfoV1.VERSION_1,
            scratch ->
                of(
                    scratch,
                    Optional.empty(),
                    Optional.of(guid(scratch, DeviceStructs.PlatformInfoV1.RACK_GUID))))
        : result;
  }

  private static NvmlPlatformInfo of(
      Scratch scratch, Optional<String> chassisSerialNumber, Optional<String> rackGuid) {
    return new NvmlPlatformInfo(
        guid(scratch, DeviceStructs.PlatformInfoV2.IB_GUID),
        chassisSerialNumber,
        rackGuid,
        scratch.u8(DeviceStructs.PlatformInfoV2.SLOT_NUMBER),
        scratch.u8(DeviceStructs.PlatformInfoV2.TRAY_INDEX),
        scratch.u8(DeviceStructs.PlatformInfoV2.HOST_ID),
        scratch.u8(DeviceStructs.PlatformInfoV2.PEER_TYPE),
        scratch.u8(DeviceStructs.PlatformInfoV2.MODULE_ID));
  }

  private static String guid(Scratch scratch, int at) {
    return HexFormat.of().formatHex(scratch.bytes(at, GUID_SIZE));
  }
}
