// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.EccStructs;

/**
 * A place in on-chip memory that had an uncorrectable error.
 *
 * @param unit the number of the memory unit
 * @param location the location in the unit
 * @param sublocation the location in the location
 * @param extlocation a further location
 * @param address the address in the unit
 * @param parity whether it was a parity error and not one of SEC-DED
 * @param count the number of errors at this address
 */
public record NvmlSramUniqueError(
    long unit,
    long location,
    long sublocation,
    long extlocation,
    long address,
    boolean parity,
    long count) {
  static final VersionedList LIST =
      new VersionedList(
          EccStructs.EccSramUniqueUncorrectedErrorCountsV1.VERSION_1,
          EccStructs.EccSramUniqueUncorrectedErrorCountsV1.ENTRY_COUNT,
          EccStructs.EccSramUniqueUncorrectedErrorCountsV1.ENTRIES,
          EccStructs.EccSramUniqueUncorrectedErrorEntryV1.SIZEOF);

  static NvmlSramUniqueError of(Scratch scratch, int at) {
    return new NvmlSramUniqueError(
        scratch.u32(at + EccStructs.EccSramUniqueUncorrectedErrorEntryV1.UNIT),
        scratch.u32(at + EccStructs.EccSramUniqueUncorrectedErrorEntryV1.LOCATION),
        scratch.u32(at + EccStructs.EccSramUniqueUncorrectedErrorEntryV1.SUBLOCATION),
        scratch.u32(at + EccStructs.EccSramUniqueUncorrectedErrorEntryV1.EXTLOCATION),
        scratch.u32(at + EccStructs.EccSramUniqueUncorrectedErrorEntryV1.ADDRESS),
        scratch.flag(at + EccStructs.EccSramUniqueUncorrectedErrorEntryV1.IS_PARITY),
        scratch.u32(at + EccStructs.EccSramUniqueUncorrectedErrorEntryV1.COUNT));
  }
}
