// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import java.util.BitSet;
import java.util.StringJoiner;

/** Sets of CPUs and NUMA nodes in the kernel's list form, such as {@code 0-55,112-167}. */
public final class IndexList {

  private IndexList() {}

  /** The list form; empty text for an empty set. */
  static String of(BitSet set) {
    var list = new StringJoiner(",");
    for (int first = set.nextSetBit(0); first >= 0; ) {
      int last = set.nextClearBit(first) - 1;
      list.add(first == last ? Integer.toString(first) : first + "-" + last);
      first = set.nextSetBit(last + 1);
    }
    return list.toString();
  }
}
