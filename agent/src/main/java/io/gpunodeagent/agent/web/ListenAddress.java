// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import io.gpunodeagent.agent.faults.SetupException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Whether an address can be listened on. Helidon only logs that it cannot, and does not say. */
public final class ListenAddress {

  private ListenAddress() {}

  /**
   * Listens on the addresses of {@code config} and lets go of them.
   *
   * @throws SetupException when that fails
   */
  public static void check(WebConfig config) throws SetupException {
    check("web.port", config, config.port());
    if (config.healthPort().isPresent()) {
      check("web.healthPort", config, config.healthPort().get());
    }
  }

  private static void check(String key, WebConfig config, int port) throws SetupException {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(resolve(config), port));
    } catch (IOException taken) {
      throw unusable(key, config.host() + ":" + port, String.valueOf(taken.getMessage()));
    }
  }

  /** Whether nothing listens on the port of {@code config}, or on its health port. */
  static boolean isFree(WebConfig config) {
    return isFree(config, config.port())
        || config.healthPort().filter(port -> isFree(config, port)).isPresent();
  }

  private static boolean isFree(WebConfig config, int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(resolve(config), port));
      return true;
    } catch (IOException | SetupException taken) {
      return false;
    }
  }

  static SetupException unusable(WebConfig config, String why) {
    return unusable("web.port", config.host() + ":" + config.port(), why);
  }

  private static SetupException unusable(String key, String address, String why) {
    return new SetupException(
        key,
        address,
        "cannot be listened on, " + why,
        "stop what listens there or choose another port"
            + (key.equals("web.port") ? " with --port" : ""));
  }

  static InetAddress resolve(WebConfig config) throws SetupException {
    try {
      return InetAddress.getAllByName(config.host())[0];
    } catch (UnknownHostException unknown) {
      throw new SetupException(
          "web.host", config.host(), "is no address of this machine", "write 0.0.0.0 for all");
    }
  }
}
