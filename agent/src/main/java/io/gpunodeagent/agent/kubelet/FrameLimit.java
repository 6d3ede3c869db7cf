// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.kubelet;

import java.util.List;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.http2.frame.FrameType;
import org.apache.hc.core5.http2.frame.RawFrame;
import org.apache.hc.core5.http2.impl.nio.H2StreamListener;
import org.apache.hc.core5.io.CloseMode;

/**
 * Ends a call whose server sends frames without end: each PING and each SETTINGS wants an answer,
 * and a server that does not read them fills the memory of the client that writes them.
 */
final class FrameLimit implements H2StreamListener {

  /** Frames of a call that carry no data; a kubelet sends some tens. */
  static final int MOST = 4096;

  private final UnaryCall call;
  private int frames;

  /** Limits what the server sends in answer to {@code call}. For the transport's one thread. */
  FrameLimit(UnaryCall call) {
    this.call = call;
  }

  @Override
  public void onFrameInput(HttpConnection connection, int streamId, RawFrame frame) {
    if (frame.isType(FrameType.DATA) || ++frames <= MOST) {
      return;
    }
    call.failed(new KubeletException("more than " + MOST + " HTTP/2 frames without data"));
    connection.close(CloseMode.IMMEDIATE);
  }

  @Override
  public void onHeaderInput(
      HttpConnection connection, int streamId, List<? extends Header> headers) {}

  @Override
  public void onHeaderOutput(
      HttpConnection connection, int streamId, List<? extends Header> headers) {}

  @Override
  public void onFrameOutput(HttpConnection connection, int streamId, RawFrame frame) {}

  @Override
  public void onInputFlowControl(
      HttpConnection connection, int streamId, int delta, int actualSize) {}

  @Override
  public void onOutputFlowControl(
      HttpConnection connection, int streamId, int delta, int actualSize) {}
}
