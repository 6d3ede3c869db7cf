// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.DeviceStructs;
import io.gpunodeagent.nvml.jna.EccStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;
import java.util.List;

/** Memory errors and repairs. */
public sealed interface EccQueries permits NvmlDevice {
  /**
   * {@return whether ECC is on now, and after the next reset} {@link NvmlReturn#NOT_SUPPORTED}
   * without ECC. {@code nvmlDeviceGetEccMode}, since driver 450 or older.
   */
  default NvmlResult<NvmlMode> eccMode() {
    return on(this)
        .read2("nvmlDeviceGetEccMode", NvmlFunctions::nvmlDeviceGetEccMode, NvmlMode::of);
  }

  /**
   * {@return whether ECC is on by default} {@code nvmlDeviceGetDefaultEccMode}, since driver 515.
   */
  default NvmlResult<Boolean> defaultEccMode() {
    return on(this)
        .read(
            "nvmlDeviceGetDefaultEccMode",
            NvmlFunctions::nvmlDeviceGetDefaultEccMode,
            Decoder::flag);
  }

  /**
   * {@return the number of errors in all locations} {@code nvmlDeviceGetTotalEccErrors}, since
   * driver 450 or older.
   *
   * @param type the errors to count: corrected or uncorrected
   * @param counter the time over which they were counted
   */
  default NvmlResult<Long> totalEccErrors(NvmlMemoryErrorType type, NvmlEccCounterType counter) {
    return on(this)
        .read(
            "nvmlDeviceGetTotalEccErrors",
            NvmlFunctions::nvmlDeviceGetTotalEccErrors,
            type.value(),
            counter.value(),
            Decoder::int64);
  }

  /**
   * {@return the number of errors in one location} {@link NvmlReturn#NOT_SUPPORTED} for locations
   * that this architecture does not count. {@code nvmlDeviceGetMemoryErrorCounter}, since driver
   * 450 or older.
   *
   * @param type the errors to count: corrected or uncorrected
   * @param counter the time over which they were counted
   * @param location the memory that had the errors
   */
  default NvmlResult<Long> memoryErrorCounter(
      NvmlMemoryErrorType type, NvmlEccCounterType counter, NvmlMemoryLocation location) {
    return on(this)
        .read(
            "nvmlDeviceGetMemoryErrorCounter",
            NvmlFunctions::nvmlDeviceGetMemoryErrorCounter,
            type.value(),
            counter.value(),
            location.value(),
            Decoder::int64);
  }

  /**
   * {@return the number of errors in each of the four locations that old GPUs count} Deprecated in
   * favour of {@link #memoryErrorCounter}. {@code nvmlDeviceGetDetailedEccErrors}, since driver 450
   * or older.
   *
   * @param type the errors to count: corrected or uncorrected
   * @param counter the time over which they were counted
   */
  default NvmlResult<NvmlEccErrorCounts> detailedEccErrors(
      NvmlMemoryErrorType type, NvmlEccCounterType counter) {
    return on(this)
        .read(
            "nvmlDeviceGetDetailedEccErrors",
            NvmlFunctions::nvmlDeviceGetDetailedEccErrors,
            type.value(),
            counter.value(),
            NvmlEccErrorCounts::of);
  }

  /**
   * {@return errors in on-chip memory, by kind and location} Ampere and newer; may need root.
   * {@code nvmlDeviceGetSramEccErrorStatus}, since driver 550.
   */
  default NvmlResult<NvmlSramEccErrorStatus> sramEccErrorStatus() {
    return on(this)
        .readVersioned(
            "nvmlDeviceGetSramEccErrorStatus",
            NvmlFunctions::nvmlDeviceGetSramEccErrorStatus,
            EccStructs.EccSramErrorStatusV1.VERSION_1,
            NvmlSramEccErrorStatus::of);
  }

  /**
   * {@return each location in on-chip memory that had an uncorrectable error} Blackwell and newer.
   * {@code nvmlDeviceGetSramUniqueUncorrectedEccErrorCounts}, since driver 580.
   */
  default NvmlResult<List<NvmlSramUniqueError>> sramUniqueUncorrectedEccErrorCounts() {
    return NvmlList.readVersioned(
        on(this),
        "nvmlDeviceGetSramUniqueUncorrectedEccErrorCounts",
        NvmlFunctions::nvmlDeviceGetSramUniqueUncorrectedEccErrorCounts,
        NvmlSramUniqueError.LIST,
        request -> {},
        NvmlSramUniqueError::of);
  }

  /**
   * {@return the pages of memory that are no longer used, with the time if the driver reports it}
   * Only before Ampere; newer GPUs remap rows. {@code nvmlDeviceGetRetiredPages_v2}, {@code
   * nvmlDeviceGetRetiredPages}, since driver 450 or older.
   *
   * @param cause why the pages were retired
   */
  default NvmlResult<List<NvmlRetiredPage>> retiredPages(NvmlPageRetirementCause cause) {
    return NvmlRetiredPage.read(on(this), cause);
  }

  /**
   * {@return whether the next reset will retire pages} {@code
   * nvmlDeviceGetRetiredPagesPendingStatus}, since driver 450 or older.
   */
  default NvmlResult<Boolean> retiredPagesPendingStatus() {
    return on(this)
        .read(
            "nvmlDeviceGetRetiredPagesPendingStatus",
            NvmlFunctions::nvmlDeviceGetRetiredPagesPendingStatus,
            Decoder::flag);
  }

  /**
   * {@return rows of memory that spare rows replace} Ampere and newer; {@link
   * NvmlReturn#NOT_SUPPORTED} while MIG instances exist. {@code nvmlDeviceGetRemappedRows_v2},
   * {@code nvmlDeviceGetRemappedRows}, since driver 595.
   */
  default NvmlResult<NvmlRemappedRows> remappedRows() {
    NvmlResult<NvmlRemappedRows> result =
        on(this)
            .readStruct(
                "nvmlDeviceGetRemappedRows_v2",
                NvmlFunctions::nvmlDeviceGetRemappedRows_v2,
                EccStructs.RemappedRowsInfoV2.SIZEOF,
                NvmlRemappedRows::of);
    return result.code().asksForOlderForm()
        ? on(this)
            .read4(
                "nvmlDeviceGetRemappedRows",
                NvmlFunctions::nvmlDeviceGetRemappedRows,
                NvmlRemappedRows::ofVersion1)
        : result;
  }

  /**
   * {@return how many banks of memory have how many spare rows left} Ampere and newer. {@code
   * nvmlDeviceGetRowRemapperHistogram}, since driver 455.
   */
  default NvmlResult<NvmlRowRemapperHistogram> rowRemapperHistogram() {
    return on(this)
        .readStruct(
            "nvmlDeviceGetRowRemapperHistogram",
            NvmlFunctions::nvmlDeviceGetRowRemapperHistogram,
            EccStructs.RowRemapperHistogramValues.SIZEOF,
            NvmlRowRemapperHistogram::of);
  }

  /**
   * {@return memory banks that spare banks replace} Rubin and newer. {@code
   * nvmlDeviceGetBankRemapperStatus_v1}, since driver 615.
   */
  default NvmlResult<NvmlBankRemapperStatus> bankRemapperStatus() {
    return on(this)
        .readStruct(
            "nvmlDeviceGetBankRemapperStatus_v1",
            NvmlFunctions::nvmlDeviceGetBankRemapperStatus_v1,
            EccStructs.EccBankRemapperStatusV1.SIZEOF,
            NvmlBankRemapperStatus::of);
  }

  /**
   * {@return which repairs the next reset will make} Ampere and newer. {@code
   * nvmlDeviceGetRepairStatus}, since driver 580.
   */
  default NvmlResult<NvmlRepairStatus> repairStatus() {
    return on(this)
        .readVersioned(
            "nvmlDeviceGetRepairStatus",
            NvmlFunctions::nvmlDeviceGetRepairStatus,
            DeviceStructs.RepairStatusV1.VERSION_1,
            NvmlRepairStatus::of);
  }

  /**
   * {@return whether there is faulty memory that cannot be repaired} Hopper and newer. {@code
   * nvmlDeviceGetUnrepairableMemoryFlag_v1}, since driver 590.
   */
  default NvmlResult<Boolean> unrepairableMemoryFlag() {
    return on(this)
        .readStruct(
            "nvmlDeviceGetUnrepairableMemoryFlag_v1",
            NvmlFunctions::nvmlDeviceGetUnrepairableMemoryFlag_v1,
            DeviceStructs.UnrepairableMemoryStatusV1.SIZEOF,
            Decoder::flag);
  }
}
