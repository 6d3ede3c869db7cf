package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.DeviceStructs;
import io.gpunodeagent.nvml.jna.EccStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;
import java.util.List;

/** Memory errors and their repair. */
public sealed interface EccQueries permits NvmlDevice {
  /**
   * Whether ECC is on, and will be after a reset. {@link NvmlReturn#NOT_SUPPORTED} without ECC.
   * {@code nvmlDeviceGetEccMode}, since driver 450 or older.
   */
  default NvmlResult<NvmlMode> eccMode() {
    return on(this)
        .read2("nvmlDeviceGetEccMode", NvmlFunctions::nvmlDeviceGetEccMode, NvmlMode::of);
  }

  /**
   * Whether ECC is on unless set otherwise. {@code nvmlDeviceGetDefaultEccMode}, since driver 515.
   */
  default NvmlResult<Boolean> defaultEccMode() {
    return on(this)
        .read(
            "nvmlDeviceGetDefaultEccMode",
            NvmlFunctions::nvmlDeviceGetDefaultEccMode,
            Decoder::flag);
  }

  /** Errors over all locations. {@code nvmlDeviceGetTotalEccErrors}, since driver 450 or older. */
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
   * Errors at one location. {@link NvmlReturn#NOT_SUPPORTED} for locations this architecture does
   * not count. {@code nvmlDeviceGetMemoryErrorCounter}, since driver 450 or older.
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
   * Errors at the four locations old GPUs knew. Deprecated in favour of {@link
   * #memoryErrorCounter}. {@code nvmlDeviceGetDetailedEccErrors}, since driver 450 or older.
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
   * Errors in on-chip memory, by kind and place. Ampere and newer; may need root. {@code
   * nvmlDeviceGetSramEccErrorStatus}, since driver 550.
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
   * Each place in on-chip memory that had an uncorrectable error. Blackwell and newer. {@code
   * nvmlDeviceGetSramUniqueUncorrectedEccErrorCounts}, since driver 580.
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
   * The pages of memory taken out of use, with the time if the driver tells it. Before Ampere;
   * newer GPUs remap rows. {@code nvmlDeviceGetRetiredPages_v2}, {@code nvmlDeviceGetRetiredPages},
   * since driver 450 or older.
   */
  default NvmlResult<List<NvmlRetiredPage>> retiredPages(NvmlPageRetirementCause cause) {
    return NvmlRetiredPage.read(on(this), cause);
  }

  /**
   * Whether pages wait for a reset to be retired. {@code nvmlDeviceGetRetiredPagesPendingStatus},
   * since driver 450 or older.
   */
  default NvmlResult<Boolean> retiredPagesPendingStatus() {
    return on(this)
        .read(
            "nvmlDeviceGetRetiredPagesPendingStatus",
            NvmlFunctions::nvmlDeviceGetRetiredPagesPendingStatus,
            Decoder::flag);
  }

  /**
   * Rows of memory replaced by spare ones. Ampere and newer; {@link NvmlReturn#NOT_SUPPORTED} while
   * MIG instances exist. {@code nvmlDeviceGetRemappedRows_v2}, {@code nvmlDeviceGetRemappedRows},
   * since driver 595.
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
   * How many banks of memory have how many spare rows left. Ampere and newer. {@code
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
   * Memory banks that spare ones replace. Rubin and newer. {@code
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
   * Which repairs wait for a reset. Ampere and newer. {@code nvmlDeviceGetRepairStatus}, since
   * driver 580.
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
   * Whether there is memory that no repair is left for. Hopper and newer. {@code
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
