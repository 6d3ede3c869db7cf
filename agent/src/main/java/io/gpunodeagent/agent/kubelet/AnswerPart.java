// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.kubelet;

import java.nio.ByteBuffer;

/** Takes an answer as it arrives, part by part. */
interface AnswerPart {

  /**
   * Takes the next bytes.
   *
   * @param part read to its end; not kept
   * @throws KubeletException when they cannot belong to a valid answer
   */
  void accept(ByteBuffer part) throws KubeletException;

  /**
   * The answer is over.
   *
   * @throws KubeletException when it ended too soon
   */
  void end() throws KubeletException;
}
